import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sipwidget
from sipwidget import phone
from sipwidget.phone.failures import CALL_FAILURES, MEDIA, REFUSALS, SOCKETS
from sipwidget.view import languages
from sipwidget.view.words import speaker, text, words

FILES = sorted(Path(languages.__file__).parent.glob("[a-z]*.py"))
LANGUAGES = [file.stem for file in FILES]


def gaps(template):
    return set(re.findall(r"\{(\w+)\}", template))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_words_that_english_has(language):
    english, other = languages.find("en"), languages.find(language)
    assert other["lang"] == language
    assert other.keys() == english.keys()
    for code in english:
        assert gaps(other[code]) == gaps(english[code]), code
        assert other[code].strip(), code


def told_codes():
    """The codes that the phone gives to ``notice`` and ``alert`` as they stand."""
    for file in Path(phone.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("notice" | "alert"), [ast.Constant(str(code)), *_]):
                    yield code


def test_every_code_that_the_phone_tells_has_words():
    tables = {*CALL_FAILURES.values(), *REFUSALS.values()}
    pairs = {code for code, _ in (*MEDIA.values(), *SOCKETS.values())}
    told = tables | pairs | set(told_codes())
    assert told
    assert told <= languages.find("en").keys()


def sayings(tree):
    """Patterns of the words that a module's strings and f-strings can name."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(str(code)):
                yield re.escape(code)
            case ast.JoinedStr([ast.Constant(str(start)), *rest]):
                ends = (
                    re.escape(each.value) if isinstance(each, ast.Constant) else "[^ ]+"
                    for each in rest
                )
                yield re.escape(start) + "".join(ends)


def test_every_word_is_one_that_something_says():
    package = Path(sipwidget.__file__).parent
    files = [file for file in package.rglob("*.py") if file not in FILES]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    said = re.compile("|".join({pattern for tree in trees for pattern in sayings(tree)}))
    assert [code for code in languages.find("en") if not said.fullmatch(code)] == []


def test_gaps_are_filled_with_text_as_it_is():
    known = {"call-busy": "{party} is busy."}
    assert text(known, "call-busy", party="<b>{party}</b>") == "<b>{party}</b> is busy."


def test_a_gap_without_a_value_is_left_empty():
    assert text({"x": "failed {status} {reason} now"}, "x", status="404") == "failed 404 now"


def test_spaces_that_do_not_break_stay_as_they_are():
    assert text({"x": "occupé\u202f: {reason}\u202f? "}, "x") == "occupé\u202f: \u202f?"


def test_a_code_without_words_is_shown_as_it_is():
    assert text({}, "call-eaten") == "call-eaten"


def test_a_value_may_have_any_name():
    assert text({"x": "{code} {known}"}, "x", code="1", known="2") == "1 2"


@pytest.mark.parametrize("name", ["de", "de_DE", "de-AT", "DE"])
def test_a_region_speaks_its_language(name):
    assert words(name)["button-cancel"] == "Abbrechen"


@pytest.mark.parametrize("name", ["fr_CH", "nl-BE", "it-CH", "es_MX"])
def test_each_language_is_found_by_its_regions(name):
    assert words(name)["lang"] == name[:2]


def test_french_puts_spaces_that_do_not_break_inside_its_marks():
    for code, sentence in languages.find("fr").items():
        assert not re.search("[ \u00a0][:;?!»]|«[^\u202f]|[^ \u202f][;?!»]", sentence), code


@pytest.mark.parametrize("name", ["", "xx", "../en", "__init__", "os", "C"])
def test_an_unknown_language_is_english(name):
    assert words(name)["lang"] == "en"


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text()))
def test_words_never_raise(language, template, values):
    text(words(language) | {"x": template}, "x", **values)


def test_a_speaker_speaks_one_language():
    assert speaker("de")("button-dial", party="Tür") == "Tür anrufen"
