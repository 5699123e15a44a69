"""Volume and devices, chosen in a call (N15, N28)."""

import pytest

from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.effects import ListDevices, SaveDevice, SetVolume
from sipwidget.phone.inputs import Clicked, Configured, DevicesListed, MediaReduced
from sipwidget.phone.model import Mixer, Sheet
from tests.phone.bench import CONFIG, Bench, ready, talking

DESK = (MediaDevice("microphone", "m1", "Desk"),)
KEPT = Device("tablet", "s3cret", volume=40, microphone="m1")


def mixing() -> Bench:
    bench = talking()
    bench.do(Configured(CONFIG, device=KEPT))
    assert bench.do(Clicked("speaker")) == [ListDevices()]
    return bench


def test_it_shows_what_is_kept_and_what_there_is_and_nothing_of_the_account() -> None:
    bench = mixing()
    bench.do(DevicesListed(DESK))
    assert bench.phone.model.mixer == Mixer(40, "m1", "", "", DESK)
    assert "s3cret" not in repr(bench.phone.model)
    bench.do(Clicked("speaker"))
    assert bench.phone.model.mixer is None


def test_while_the_slider_moves_the_sound_follows_and_where_it_stops_is_kept() -> None:
    bench = mixing()
    assert bench.do(Clicked("volume", "45"), Clicked("volume", "55")) == [
        SetVolume(45),
        SetVolume(55),
    ]
    (saved,) = bench.do(Clicked("keep-volume", "55"))
    assert saved == SaveDevice(Device("tablet", "s3cret", volume=55, microphone="m1"))
    assert bench.phone.model.mixer.volume == 55
    assert bench.codes == []


@pytest.mark.parametrize("name", ["microphone", "speaker", "camera"])
def test_a_device_is_kept_at_once_beside_what_was_kept_before(name: str) -> None:
    bench = mixing()
    bench.do(Clicked("keep-volume", "0"))
    (saved,) = bench.do(Clicked(f"choose-{name}", "x9"))
    assert (getattr(saved.device, name), saved.device.volume) == ("x9", 0)
    assert saved.device.username == "tablet"
    bench.do(Configured(CONFIG, device=saved.device))
    assert bench.codes == []


def test_what_is_no_volume_is_full_volume() -> None:
    assert mixing().do(Clicked("volume", "loud")) == [SetVolume(100)]


@pytest.mark.parametrize("action", ["volume", "keep-volume", "choose-microphone", "choose-camera"])
def test_nothing_is_chosen_where_nothing_is_shown(action: str) -> None:
    for bench in (ready(), talking()):
        assert bench.do(Clicked(action, "5")) == []


def test_other_controls_leave_it_open_and_it_goes_with_the_call() -> None:
    bench = mixing()
    bench.do(Clicked("mute", call=bench.call.id))
    assert bench.phone.model.sheet is Sheet.SOUND
    bench.do(Clicked("hangup", call=bench.call.id))
    assert bench.phone.model.sheet is None


@pytest.mark.parametrize("device", ["microphone", "camera", "speaker"])
def test_that_another_device_is_used_than_the_chosen_one_is_said_and_is_no_error(
    device: str,
) -> None:
    """N15"""
    bench = talking()
    bench.do(MediaReduced(bench.call.id, f"{device}-other"))
    assert (bench.codes, bench.phone.model.error) == ([f"{device}-other"], None)
