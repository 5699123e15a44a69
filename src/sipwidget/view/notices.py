"""What is said to the person: notices, and questions with their answers."""

from sipwidget.phone.model import Entry, Model
from sipwidget.phone.notices import Level, Notice
from sipwidget.view.buttons import text_button
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say


def notices(model: Model, say: Say, *, covered: bool) -> Element:
    """All that is to be said below the icon or the call; under a sheet nothing can be answered."""
    asked = _asked(model.asked, say) if model.asked and not model.call else None
    return h(
        "div",
        *(shown(each, say) for each in model.notices),
        _consent(model.withheld, say) if model.withheld else None,
        asked,
        _blocked(say) if model.sound_blocked else None,
        class_="sipwidget-notices",
        aria_live="polite",
        inert=covered,
    )


def shown(told: Notice, say: Say) -> Element:
    """One notice."""
    role = "alert" if told.level is Level.ALERT else "status"
    return h(
        "p",
        sentence(told, say),
        key=told.code,
        class_="sipwidget-notice",
        role=role,
        data_code=told.code,
    )


def sentence(told: Notice, say: Say) -> str:
    """A notice in words."""
    values = dict(told.values)
    if values.get("party") == "":  # hidden, in a sentence
        values["party"] = say("party-other")
    return say(told.code, **values)


def _consent(server: str, say: Say) -> Element:
    allow = text_button("consent", say("button-consent"))
    return _question("link-consent", say("link-consent", server=server), allow)


def _blocked(say: Say) -> Element:
    """Any tap would do; the button is there to be seen, and says what happens without it."""
    return _question(
        "sound-blocked", say("sound-blocked"), text_button("sound", say("button-sound"))
    )


def _asked(entry: Entry, say: Say) -> Element:
    """A rule may ask for a call that this device does not let it make."""
    party = entry.name or entry.target
    dial = text_button("dial", say("button-dial", party=party), target=entry.target)
    refuse = text_button("cancel", say("button-no"))
    return _question("command-asks", say("command-asks", party=party), dial, refuse)


def _question(code: str, words: str, *answers: Element) -> Element:
    return h(
        "div",
        h("p", words),
        *answers,
        key=code,
        class_="sipwidget-notice",
        role="status",
        data_code=code,
    )
