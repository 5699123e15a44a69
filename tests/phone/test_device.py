"""What a device keeps, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.device import Device, read_form, restore

words = st.text(max_size=8)
devices = st.builds(
    Device,
    *[words] * 4,
    st.none() | words,
    *[st.none() | st.booleans()] * 5,
    *[words] * 4,
    volume=st.integers(0, 100),
    do_not_disturb=st.booleans(),
)


@given(devices)
def test_what_is_kept_comes_back(device: Device) -> None:
    assert restore(device.account, device.overrides) == device


def test_nothing_is_kept_of_a_device_that_sets_nothing() -> None:
    assert (Device().account, Device().overrides) == ({}, {})


def test_the_account_is_kept_as_oh_sipclient_keeps_it() -> None:
    assert Device("tablet", "secret", "620@fritz.box", "Tablet_SIP").account == {
        "username": "tablet",
        "password": "secret",
        "ownSipAddress": "620@fritz.box",
        "sipStateItem": "Tablet_SIP",
    }


@given(st.dictionaries(st.sampled_from(["autoAnswer", "enableVideo", "camera"]), st.integers()))
def test_garbage_among_the_overrides_is_no_override(kept: dict[str, object]) -> None:
    assert restore({}, kept) == Device()


@pytest.mark.parametrize(
    ("chosen", "callers", "auto_answer"),
    [
        ("", "", None),
        ("", "620", "620"),
        ("false", "620", ""),
        ("true", "", "*"),
        ("true", " 620, 621@pbx ", "620, 621@pbx"),
    ],
)
def test_auto_answer_is_the_widgets_or_nobodys_or_that_of_some_callers(
    chosen: str, callers: str, auto_answer: str | None
) -> None:
    form = {"autoAnswer": chosen, "autoAnswerFrom": callers}
    assert read_form(form, Device()).auto_answer == auto_answer


def test_a_form_is_taken_without_the_blanks_around_but_for_the_password() -> None:
    form = {"username": " tablet ", "password": " s ", "enableVideo": "true", "enableTones": "x"}
    assert read_form(form, Device()) == Device("tablet", " s ", enable_video=True)


@given(devices)
def test_a_form_leaves_alone_what_stands_in_none(device: Device) -> None:
    """N28: the volume is set in a call."""
    left = read_form({}, device)
    assert left == Device(volume=device.volume, do_not_disturb=device.do_not_disturb)


@pytest.mark.parametrize(
    ("kept", "percent"),
    [(0, 0), (40, 40), ("55", 55), (101, 100), (-3, 0), (True, 100), (None, 100), ("loud", 100)],
)
def test_a_volume_is_a_percentage(kept: object, percent: int) -> None:
    assert restore({}, {"volume": kept}).volume == percent


def test_the_password_is_not_in_what_is_printed() -> None:
    assert "s3cret" not in repr(Device("tablet", "s3cret"))


@given(st.dictionaries(words, words))
def test_any_form_is_a_device(fields: dict[str, str]) -> None:
    assert isinstance(read_form(fields, Device()), Device)
