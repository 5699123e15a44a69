"""The picture of the door (N18): when it is due."""

from dataclasses import replace

import pytest

from sipwidget.phone.inputs import PictureFailed, VideoSeen
from sipwidget.phone.model import Call, CallState, Picture
from sipwidget.phone.picture import due, failure
from sipwidget.phone.settings import Config
from tests.phone.bench import answered, calling, ready, ringing, talking

CAMERA = Config(picture_url="http://user:s3cret@cam/snap.jpg")
SHOWN = Picture(CAMERA.picture_url)
CALL = Call("c", CallState.INCOMING, "", "")


@pytest.mark.parametrize("state", list(CallState))
@pytest.mark.parametrize("video", [True, False])
def test_it_is_shown_in_each_call_until_its_video_comes(state, video) -> None:
    call = replace(CALL, state=state, video=video)
    assert due(CAMERA, call) == SHOWN
    assert due(CAMERA, replace(call, seen=True)) is None


def test_without_a_call_it_is_shown_where_the_place_of_the_video_is_kept() -> None:
    assert due(CAMERA, None) is None
    assert due(replace(CAMERA, show_video_when_idle=True), None) == SHOWN


def test_an_address_goes_before_an_item() -> None:
    both = replace(CAMERA, picture_item="Door_Image")
    assert due(both, CALL) == SHOWN
    assert due(Config(picture_item="Door_Image"), CALL) == Picture(item="Door_Image")


def test_there_is_none_where_none_is_configured_and_in_the_editor() -> None:
    assert due(Config(show_video_when_idle=True), CALL) is None
    assert due(replace(CAMERA, show_video_when_idle=True, edit=True), None) is None


@pytest.mark.parametrize("state", [ringing, calling, talking, answered])
def test_the_model_has_it_in_a_call_until_the_first_frame_and_not_afterwards(state) -> None:
    bench = state(picture_url="/snap")
    assert bench.phone.model.picture == Picture("/snap")
    bench.do(VideoSeen(bench.call.id))
    assert bench.call.seen
    assert bench.phone.model.picture is None


def test_a_frame_of_a_call_that_is_gone_is_nothing() -> None:
    bench = ready(picture_url="/snap")
    assert bench.do(VideoSeen("gone")) == []


@pytest.mark.parametrize("problem", ["address", "refused", "missing", "silent", "kind", "large"])
def test_a_picture_that_fails_is_told_without_its_address_and_the_call_goes_on(problem) -> None:
    bench = ringing(picture_url=CAMERA.picture_url, picture_item="Door_Image")
    assert bench.do(PictureFailed(problem)) == []
    assert bench.codes == [f"picture-{problem}"]
    assert "s3cret" not in repr(bench.phone.model)
    assert "cam" not in repr(failure(PictureFailed(problem), CAMERA))
    assert bench.call.state is CallState.INCOMING
