"""How `config.read_document` and the attribute are read: text stays text, and all is bounded."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.config import (
    DEEPEST_NESTING,
    LONGEST_DOCUMENT,
    ConfigError,
    read_document,
    read_json,
)


def test_every_scalar_stays_text() -> None:
    texts = ["0620", "on", "1:30", "2024-01-01", "1_000", "1e3", "<<", "0x10", "=", "yes"]
    text = "".join(f"a{number}: {text}\n" for number, text in enumerate(texts))
    assert list(read_document(text, "config.yaml").values()) == texts


def test_null_and_nothing_are_unset_but_a_quoted_null_is_text() -> None:
    document = read_document("a: null\nb:\nc: ~\nd: 'null'\ne: ''", "config.yaml")
    assert document == {"a": None, "b": "", "c": None, "d": "null", "e": ""}


BLOCK = "component: oh-sipclient\nconfig:\n  domain: pbx\n  phonebook: 620=Door\n"


@pytest.mark.parametrize(
    "text",
    [
        BLOCK,
        BLOCK.replace("oh-sipclient", "oh-sipclient-card"),
        BLOCK.replace("oh-sipclient", "widget:sipwidget"),
        "- component: oh-sipclient\n  config:\n    domain: pbx\n    phonebook: 620=Door\n",
        "      - component: oh-sipclient\n        config:\n"
        "          domain: pbx\n          phonebook: 620=Door\n        slots: null\n",
        "component: oh-grid-col\nslots:\n  default:\n  - component: oh-sipclient\n"
        "    config: {domain: pbx, phonebook: 620=Door}\n",
        "domain: pbx\nphonebook: 620=Door\n",
        "# mine\n---\n  domain: pbx\n  phonebook: 620=Door\n...\n",
        '{"domain": "pbx", "phonebook": "620=Door"}',
        '\t{"component": "oh-sipclient",\n\t"config": {"domain": "pbx", "phonebook": "620=Door"}}',
    ],
)
def test_properties_are_found_in_a_block_or_plain(text: str) -> None:
    assert read_document(text, "config.yaml") == {"domain": "pbx", "phonebook": "620=Door"}


def test_a_block_without_config_and_an_empty_document_have_no_properties() -> None:
    assert read_document("component: oh-sipclient\nconfig:\n", "x") == {}
    assert read_document("# nothing yet\n", "x") == {}
    assert read_document("", "x") == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("domain: pbx\nautoAnswer: *\n", 2),
        ("domain: pbx\n\nphonebook: **620=Door\n", 3),
        ("domain: pbx\nautoAnswer: *620\n", 2),
        ("domain: &a pbx\n", 1),
        ("domain: pbx\npassword: !secret\n", 2),
        ("domain: pbx\nusername: a\ndomain: pby\n", 3),
        ("domain: pbx\n\tusername: a\n", 2),
        ("domain: [pbx\n", 2),
        ("domain: pbx\n---\ndomain: pby\n", 2),
        ("domain: pbx\n? [a]\n: b\n", 2),
        ('domain: "\\q"\n', 1),
    ],
)
def test_an_error_names_the_line_and_what_to_do(text: str, line: int) -> None:
    with pytest.raises(ConfigError, match="in quotes") as refused:
        read_document(text, "config.yaml")
    assert refused.value.line == line
    assert f"config.yaml, line {line}" in str(refused.value)
    assert refused.value.notice.error == "config"


@pytest.mark.parametrize(
    "text",
    ["- a\n- b\n", "just words", "620", "component: oh-label\n", "a: \x00", 'a: "\\UFFFFFFFF"'],
)
def test_what_holds_no_properties_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        read_document(text, "config.yaml")


STEPS = "a:\n" + "\n".join(" " * n + "a:" for n in range(1, DEEPEST_NESTING + 3))
LONG = "a: " + "x" * LONGEST_DOCUMENT
ALIASES = "a: &a [x]\nb: [*a, *a]\n"


@pytest.mark.parametrize("text", ["[" * 5000, '{"a":' * 5000, "- " * 200, LONG, ALIASES, STEPS])
def test_documents_are_bounded(text: str) -> None:
    with pytest.raises(ConfigError):
        read_document(text, "config.yaml")


def test_an_error_does_not_repeat_a_password() -> None:
    for value in ("!s3cret!x y", "*s3cret", "%s3cret", "'s3cret", '"s3cret\\q"', "@s3cret"):
        with pytest.raises(ConfigError) as refused:
            read_document(f"password: {value}\n", "config.yaml")
        assert "s3cret" not in str(refused.value)


@given(st.text(alphabet=" \n\t:-#*&!{}[],'\"|>%@?ab0\\"))
def test_any_text_is_a_document_or_refused(text: str) -> None:
    try:
        document = read_document(text, "config.yaml")
    except ConfigError:
        return
    assert isinstance(document, dict)


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_json_keeps_its_types(document: dict[str, object]) -> None:
    document.pop("component", None)
    small = {k: v for k, v in document.items() if not isinstance(v, int) or abs(v) < 10**13}
    assert read_json(json.dumps(small), "data-config") == small


@pytest.mark.parametrize("text", ["", "domain: pbx", "[" * 100_000, "[" * 60_000, "{'a': 1}", "[]"])
def test_the_attribute_is_json_or_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        read_json(text, "data-config")


def test_a_number_too_long_for_a_setting_stays_text() -> None:
    assert read_json('{"phonebook": 4930123456789012345}', "#") == {
        "phonebook": "4930123456789012345"
    }
