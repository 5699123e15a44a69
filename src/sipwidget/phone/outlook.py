"""The model as one view sees it: a phone may have several, each with settings of its own.

The calls, the connection and what is told are the phone's, and so is a sheet, which is open in the
view where somebody has opened it. Looks and the phonebook are the view's own; in a call the rest is
as the view has it that dialed or answered.
"""

from dataclasses import replace

from sipwidget.phone import phonebook, picture
from sipwidget.phone.inputs import Configured
from sipwidget.phone.model import ActionButton, Appearance, Display, Model, Outcome
from sipwidget.phone.notices import Notice
from sipwidget.phone.settings import Config

EMPTY = Configured(Config())


def seen(
    model: Model,
    view: int,
    own: Configured,
    given: Configured = EMPTY,
    display: Display | None = None,
) -> Model:
    """``own`` is what the view is set to, ``given`` what the phone has been given."""
    if own != given:
        model = _with_settings(model, own, given)
    if model.sheet_view != view:
        model = without_sheet(model)
    return replace(model, display=display or Display())


def alone(given: Configured) -> Configured:
    """The settings of a view that has none of its own: the phone's, in a size that suits any."""
    return replace(given, config=replace(given.config, icon_size=None))


def without_sheet(model: Model) -> Model:
    """As if nothing had been opened."""
    return replace(
        model,
        sheet=None,
        form=None,
        report=None,
        mixer=None,
        findings=None,
        history=None,
        typed="",
        redial=None,
    )


def appearance(config: Config) -> Appearance:
    """What the configuration says about looks."""
    return Appearance(
        icon_size=config.icon_size,
        video=config.enable_video,
        local_video=config.enable_local_video,
        aspect_ratio=config.default_video_aspect_ratio,
        idle_video=config.show_video_when_idle,
        language=config.language or "en",
    )


def _with_settings(model: Model, own: Configured, given: Configured) -> Model:
    config, looks = own.config, appearance(own.config)
    notices = _told(model, own, given)
    model = replace(
        model,
        entries=phonebook.dialable(config.phonebook, config.own_address),
        notices=notices,
        error=next((each.error for each in reversed(notices) if each.error), None),
        withheld=config.domain or "?" if config.withheld else "",
        locked=config.lock_local_account and not config.edit,
    )
    if model.calls:
        used = model.appearance
        looks = replace(looks, video=used.video, local_video=used.local_video)
        return replace(model, appearance=looks)
    return replace(
        model,
        appearance=looks,
        buttons=_buttons(model, config),
        picture=picture.due(config, None),
    )


def _told(model: Model, own: Configured, given: Configured) -> tuple[Notice, ...]:
    """What is wrong with a configuration is told where it stands."""
    others = [each for each in given.problems if each not in own.problems]
    told = tuple(each for each in model.notices if each not in others)
    return (*(each for each in own.problems if each not in told), *told)


def _buttons(model: Model, config: Config) -> tuple[ActionButton, ...]:
    """Those of the idle view; what became of one that has the same label is known."""
    outcomes = {each.label: each.outcome for each in model.buttons}
    return tuple(
        ActionButton(each.label, each.icon, False, outcomes.get(each.label, Outcome.NONE))
        for each in config.buttons
        if not each.dtmf and each.when == "always"
    )
