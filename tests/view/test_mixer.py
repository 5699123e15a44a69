"""The sheet "Sound" of a call (N15, N28)."""

from sipwidget.phone.device import MediaDevice
from sipwidget.phone.model import Call, CallState, Mixer
from sipwidget.view.element import Element
from sipwidget.view.mixer import mixer
from sipwidget.view.words import speaker

SAY = speaker("en")
THERE = tuple(
    MediaDevice(kind, kind[0], kind.title()) for kind in ("microphone", "camera", "speaker")
)


def labelled(mixed: Mixer, camera: bool | None = True) -> dict[str, dict[str, str]]:
    """What each field is called, and the attributes of its control."""
    call = Call("c1", CallState.OUTGOING_ACCEPTED, "Door", "620@pbx.example", camera=camera)
    found = [label for each in mixer(mixed, call, SAY).children for label in labels(each)]
    return {label.children[0].children[0]: label.children[1].attributes for label in found}


def labels(tree: Element) -> list[Element]:
    inside = [
        each for child in tree.children if isinstance(child, Element) for each in labels(child)
    ]
    return [tree, *inside] if tree.tag == "label" else inside


def test_the_volume_is_a_slider_that_is_heard_while_it_moves() -> None:
    slider = labelled(Mixer(40, "", "", "", ()))["Volume"]
    assert (slider["type"], slider["value"], slider["min"], slider["max"]) == (
        "range",
        "40",
        "0",
        "100",
    )
    assert (slider["data-change"], slider["data-settle"]) == ("volume", "keep-volume")


def test_each_kind_of_device_is_chosen_at_once() -> None:
    found = labelled(Mixer(100, "m", "", "gone", THERE))
    assert list(found) == ["Volume", "Microphone", "Speaker", "Camera"]
    assert [found[name]["data-settle"] for name in list(found)[1:]] == [
        "choose-microphone",
        "choose-speaker",
        "choose-camera",
    ]
    assert [found[name]["value"] for name in list(found)[1:]] == ["m", "", "gone"]


def test_where_no_picture_is_sent_no_camera_is_chosen() -> None:
    assert "Camera" not in labelled(Mixer(100, "", "", "", THERE), camera=None)


def test_what_the_browser_does_not_let_choose_is_not_offered() -> None:
    """Safari tells no speakers."""
    assert list(labelled(Mixer(100, "", "", "", THERE[:1]))) == ["Volume", "Microphone"]
