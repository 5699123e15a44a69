import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.cadences import BEEP, COUNTRIES, OTHERS, tones

PROMISED = (
    *("DE", "AT", "CH", "GB", "US", "CA", "FR", "NL", "BE", "IT", "ES"),
    *("PT", "SE", "NO", "DK", "FI", "PL", "CZ", "AU", "NZ", "JP", "IN"),
)


def test_the_beep_is_short():
    assert sum(BEEP.cadence) < 500


@pytest.mark.parametrize("country", [*COUNTRIES, ""])
def test_tones_are_within_what_the_recommendation_allows(country):
    """ITU-T E.180: ringing tone 400 to 450 Hz, but for mixtures; a turn has sounds and pauses."""
    known = COUNTRIES.get(country, OTHERS)
    assert all(370 <= each <= 500 for each in known.ringback.frequencies)
    assert all(300 <= each <= 1400 for each in known.waiting.frequencies)
    for tone in (known.ringback, known.waiting, known.ring):
        assert len(tone.cadence) % 2 == 0, "a turn must end with a pause"
        assert all(40 <= each <= 14000 for each in tone.cadence)
        assert list(tone.frequencies) == sorted(set(tone.frequencies))
    assert 2000 <= sum(known.ringback.cadence) <= 6000
    assert known.ring.cadence == known.ringback.cadence


def test_all_countries_that_are_promised_are_there():
    assert set(PROMISED) <= set(COUNTRIES)
    assert list(COUNTRIES) == sorted(COUNTRIES)


@pytest.mark.parametrize(
    ("country", "language", "expected"),
    [
        ("GB", "de-DE", "GB"),
        ("", "de-AT", "AT"),
        ("", "de_CH", "CH"),
        ("", "de", "DE"),
        ("", "de-LU", "DE"),
        ("", "en", "US"),
        ("", "en-GB", "GB"),
        ("", "nb", "NO"),
        ("", "zh-Hant-CN", "CN"),
        ("", "JA", "JP"),
    ],
)
def test_a_country_is_chosen_by_setting_then_region_then_language(country, language, expected):
    assert tones(country, language) is COUNTRIES[expected]


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_words_give_some_tones(country, language):
    assert tones(country, language) in (OTHERS, *COUNTRIES.values())


def test_of_an_unknown_language_the_tones_are_the_usual_ones():
    assert tones("", "tlh") is OTHERS
    assert tones("", "") is OTHERS
