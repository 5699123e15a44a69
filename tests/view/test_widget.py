"""Every state of the widget, as HTML in golden/; SIPWIDGET_GOLDEN=write writes them anew."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.findings import Findings, Found, hidden
from sipwidget.phone.model import (
    AccountForm,
    ActionButton,
    Appearance,
    Call,
    CallState,
    Connection,
    Display,
    Entry,
    Mixer,
    Model,
    Outcome,
    Picture,
    Sheet,
)
from sipwidget.phone.notices import alert, notice
from sipwidget.phone.quality import Figures, Mark, Sample
from sipwidget.phone.trace import Candidate, Record
from sipwidget.phone.verdicts import Report, Result, Verdict
from sipwidget.view.element import Element, to_html
from sipwidget.view.widget import view
from tests.phone.bench import SECOND_CALL
from tests.view.sheets import SHEETS

GOLDEN = Path(__file__).parent / "golden"
DOOR = Call("c1", CallState.INCOMING, "Front door", "**620@fritz.box")
ENTRIES = (Entry("**620", "Front door"), Entry("**621", "Garden gate"), Entry("622", ""))
READY = Model(connection=Connection.REGISTERED, entries=ENTRIES)
REFUSED = alert("registration-refused", error="refused", status=403, reason="Forbidden")


def in_call(call, **changes):
    return replace(READY, calls=(call,), focus=call.id, **changes)


OUTGOING = replace(DOOR, state=CallState.OUTGOING)
TALKING = replace(DOOR, state=CallState.INCOMING_ACCEPTED)
STANDING = replace(TALKING, tones=True, seconds=754)
KEPT = Device(
    "621",
    "horse battery",
    "**621",
    "Kitchen_Sip",
    auto_answer="**620",
    enable_video=True,
    enable_tones=False,
    microphone="m2",
    camera="gone",
)
CHOICES = (
    MediaDevice("microphone", "m1", ""),
    MediaDevice("microphone", "m2", ""),
    MediaDevice("camera", "c1", "Front camera"),
    MediaDevice("speaker", "", ""),  # the browser tells nothing yet
)
BUTTONS = (
    ActionButton("Gate", "gate"),
    ActionButton("Porch light", "oh:light", outcome=Outcome.DONE),
)
FORM = replace(READY, sheet=Sheet.ACCOUNT, form=AccountForm())
VIDEO = Appearance(video=True, local_video=True, aspect_ratio="16/9")
OPTIONS = "OPTIONS sip:pbx.example SIP/2.0\r\nCall-ID: k\r\nCSeq: 1 OPTIONS\r\n\r\n"
RECORD = Record()
RECORD.add(SECOND_CALL, 100.0, sent=False)
RECORD.add(f"SIP/2.0 486 Busy Here\r\n{SECOND_CALL.partition('Max')[0][40:]}", 100.25, sent=True)
RECORD.add(OPTIONS, 125.0, sent=True)
SAMPLE = Sample(
    4711,
    12,
    4700,
    0.004,
    0.0213,
    ("opus/48000/2",),
    Candidate("host", "udp", "192.0.2.1", "4000"),
    Candidate("relay", "udp", "203.0.113.9", "4002"),
)
FIGURES = {mark: Figures(mark, 0.0125, SAMPLE) for mark in Mark}
FINDINGS = Findings((Found(RECORD.calls[0], FIGURES[Mark.GOOD]),), RECORD.rest)
BEFORE = Verdict(Result.WAITING)
REPORT = Report(
    (
        ("secure", Verdict(Result.PASSED)),
        ("registration", Verdict(Result.FAILED, REFUSED)),
        ("microphone", Verdict(Result.PASSED, notice("test-found", found="Headset"))),
        ("camera", Verdict(Result.SKIPPED, notice("test-no-video"))),
        ("sound", Verdict(Result.RUNNING)),
        ("call", BEFORE),
    ),
    running=True,
    asks=True,
    target="9196",
)
STATES = {
    "yellow": Model(),
    "yellow-unreachable": Model(
        error="socket",
        notices=(alert("socket-unreachable", error="socket", url="wss://pbx.example:8089/ws"),),
    ),
    "green-connected": Model(connection=Connection.CONNECTED),
    "green-registering": Model(connection=Connection.CONNECTED, registering=True),
    "green-registered": READY,
    "green-dnd": replace(READY, dnd=True),
    "green-silent": replace(READY, sound_blocked=True),
    "green-refused": replace(
        READY, connection=Connection.REFUSED, error="refused", notices=(REFUSED,)
    ),
    "green-large": replace(READY, appearance=Appearance(icon_size=96)),
    "off": Model(
        connection=Connection.OFF,
        error="insecure",
        notices=(alert("insecure-context", error="insecure"),),
    ),
    "edit": Model(connection=Connection.OFF, edit=True),
    "locked": replace(READY, locked=True),
    "account": FORM,
    "account-kept": replace(FORM, form=AccountForm(KEPT, CHOICES)),
    "account-shown": replace(FORM, form=AccountForm(KEPT, CHOICES, password_shown=True)),
    "account-wrong": replace(
        FORM, notices=(REFUSED, notice("config-item", name="sipStateItem", found="my item"))
    ),
    "account-edit": replace(
        FORM, connection=Connection.OFF, edit=True, appearance=Appearance(language="de")
    ),
    "selftest": replace(READY, sheet=Sheet.SELF_TEST, report=REPORT),
    "selftest-begun": replace(
        READY,
        sheet=Sheet.SELF_TEST,
        report=Report((("secure", Verdict(Result.RUNNING)), ("call", BEFORE)), running=True),
        appearance=Appearance(language="de"),
    ),
    "selftest-call": in_call(OUTGOING, sheet=Sheet.SELF_TEST, report=REPORT),
    "diagnostics": replace(READY, sheet=Sheet.DIAGNOSTICS, findings=FINDINGS),
    "diagnostics-masked": replace(
        READY,
        sheet=Sheet.DIAGNOSTICS,
        findings=hidden(FINDINGS, ()),
        appearance=Appearance(language="de"),
    ),
    "diagnostics-empty": replace(READY, sheet=Sheet.DIAGNOSTICS, findings=Findings()),
    **{
        f"quality-{mark}": in_call(replace(TALKING, seconds=7, quality=FIGURES[mark]))
        for mark in Mark
    },
    "quality": in_call(
        replace(TALKING, seconds=7, quality=FIGURES[Mark.FAIR]), sheet=Sheet.QUALITY
    ),
    "quality-unknown": in_call(replace(TALKING, seconds=7), sheet=Sheet.QUALITY),
    "sound": in_call(
        replace(TALKING, seconds=7, tones=True, camera=True),
        sheet=Sheet.SOUND,
        mixer=Mixer(60, "m1", "s9", "c1", CHOICES),
    ),
    "asked": replace(READY, asked=ENTRIES[0]),
    "consent": replace(READY, withheld="pbx.example"),
    "phonebook": replace(READY, sheet=Sheet.PHONEBOOK),
    "phonebook-empty": replace(READY, notices=(notice("phonebook-empty"),)),
    "incoming": in_call(DOOR),
    "incoming-hidden": in_call(replace(DOOR, party="")),
    "incoming-video": in_call(replace(DOOR, video=True), appearance=VIDEO),
    "outgoing": in_call(OUTGOING),
    "outgoing-ringing": in_call(replace(OUTGOING, ringing=True)),
    "outgoing-accepted": in_call(replace(OUTGOING, state=CallState.OUTGOING_ACCEPTED)),
    "incoming-accepted": in_call(TALKING),
    "automatic": in_call(replace(TALKING, automatic=True)),
    "picture": in_call(DOOR, picture=Picture("http://cam/snap.jpg")),
    "picture-video": in_call(
        replace(OUTGOING, video=True), picture=Picture(item="Door_Image"), appearance=VIDEO
    ),
    "buttons": replace(READY, buttons=BUTTONS),
    "buttons-incoming": in_call(DOOR, buttons=BUTTONS),
    "buttons-call": in_call(
        replace(TALKING, tones=True), dtmf=True, buttons=(*BUTTONS, ActionButton("#1", tones=True))
    ),
    "tones": in_call(replace(TALKING, tones=True), dtmf=True),
    "keypad": in_call(replace(TALKING, tones=True), dtmf=True, sheet=Sheet.KEYPAD),
    "early": in_call(
        replace(OUTGOING, tones=True, video=True, early_video=True), dtmf=True, appearance=VIDEO
    ),
    "controls": in_call(
        replace(STANDING, video=True, camera=True), appearance=VIDEO, display=Display(False, False)
    ),
    "full-screen": in_call(
        replace(STANDING, video=True), appearance=VIDEO, display=Display(True, None)
    ),
    "muted": in_call(replace(STANDING, muted=True, camera=False)),
    "on-hold": in_call(replace(STANDING, on_hold=True, held=True, muted=True)),
    "talk": in_call(replace(STANDING, muted=True), push_to_talk=True),
    "talk-open": in_call(STANDING, push_to_talk=True),
    "waiting-held": replace(
        READY, calls=(STANDING, replace(STANDING, id="c2", party="Gate", on_hold=True)), focus="c1"
    ),
    "held": in_call(replace(TALKING, held=True)),
    "video": in_call(replace(TALKING, video=True), appearance=VIDEO),
    "video-idle": replace(READY, appearance=replace(VIDEO, idle_video=True)),
    "waiting": replace(READY, calls=(STANDING, replace(DOOR, id="c2", party="Gate")), focus="c1"),
    "notices": replace(
        READY, notices=(notice("call-busy", party="Front door"), alert("microphone-refused"))
    ),
    "german": in_call(replace(OUTGOING, ringing=True), appearance=Appearance(language="de_DE")),
    **SHEETS,
}


def nodes(tree):
    if isinstance(tree, Element):
        yield tree
        for child in tree.children:
            yield from nodes(child)


def buttons(model):
    """The buttons that can be used: those under a sheet cannot."""
    reachable = replace_inert(view(model))
    return {
        each.attributes["data-action"]: each.attributes
        for each in nodes(reachable)
        if "data-action" in each.attributes
    }


def replace_inert(tree):
    if isinstance(tree, str):
        return tree
    kept = () if "inert" in tree.attributes else tuple(map(replace_inert, tree.children))
    return replace(tree, children=kept)


def part(model, name):
    (found,) = [each for each in nodes(view(model)) if each.attributes.get("data-part") == name]
    return found.children[0]


def has(model, name, value):
    return any(each.attributes.get(name) == value for each in nodes(view(model)))


@pytest.mark.parametrize("name", STATES)
def test_the_state_is_drawn_as_its_golden_file_shows(name):
    drawn = to_html(view(STATES[name])).replace("><", ">\n<") + "\n"
    file = GOLDEN / f"{name}.html"
    if os.environ.get("SIPWIDGET_GOLDEN") == "write":
        file.write_text(drawn, encoding="utf-8")
    assert drawn == file.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_state():
    assert {file.stem for file in GOLDEN.glob("*.html")} == set(STATES)


@pytest.mark.parametrize("name", STATES)
def test_no_style_or_script_is_set_as_text(name):
    """N36"""
    for each in nodes(view(STATES[name])):
        assert each.tag not in {"script", "style"}
        assert not [key for key in each.attributes if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("name", STATES)
def test_every_button_has_an_accessible_name(name):
    """A6"""
    for each in nodes(view(STATES[name])):
        if each.tag == "button":
            assert each.attributes.get("aria-label") or isinstance(each.children[0], str)


@pytest.mark.parametrize(
    ("name", "color"),
    [
        ("yellow", "yellow"),
        ("green-connected", "green"),
        ("green-registering", "green"),
        ("green-registered", "green"),
        ("green-refused", "green"),
        ("off", "yellow"),
    ],
)
def test_green_means_that_a_tap_leads_to_a_call(name, color):
    """A3"""
    assert buttons(STATES[name])["call"]["data-color"] == color


def test_plain_green_has_no_badge_and_limited_green_has_one():
    """A3, A5"""
    badged = {
        name
        for name in STATES
        if any("data-badge" in e.attributes for e in nodes(view(STATES[name])))
    }
    assert {"green-registering", "green-refused", "green-dnd"} <= badged
    assert not badged & {"green-connected", "green-registered"}


def test_names_of_the_call_icon_tell_the_states_apart():
    """A6"""
    names = [
        buttons(STATES[s])["call"]["aria-label"] for s in STATES if "call" in buttons(STATES[s])
    ]
    told = {"yellow", "green-connected", "green-registering", "green-registered", "green-refused"}
    told |= {"green-dnd"}
    assert len({buttons(STATES[s])["call"]["aria-label"] for s in told}) == len(told)
    assert all(name.startswith("Call") for name in names)


def test_a_refused_registration_says_why():
    """A5"""
    name = buttons(STATES["green-refused"])["call"]["aria-label"]
    assert "calls cannot be received" in name
    assert "403 Forbidden" in name


def test_while_it_rings_there_is_only_accept_and_decline():
    """A16"""
    shown = buttons(replace(STATES["incoming"], sheet=Sheet.PHONEBOOK))
    assert {name: each["data-color"] for name, each in shown.items()} == {
        "accept": "green",
        "decline": "red",
    }


def test_the_caller_stands_between_accept_and_decline():
    """A17"""
    html = to_html(view(STATES["incoming"]))
    assert html.index("accept") < html.index('data-part="party"') < html.index("decline")
    assert part(STATES["incoming"], "party") == "Front door"


def test_a_hidden_caller_is_neither_shown_nor_spoken():
    """A22"""
    for state in CallState:
        html = to_html(view(in_call(replace(DOOR, party="", state=state))))
        assert "620" not in html
        assert "Private call" in html


@pytest.mark.parametrize(
    ("name", "color", "words"),
    [
        ("outgoing", "yellow", "Calling…"),
        ("outgoing-ringing", "yellow", "Ringing…"),
        ("outgoing-accepted", "red", "Connected"),
        ("incoming-accepted", "red", "Connected"),
    ],
)
def test_hang_up_is_yellow_until_accepted_and_then_red(name, color, words):
    """A10, A11"""
    shown = buttons(STATES[name])
    assert list(shown) == ["hangup"]
    assert shown["hangup"]["data-color"] == color
    assert part(STATES[name], "state") == words


def test_buttons_of_a_call_name_it():
    for name in ("incoming", "outgoing", "incoming-accepted"):
        assert {each["data-call"] for each in buttons(STATES[name]).values()} == {"c1"}


def test_an_audio_call_has_no_video_area():
    """A34"""
    assert not has(STATES["incoming-accepted"], "class", "video-container")


def test_the_picture_of_the_door_has_the_stage_also_where_a_call_has_no_video():
    """N18"""
    for name, local in (("picture", None), ("picture-video", "true")):
        (stage,) = [each for each in nodes(view(STATES[name])) if each.live]
        assert stage.attributes["aria-label"] == "Picture of the door"
        assert stage.attributes.get("data-local") == local
    (stage,) = [each for each in nodes(view(STATES["video"])) if each.live]
    assert not {"role", "aria-label"} & set(stage.attributes)


def test_a_video_call_has_the_stage_in_its_shape():
    """A35, A38"""
    for name in ("incoming-video", "video"):
        (stage,) = [each for each in nodes(view(STATES[name])) if each.live]
        assert stage.live == "stage"
        assert stage.attributes["--aspect"] == "16/9"
        assert stage.attributes["data-local"] == "true"


def test_idle_there_is_video_only_when_asked_for():
    """A41, A36"""
    assert not has(replace(READY, appearance=VIDEO), "class", "video-container")
    assert has(STATES["video-idle"], "class", "video-container")
    assert not has(STATES["video-idle"], "data-local", "true")


def test_the_size_of_the_icon_is_set_only_when_configured():
    """A71"""
    assert view(STATES["green-large"]).attributes["--icon-size"] == "96px"
    assert "--icon-size" not in view(READY).attributes


def test_the_root_says_state_and_connection():
    root = view(STATES["outgoing-accepted"]).attributes
    assert (root["data-connection"], root["data-state"]) == ("registered", "outgoing-accepted")
    assert view(Model()).attributes["data-state"] == "idle"


def test_calls_out_of_focus_are_counted():
    assert view(STATES["waiting"]).attributes["data-waiting"] == "1"
    assert view(STATES["incoming"]).attributes["data-waiting"] == "0"


def test_errors_and_edit_mode_stand_on_the_root_only_when_there_are_any():
    assert view(STATES["off"]).attributes["data-error"] == "insecure"
    assert view(STATES["edit"]).attributes["data-edit"] == "true"
    assert not {"data-error", "data-edit"} & view(READY).attributes.keys()


def test_under_a_sheet_nothing_can_be_reached():
    asking = {"asked": ENTRIES[0], "withheld": "pbx.example"}
    ways = ["history", "number", "settings", "selftest", "diagnostics", "dnd"]
    assert list(buttons(STATES["phonebook"])) == [*ways, "dial", "cancel"]
    for name in ("phonebook", "account"):
        assert list(buttons(replace(STATES[name], **asking))) == list(buttons(STATES[name]))


def test_the_settings_are_a_button_in_edit_mode_only():
    """A48; besides, an open sheet leads to them."""
    closed = {name: replace(model, sheet=None) for name, model in STATES.items()}
    offered = {name for name, model in closed.items() if "settings" in buttons(model)}
    assert offered == {"edit", "account-edit"}
    assert buttons(STATES["edit"])["settings"]["aria-label"] == "Local SIP Account Settings"


def test_the_icon_held_down_opens_the_settings_unless_they_are_locked():
    held = {name: buttons(STATES[name])["call"].get("data-hold") for name in ("yellow", "off")}
    assert set(held.values()) == {"settings"}
    assert "data-hold" not in buttons(STATES["locked"])["call"]


# --- tones ----------------------------------------------------------------------------------------


def actions(model):
    return re.findall('data-action="([^"]+)"', to_html(view(model)))


def test_the_preset_button_is_there_only_when_it_can_do_something():
    ready = replace(TALKING, tones=True)
    assert "dtmf" in actions(in_call(ready, dtmf=True))
    for model in (
        in_call(ready),  # nothing is configured
        in_call(TALKING, dtmf=True),  # the devices open
        in_call(OUTGOING, dtmf=True),
        in_call(replace(OUTGOING, tones=True), dtmf=True),  # early media: only the keypad
        in_call(DOOR, dtmf=True),
        replace(READY, dtmf=True),
    ):
        assert "dtmf" not in actions(model)


def test_the_keypad_has_twelve_keys_and_opens_in_early_media_too():
    for call in (replace(TALKING, tones=True), replace(OUTGOING, tones=True)):
        html = to_html(view(in_call(call, sheet=Sheet.KEYPAD)))
        assert re.findall('data-target="(.)"', html) == list("123456789*0#")
        assert 'aria-pressed="true"' in html
        assert 'aria-label="star"' in html
