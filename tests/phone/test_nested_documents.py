"""Documents that nest deeper than any settings do: a parser's recursion must never end Pyodide."""

import pytest

from sipwidget.phone.config import ConfigError, read_json


@pytest.mark.parametrize(
    "text", ["[" * 60_000, '{"a":' * 10_000, '{"phonebook": ' + "[" * 17 + "]" * 17 + "}"]
)
def test_a_document_nested_too_deep_is_refused_before_it_is_read(text: str) -> None:
    with pytest.raises(ConfigError, match="deeper"):
        read_json(text, "#")


def test_brackets_within_a_text_do_not_nest() -> None:
    assert read_json('{"phonebook": "620=[[[[[[[[[[[[[[[[[[[[ \\" {{{{"}', "#")["phonebook"]
