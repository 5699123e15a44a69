"""The pieces of the grammar, alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip import grammar
from sipwidget.sip.errors import ProtocolError

NAMES = st.text("abcxyz0-.!%*_+`'~", min_size=1)


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("", []),
        (" ,, ", []),
        ("a", ["a"]),
        ("a, b\r\n ,c", ["a", "b", "c"]),
        ('"x, y" <sip:a>, <sip:b,c>;p="1,2"', ['"x, y" <sip:a>', '<sip:b,c>;p="1,2"']),
        ('"a \\", b", c', ['"a \\", b"', "c"]),
        ('a, "never closed, b', ["a", '"never closed, b']),
        ("a, <never closed, b", ["a", "<never closed, b"]),
    ],
)
def test_a_list_is_split_at_the_commas_that_count(text: str, elements: list[str]) -> None:
    assert grammar.split_list(text) == elements


@given(st.lists(NAMES))
def test_a_joined_list_is_split_into_its_elements(elements: list[str]) -> None:
    assert grammar.split_list(",".join(elements)) == elements


@given(st.text())
def test_quoting_is_undone_by_unquoting(text: str) -> None:
    assert grammar.unquote(grammar.quote(text)) == text


def test_text_that_is_no_quoted_string_stays_as_it_is() -> None:
    assert grammar.unquote("plain") == "plain"
    assert grammar.unquote('"dangling \\"') == '"dangling \\"'


def test_control_characters_are_quoted_one_by_one() -> None:
    assert grammar.quote("\x07") == '"\\\x07"'


@given(st.dictionaries(NAMES.map(str.lower), st.none() | NAMES | st.text().map(grammar.quote)))
def test_written_parameters_are_read_back(params: dict[str, str | None]) -> None:
    assert grammar.parse_params(grammar.format_params(params)) == params


def test_parameters_may_have_white_space_around_all_their_parts() -> None:
    assert grammar.parse_params(' ; A = b\r\n ;c; D="; x" ') == {"a": "b", "c": None, "d": '"; x"'}


def test_the_first_of_two_parameters_of_one_name_counts() -> None:
    assert grammar.parse_params(";tag=a;TAG=b") == {"tag": "a"}


@pytest.mark.parametrize("text", [";", ";;a", ";a;", "a", ";a b", ';a="b', ";a=b c", ";=a", ";<a>"])
def test_malformed_parameters_are_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        grammar.parse_params(text)


def test_a_token_has_at_least_one_of_its_characters_only() -> None:
    assert grammar.is_token("!-.%*_+`'~aZ0")
    assert not any(map(grammar.is_token, ("", "a b", "a:", "ä", "a\n")))


@pytest.mark.parametrize(
    ("text", "number"),
    [("0068", 68), ("0" * 5000 + "7", 7), ("4294967328", 4294967328)]
    + [(text, None) for text in ("", "-1", "+1", " 1", "1e3", "\u0661", "9" * 5000)],
)
def test_digits_are_a_number_of_bounded_length(text: str, number: int | None) -> None:
    assert grammar.parse_digits(text) == number


def test_seconds_are_bounded_and_not_refused() -> None:
    assert grammar.parse_delta_seconds("600") == 600
    assert grammar.parse_delta_seconds("9" * 5000) == grammar.DELTA_SECONDS_MAX
    assert [grammar.parse_delta_seconds(text) for text in ("", "-1", "soon", "\u0661")] == [
        None
    ] * 4
