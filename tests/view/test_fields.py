from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.device import MediaDevice
from sipwidget.view.element import h
from sipwidget.view.fields import field, media_choices, select, switch, text_input
from sipwidget.view.words import speaker

SAY = speaker("en")
BROWSER = ("", "As the browser chooses")

ids = st.text(max_size=3)
media = st.lists(
    st.builds(MediaDevice, st.sampled_from(["microphone", "camera"]), ids, ids), max_size=4
)


@given(ids, media)
def test_what_is_kept_can_always_be_chosen_and_nothing_of_another_kind(
    kept: str, devices: list[MediaDevice]
) -> None:
    offered = [value for value, _ in media_choices("camera", kept, devices, SAY)]
    cameras = [each.id for each in devices if each.kind == "camera" and each.id]
    assert kept in offered
    assert offered[: 1 + len(cameras)] == ["", *cameras]


def test_a_device_of_which_the_browser_tells_nothing_cannot_be_chosen() -> None:
    assert media_choices("camera", "", [MediaDevice("camera", "", "")], SAY) == (BROWSER,)


def test_a_field_is_labelled_and_its_hint_stands_below() -> None:
    control = text_input("username", "620", "text", "off", "Yours.")
    (entry, hint) = field("username", control, SAY, hint="Yours.").children
    (label,) = entry.children
    assert label.children == (h("span", "SIP user name"), control)
    assert (hint.children, control.attributes["aria-description"]) == (("Yours.",), "Yours.")
    assert field("username", control, SAY).children == (entry,)


def test_a_select_shows_its_value() -> None:
    chosen = select("b", [("a", "A"), ("b", "B")], name="letter")
    assert (chosen.attributes["value"], chosen.attributes["name"]) == ("b", "letter")
    assert [each.children for each in chosen.children] == [("A",), ("B",)]


def test_a_switch_is_the_widgets_or_on_or_off() -> None:
    values = []
    for value in (None, True, False):
        (entry,) = switch("enableVideo", value, SAY).children
        values.append(entry.children[0].children[1].attributes["value"])
    assert values == ["", "true", "false"]
