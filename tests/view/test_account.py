from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.device import Device, MediaDevice, read_form
from sipwidget.phone.model import AccountForm
from sipwidget.phone.notices import alert, notice
from sipwidget.view.account import account
from sipwidget.view.element import Element, to_html
from sipwidget.view.languages import find
from sipwidget.view.words import speaker

SAY = speaker("en")
NAMES = [
    "username",
    "password",
    "ownSipAddress",
    "sipStateItem",
    "autoAnswer",
    "autoAnswerFrom",
    "enableVideo",
    "enableTones",
    "microphone",
    "camera",
    "speaker",
    "ringer",
    "echoCancellation",
    "noiseSuppression",
    "autoGainControl",
]


def nodes(tree):
    if isinstance(tree, Element):
        yield tree
        for child in tree.children:
            yield from nodes(child)


def drawn(device=None, choices=(), told=(), shown=False):
    parts = account(AccountForm(device or Device(), choices, shown), told, SAY)
    return [each for part in parts for each in nodes(part)]


def fields(*form, **more):
    return {
        each.attributes["name"]: each for each in drawn(*form, **more) if "name" in each.attributes
    }


def values(*form):
    return {name: each.attributes["value"] for name, each in fields(*form).items()}


def options(name, *form):
    chosen = fields(*form)[name]
    return [(each.attributes["value"], *each.children) for each in chosen.children]


def test_the_form_has_the_fields_that_are_read_from_it():
    """A50"""
    assert list(fields()) == NAMES


def test_what_is_left_empty_is_as_the_widget_has_it():
    assert set(values().values()) == {""}
    assert read_form(values(), Device()) == Device()


lines = st.text(st.characters(categories=["L", "N", "P"]), max_size=8)
switches = st.sampled_from([None, True, False])
devices = st.builds(
    Device,
    *[lines] * 4,
    auto_answer=st.none() | lines,
    enable_video=switches,
    enable_tones=switches,
    echo_cancellation=switches,
    noise_suppression=switches,
    auto_gain_control=switches,
    microphone=lines,
    camera=lines,
    speaker=lines,
    ringer=lines,
)


@given(devices)
def test_a_form_that_is_saved_as_it_opened_changes_nothing(device):
    assert read_form(values(device), Device()) == device


@given(devices, st.lists(st.builds(MediaDevice, st.just("camera"), lines, lines), max_size=3))
def test_what_is_kept_can_always_be_chosen(device, choices):
    for name, field in fields(device, tuple(choices)).items():
        if field.tag == "select":
            offered = [value for value, _ in options(name, device, tuple(choices))]
            assert field.attributes["value"] in offered


def test_every_field_has_a_label_that_can_be_seen():
    labels = [each for each in drawn() if each.tag == "label"]
    assert [each.children[1].attributes["name"] for each in labels] == NAMES
    assert all(each.children[0].children[0] for each in labels)


def test_hints_belong_to_their_fields():
    """And no id is needed for that: two widgets in one document may have their forms open."""
    described = {each.attributes.get("aria-description") for each in fields().values()} - {None}
    assert described == {SAY(code) for code in find("en") if code.startswith("hint-")}
    assert described < {each.children[0] for each in drawn() if each.tag == "p"}
    assert not [each for each in drawn() if "id" in each.attributes]


def test_that_names_are_still_to_come_is_said_where_there_are_none() -> None:
    """N15: browsers tell them once a device has been given."""
    said = SAY("devices-unnamed")
    for label, wanted in (("", True), ("Front", False)):
        there = (MediaDevice("camera", "", label),)
        assert (
            said in [each.children[0] for each in drawn(choices=there) if each.tag == "p"]
        ) is wanted


@pytest.mark.parametrize(("shown", "kind"), [(False, "password"), (True, "text")])
def test_the_password_is_masked_until_it_is_to_be_shown(shown, kind):
    """A56"""
    assert fields(shown=shown)["password"].attributes["type"] == kind
    (show,) = [each for each in drawn(shown=shown) if "aria-pressed" in each.attributes]
    assert show.attributes["data-action"] == "show"
    assert show.attributes["aria-label"] == "Show password"
    assert show.attributes["aria-pressed"] == str(shown).lower()


def test_no_browser_fills_the_form_by_itself():
    for name, field in fields().items():
        wanted = {"password": "new-password"}.get(name, "off")
        assert field.tag == "select" or field.attributes["autocomplete"] == wanted


def test_it_can_be_saved_cleared_and_left():
    """A50, A55"""
    actions = [each for each in drawn() if each.tag == "button"]
    assert [each.attributes["data-action"] for each in actions] == [
        "show",
        "clear",
        "cancel",
        "save",
    ]


@pytest.mark.parametrize(
    ("kept", "switch", "callers"), [(None, "", ""), ("", "false", ""), ("*", "true", "*")]
)
def test_automatic_answering_is_a_switch_and_a_list_of_callers(kept, switch, callers):
    shown = values(Device(auto_answer=kept))
    assert (shown["autoAnswer"], shown["autoAnswerFrom"]) == (switch, callers)


def test_devices_without_a_label_are_numbered():
    found = (
        MediaDevice("camera", "c", "Front"),
        MediaDevice("microphone", "a", ""),
        MediaDevice("microphone", "b", ""),
    )
    first = ("", "As the browser chooses")
    assert options("camera", Device(), found) == [first, ("c", "Front")]
    numbered = [("a", "Microphone 1"), ("b", "Microphone 2")]
    assert options("microphone", Device(), found) == [first, *numbered]
    assert options("speaker", Device(), found) == [first]


def test_where_it_rings_is_a_speaker():
    """N15"""
    found = (MediaDevice("speaker", "a", "Hall"), MediaDevice("microphone", "b", "Desk"))
    assert options("ringer", Device(), found)[1:] == [("a", "Hall")]


def test_a_device_that_is_not_there_now_stays_chosen():
    there = MediaDevice("camera", "c", "Front")
    shown = options("camera", Device(camera="gone"), (there,))
    assert shown[-1] == ("gone", "Unknown device")
    assert ("c", "Front") in shown


def test_what_is_wrong_in_the_form_is_said_in_it_and_nothing_else():
    wrong = notice("config-item", name="sipStateItem", found="my item")
    told = (alert("registration-refused", status=403, reason="No"), wrong)
    said = [each.attributes["data-code"] for each in drawn(told=told) if "role" in each.attributes]
    assert said == ["config-item"]


def test_what_others_have_kept_there_is_only_text():
    """N36"""
    hostile = '"><script>'
    kept = Device(*[hostile] * 4, auto_answer=hostile, speaker=hostile)
    form = AccountForm(kept, (MediaDevice("speaker", hostile, hostile),), password_shown=True)
    for language in ("en", "de"):
        shown = "".join(map(to_html, account(form, (), speaker(language))))
        assert shown.count(escape(hostile)) >= 7
        assert "<script" not in shown
