import pytest

from bench import table
from bench.table import figure_rows, markdown, ratio_rows, terminal

RATIOS = {
    "python_cold": {"value": 0.17, "min": 0.15, "max": 0.2, "n": 6, "against": "plain PyScript"},
    "memory": {"value": 1.08, "min": 1.08, "max": 1.08, "n": 1, "against": "plain PyScript"},
}


def test_a_ratio_stands_beside_its_target() -> None:
    head, cold, memory = ratio_rows(RATIOS)
    assert len(head) == len(cold)
    assert cold[2:] == ("0.17", "0.15 to 0.20", "6", "0.20", "reached")
    assert memory[2:] == ("1.08", "", "1", "1.05", "missed")


def test_a_figure_names_whose_it_is() -> None:
    row = {"value": 0.05, "min": 0.04, "max": 0.0612, "n": 3}
    rows = list(figure_rows({"parse": {"jssip": row, "cpython": row}}))
    assert rows[1:] == [
        ("parse", "JsSIP", "0.050", "0.040 to 0.061", "3"),
        ("parse", "CPython", "0.050", "0.040 to 0.061", "3"),
    ]


def test_columns_are_as_wide_as_their_widest() -> None:
    assert terminal(iter([("a", "bb", "c"), ("ddd", "e", "")])) == "a    bb  c\nddd  e"


def test_markdown_has_a_line_below_its_head() -> None:
    assert markdown(iter([("a", "b"), ("1", "2")])) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0612, "0.061"), (0.1699, "0.17"), (9.99, "9.99"), (12.44, "12.4"), (4812001, "4,812,001")],
)
def test_a_number_has_the_digits_that_say_something(value: float, text: str) -> None:
    assert table.number(value) == text
