from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.info_tones import PAUSE, InfoTones

TONES = st.text("0123456789ABCD*#,", max_size=12)


def test_a_tone_waits_for_its_gap_and_for_the_answer_to_the_one_before() -> None:
    tones = InfoTones()
    tones.add("1#")
    assert tones.take(10.0, 160, 640) == "Signal=1\r\nDuration=160\r\n"
    assert tones.next_deadline() is None  # nothing is due before the answer
    assert tones.take(99.0, 160, 640) is None
    tones.answered()
    assert tones.next_deadline() == 10.8
    assert tones.take(10.7, 160, 640) is None
    assert tones.take(10.8, 160, 640) == "Signal=#\r\nDuration=160\r\n"
    tones.answered()
    assert tones.next_deadline() is None


def test_a_comma_is_a_pause() -> None:
    tones = InfoTones()
    tones.add(",5")
    assert tones.take(1.0, 160, 640) is None
    assert tones.next_deadline() == 1.0 + PAUSE


def test_what_was_refused_is_not_sent() -> None:
    tones = InfoTones()
    tones.add("123")
    tones.take(0.0, 160, 640)
    tones.clear()
    assert tones.next_deadline() is None
    tones.add("4")
    assert tones.take(9.0, 160, 640) == "Signal=4\r\nDuration=160\r\n"


@given(st.lists(TONES, max_size=5))
def test_each_tone_goes_out_once_in_order_however_often_somebody_asks(pressed: list[str]) -> None:
    tones, sent, now = InfoTones(), [], 0.0
    for text in pressed:
        tones.add(text)
    while (due := tones.next_deadline()) is not None:
        now = max(now, due)
        if body := tones.take(now, 100, 50):
            assert tones.take(now + 9, 100, 50) is None
            sent.append(body.removeprefix("Signal=")[0])
            tones.answered()
    assert "".join(sent) == "".join(pressed).replace(",", "")
