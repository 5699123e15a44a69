"""The states of the widget that its tests look at, and ways to look at a tree."""

from dataclasses import replace

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
from sipwidget.view.element import Element
from sipwidget.view.widget import view
from tests.phone.bench import SECOND_CALL
from tests.view.sheets import SHEETS

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
