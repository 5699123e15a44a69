from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.cadences import Tone
from sipwidget.phone.envelope import RATE, envelope

LENGTHS = st.lists(st.integers(20, 3000), min_size=1, max_size=6).map(tuple)


@given(LENGTHS, st.sampled_from([0, 60]))
def test_a_turn_is_as_long_as_its_cadence_and_has_no_clicks(cadence, stroke):
    samples = envelope(Tone((400,), cadence, stroke))
    assert len(samples) == sum(cadence) * RATE // 1000
    steps = [abs(b - a) for a, b in zip([0.0, *samples], [*samples, 0.0], strict=True)]
    assert max(steps) < 0.05
    assert 0.0 <= min(samples) <= max(samples) <= 1.0


def test_it_sounds_and_pauses_in_turn():
    samples = envelope(Tone((400,), (100, 50, 30, 20)))
    heard = [samples[RATE * ms // 1000] for ms in (50, 125, 165, 190)]
    assert heard == [1.0, 0.0, 1.0, 0.0]


def test_a_bell_is_struck_again_and_again():
    samples = envelope(Tone((400,), (200,), 50))
    loud = [samples[RATE * ms // 1000] for ms in (5, 55, 105, 155)]
    faint = [samples[RATE * ms // 1000] for ms in (49, 99, 149)]
    assert min(loud) > 0.9
    assert max(faint) < 0.3
