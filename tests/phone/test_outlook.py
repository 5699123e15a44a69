"""The model as each view of one phone sees it."""

from dataclasses import replace

import pytest

from sipwidget.phone.inputs import Configured
from sipwidget.phone.model import (
    ActionButton,
    Appearance,
    Call,
    CallState,
    Display,
    Entry,
    Model,
    Outcome,
    Picture,
    Sheet,
)
from sipwidget.phone.notices import alert
from sipwidget.phone.outlook import alone, appearance, seen
from sipwidget.phone.settings import Button, Config

CALL = Call("c", CallState.INCOMING_ACCEPTED, "Door", "620@pbx.test")
GIVEN = Configured(Config(phonebook=(), icon_size=40, enable_video=True))
BUTTONS = (
    Button("Gate", dtmf="#", when="call"),
    Button("Light", item="Light", command="ON", when="always"),
    Button("Hall", item="Hall", command="ON", when="call"),
)


def test_a_view_whose_settings_the_phone_has_sees_the_model_as_it_is() -> None:
    model = Model(calls=(CALL,), focus="c", missed=2, appearance=appearance(GIVEN.config))
    assert seen(model, 1, GIVEN, GIVEN) == model


def test_a_sheet_is_open_only_where_it_was_opened() -> None:
    model = Model(sheet=Sheet.NUMBER, sheet_view=2, typed="62", redial=Entry("620", "Door"))
    here, there = seen(model, 2, GIVEN, GIVEN), seen(model, 1, GIVEN, GIVEN)
    assert (here.sheet, here.typed) == (Sheet.NUMBER, "62")
    assert (there.sheet, there.typed, there.redial) == (None, "", None)


def test_full_screen_is_a_matter_of_one_view() -> None:
    display = Display(fullscreen=True, pip=False)
    assert seen(Model(), 1, GIVEN, GIVEN, display).display == display
    assert seen(Model(display=display), 2, GIVEN, GIVEN).display == Display()


def test_looks_and_the_phonebook_are_a_views_own_in_a_call_too() -> None:
    entries = (Entry("620", "Door"), Entry("621", "Gate"))
    own = Configured(Config(icon_size=90, language="de", own_address="620", phonebook=entries))
    calling = Model(calls=(CALL,), focus="c", appearance=Appearance(icon_size=40, video=True))
    for model in (Model(), calling):
        found = seen(model, 1, own, GIVEN)
        assert (found.appearance.icon_size, found.appearance.language) == (90, "de")
        assert [each.target for each in found.entries] == ["621"]
        assert found.calls == model.calls
    assert seen(calling, 1, own, GIVEN).appearance.video


def test_the_buttons_of_the_idle_widget_are_a_views_own_with_what_became_of_them() -> None:
    own = Configured(Config(buttons=BUTTONS, picture_url="/snap", show_video_when_idle=True))
    model = Model(buttons=(ActionButton("Light", outcome=Outcome.DONE), ActionButton("Other")))
    found = seen(model, 1, own, GIVEN)
    assert found.buttons == (ActionButton("Light", outcome=Outcome.DONE),)
    assert found.picture == Picture("/snap")


def test_in_a_call_the_buttons_are_those_of_the_view_that_took_it() -> None:
    own = Configured(Config(buttons=BUTTONS, picture_url="/snap"))
    buttons = (ActionButton("Gate", tones=True),)
    found = seen(Model(calls=(CALL,), focus="c", buttons=buttons), 1, own, GIVEN)
    assert (found.buttons, found.picture) == (buttons, None)


@pytest.mark.parametrize("locked", [True, False])
def test_the_form_is_locked_where_a_view_says_so(locked: bool) -> None:
    own = Configured(Config(lock_local_account=locked, withheld=("autoDial",), domain="a.test"))
    found = seen(Model(locked=not locked), 1, own, GIVEN)
    assert (found.locked, found.withheld) == (locked, "a.test")


def test_what_is_wrong_with_a_configuration_is_told_in_its_own_view() -> None:
    ours, theirs = alert("config-ours", error="config"), alert("config-theirs", error="config")
    lost = alert("socket-lost", error="socket")
    own, given = Configured(Config(), (ours,)), Configured(Config(), (theirs,))
    found = seen(Model(notices=(theirs, lost), error="socket"), 1, own, given)
    assert (found.notices, found.error) == ((ours, lost), "socket")
    found = seen(Model(notices=(theirs,), error="config"), 1, Configured(Config()), given)
    assert (found.notices, found.error) == ((), None)


def test_the_call_bar_has_the_phones_settings_in_a_size_that_suits_any_page() -> None:
    assert alone(GIVEN).config == replace(GIVEN.config, icon_size=None)
