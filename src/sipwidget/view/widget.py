"""The widget: a pure function from the model to a tree of elements.

What is there is decided here; how it looks is decided by the style sheets in static/, from the
``data-*`` attributes of the root.
"""

from sipwidget.phone.model import Call, CallState, Connection, Model, Sheet
from sipwidget.view import call_words
from sipwidget.view.action_buttons import action_buttons
from sipwidget.view.buttons import button, icon
from sipwidget.view.controls import controls, talk, timer
from sipwidget.view.element import Element, h
from sipwidget.view.history import missed_calls, missed_chip
from sipwidget.view.keypad import keypad
from sipwidget.view.mixer import mixer
from sipwidget.view.notices import notices, sentence
from sipwidget.view.quality import quality_mark, quality_panel
from sipwidget.view.sheets import sheet
from sipwidget.view.unasked import unasked, unasked_words
from sipwidget.view.waiting import waiting
from sipwidget.view.words import Say, speaker


def view(model: Model) -> Element:
    """The root element with all that the model says; text from the network is only ever text."""
    say = speaker(model.appearance.language)
    call, opened = model.call, sheet(model, say)
    covered = opened is not None and not call
    size = model.appearance.icon_size
    properties = {} if size is None else {"--icon-size": f"{size}px"}
    return h(
        "div",
        _stage(model, say),
        _settings(say, covered=covered) if model.edit and not call else None,
        _call(model, call, say) if call else _idle(model, say, covered=covered),
        waiting(model, say),
        None
        if call and call.state is not CallState.INCOMING
        else action_buttons(model, say, covered=covered),
        None if call or covered else missed_chip(model, say),
        h("p", _sentence(model, say), class_="sipwidget-spoken", aria_live="polite"),
        notices(model, say, covered=covered),
        opened,
        id="sipwidget",
        class_="sipwidget",
        lang=say("lang"),
        data_connection=model.connection,
        data_state=call.state if call else "idle",
        data_waiting=sum(other.id != model.focus for other in model.calls),
        data_error=model.error,
        data_edit="true" if model.edit else None,
        **properties,
    )


def _stage(model: Model, say: Say) -> Element | None:
    """The video area, while a call or a picture has one or the idle widget is to show one."""
    appearance, call = model.appearance, model.call
    video = call.video if call else appearance.idle_video
    if not video and not model.picture:
        return None
    container = h(
        "div",
        live="stage",
        key="stage",
        class_="video-container",
        data_local="true" if call and video and appearance.local_video else None,
        role="img" if model.picture else None,
        aria_label=say("picture") if model.picture else None,
        **{"--aspect": appearance.aspect_ratio},
    )
    return h("div", container, key="stage", class_="sipwidget-stage")


# --- without a call -------------------------------------------------------------------------------


def _settings(say: Say, *, covered: bool) -> Element:
    """Where ``oh-sipclient`` has it: in the upper right corner, in edit mode only (A48)."""
    name = say("sheet-account")
    label = h("span", name, class_="sipwidget-label")
    gear = button("settings", icon("gear"), name, label, look="sipwidget-settings")
    return h("div", gear, key="settings", class_="sipwidget-bar", inert=covered)


def _idle(model: Model, say: Say, *, covered: bool) -> Element:
    color, badge, caption = _standing(model)
    off = model.connection is Connection.OFF
    tap = button(
        "call",
        icon("call", badge),
        _standing_words(model, say),
        h("span", say(caption), class_="sipwidget-caption") if caption else None,
        look="sipwidget-round",
        color=color,
        disabled=off,
        hold=None if model.locked else "settings",
    )
    return h("div", tap, key="idle", class_="sipwidget-row", inert=covered)


def _standing(model: Model) -> tuple[str, str, str]:
    """Colour, badge and caption of the call icon."""
    match model.connection:
        case Connection.CONNECTING:
            return "yellow", "wait", ""
        case Connection.CONNECTED if model.registering:
            return "green", "wait", "caption-registering"
        case Connection.CONNECTED | Connection.REGISTERED if model.dnd:
            return "green", "dnd", "caption-dnd"
        case Connection.CONNECTED if model.standby:
            return "green", "off", "caption-standby"
        case Connection.CONNECTED | Connection.REGISTERED:
            return "green", "", ""
        case Connection.REFUSED:
            return "green", "alert", "caption-refused"
        case Connection.OFF:
            return "yellow", "off", ""


def _standing_words(model: Model, say: Say) -> str:
    """How we stand with the server, in words, and why if something is wrong."""
    code = f"icon-{model.connection}"
    if model.registering:
        code = "icon-registering"
    elif model.standby:
        code = "icon-standby"
    told = [sentence(each, say) for each in model.notices if each.error]
    unexplained = "reason-edit" if model.edit else f"reason-{model.connection}"
    standing = say(code, reason=told[-1] if told else say(unexplained))
    standing = say("icon-dnd", standing=standing) if model.dnd else standing
    missed = missed_calls(model, say)
    return say("icon-missed", standing=standing, missed=missed) if missed else standing


# --- with a call ----------------------------------------------------------------------------------


def _call(model: Model, call: Call, say: Say) -> Element:
    """Who, in which state, and what can be done about it."""
    who = _who(model, call, say)
    if call.state is CallState.INCOMING:
        accept = _call_button("accept", "answer", "green", say("button-accept"), call)
        decline = _call_button("decline", "hangup", "red", say("button-decline"), call)
        return h("div", accept, who, decline, key="ringing", class_="sipwidget-row")
    preset = None
    if model.dtmf and call.tones and call.state.accepted:
        preset = _call_button("dtmf", "keypad", "orange", say("button-dtmf"), call)
    name = say("button-hangup", state=call_words.state(call, say))
    color = "red" if call.state.accepted else "yellow"
    hang_up = _call_button("hangup", "hangup", color, name, call)
    return h(
        "div",
        who,
        unasked(call, say),
        controls(model, call, say),
        talk(model, call, say),
        keypad(call.id, say) if model.sheet is Sheet.KEYPAD else None,
        mixer(model.mixer, call, say) if model.mixer else None,
        action_buttons(model, say),
        quality_panel(call, say) if model.sheet is Sheet.QUALITY else None,
        h("div", preset, hang_up, key="buttons", class_="sipwidget-row"),
        key="call",
        class_="sipwidget-column",
    )


def _who(model: Model, call: Call, say: Say) -> Element:
    party, state = call_words.party(call, say), call_words.state(call, say)
    return h(
        "div",
        h("strong", party, class_="sipwidget-party", data_part="party"),
        h("span", state, class_="sipwidget-state", data_part="state"),
        timer(call),
        quality_mark(model, call, say),
        key="who",
        class_="sipwidget-who",
    )


def _call_button(action: str, drawing: str, color: str, name: str, call: Call) -> Element:
    return button(action, icon(drawing), name, look="sipwidget-round", color=color, call=call.id)


# --- what is said ---------------------------------------------------------------------------------


def _sentence(model: Model, say: Say) -> str:
    """The state in one sentence: a live region that assistive tools read out when it changes."""
    call = model.call
    if call is None:
        return _standing_words(model, say)
    told = [call_words.sentence(call, say), unasked_words(call, say)]
    others = [each for each in model.calls if each is not call]
    told += [call_words.sentence(each, say) for each in others if each.state is CallState.INCOMING]
    return ". ".join(filter(None, told))
