"""The phonebook: dialing, and who is calling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.model import Entry
from sipwidget.phone.phonebook import (
    address,
    dialable,
    find,
    matching,
    parse,
    party,
    redial,
    target_uri,
)
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.uri import NameAddr, Uri


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("", ()),
        (" , ,", ()),
        ("620", (Entry("620", "620"),)),
        ("620=Door", (Entry("620", "Door"),)),
        (" **620 = Front door , 621=", (Entry("**620", "Front door"), Entry("621", "621"))),
        ("620=a=b", (Entry("620", "a=b"),)),
        ("=Nobody,1=One", (Entry("1", "One"),)),
        ("2=B,1=A", (Entry("2", "B"), Entry("1", "A"))),
        ("sip:door@pbx:5060=Door", (Entry("sip:door@pbx:5060", "Door"),)),
    ],
)
def test_a_phonebook_is_read_in_its_order(text: str, entries: tuple[Entry, ...]) -> None:
    assert parse(text) == entries


def test_of_a_number_that_is_there_twice_the_last_name_counts() -> None:
    assert parse("1=Old,2=B,1=New") == (Entry("1", "New"), Entry("2", "B"))


@given(st.text())
def test_any_text_is_a_phonebook_without_blanks_and_doubles(text: str) -> None:
    entries = parse(text)
    assert len({entry.target for entry in entries}) == len(entries)
    assert all(entry.target == entry.target.strip() != "" and entry.name for entry in entries)


@given(
    st.dictionaries(
        st.from_regex(r"[0-9*#@a-z]{1,8}", fullmatch=True),
        st.from_regex(r"[A-Za-z=]([A-Za-z= ]*[A-Za-z=])?", fullmatch=True),
    )
)
def test_what_was_written_as_a_list_is_read_back(names: dict[str, str]) -> None:
    text = " , ".join(f"{target} = {name}" for target, name in names.items())
    assert {entry.target: entry.name for entry in parse(text)} == names


@pytest.mark.parametrize(
    ("key", "uri", "there"),
    [
        ("620", "sip:620@pbx", True),
        ("**620", "sip:**620@fritz.box", True),
        ("620@pbx", "sip:620@PBX:5060", True),
        ("620@Pbx.Local", "sip:620@pbx.local;user=phone", True),
        ("sip:620@pbx:5060", "sip:620@pbx", True),
        ("SIPS:620", "sip:620@pbx", True),
        ("620@other", "sip:620@pbx", False),
        ("paul", "sip:Paul@pbx", False),
        ("62", "sip:620@pbx", False),
        ("9901#1", "sip:9901%231@pbx", True),
        ("9901%231", "sip:9901#1@pbx", True),
        ("+49 (30) 1234-5", "sip:+493012345@pbx", True),
        ("+493012345", "tel:+493012345", True),
        ("door@[::1]:5060", "sip:door@[::1]", True),
        ("620", "sip:pbx", False),
    ],
)
def test_a_caller_is_found_by_user_or_by_user_and_host(key: str, uri: str, there: bool) -> None:
    entry = Entry(key, "Door")
    assert find([entry], Uri.parse(uri)) == (entry if there else None)


def test_an_entry_with_the_host_wins() -> None:
    book = parse("620=Somebody,620@pbx=Door")
    found = find(book, Uri.parse("sip:620@pbx"))
    assert found == Entry("620@pbx", "Door")


@pytest.mark.parametrize(
    ("caller", "shown"),
    [
        ("<sip:620@pbx>", "Door"),
        ('"Somebody" <sip:620@pbx>', "Door"),
        ('"Paul" <sip:7@pbx>', "Paul 7"),
        ('"Unnamed entry" <sip:8@pbx>', "Unnamed entry 8"),
        ('"7" <sip:7@pbx>', "7"),
        ('"  " <sip:7@pbx>', "7"),
        ("<sip:7@pbx>", "7"),
        ('"Paul" <sip:pbx>', "Paul"),
        ("<sip:pbx>", "anonymous"),
        ('"Anonymous" <sip:anonymous@anonymous.invalid>', "anonymous"),
        ("<sip:%0A%00@pbx>", "anonymous"),
    ],
)
def test_the_caller_has_words_and_is_never_empty(caller: str, shown: str) -> None:
    assert party(parse("620=Door,8"), NameAddr.parse(caller), hide=False) == shown


def test_a_hidden_caller_has_no_words() -> None:
    assert party(parse("620=Door"), NameAddr.parse("<sip:620@pbx>"), hide=True) == ""


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("sip:**620@fritz.box", "**620@fritz.box"),
        ("sip:620@pbx:5060;transport=ws", "620@pbx"),
        ("sip:pbx", "anonymous@pbx"),
        ("sip:9901%231@pbx", "9901#1@pbx"),
        ("tel:+4930", "+4930"),
    ],
)
def test_the_state_item_gets_user_and_host(uri: str, text: str) -> None:
    assert address(Uri.parse(uri)) == text


@pytest.mark.parametrize(
    ("own", "left"),
    [
        ("620", ["621@pbx", "sip:622@pbx"]),
        ("620@pbx", ["621@pbx", "sip:622@pbx"]),
        ("621", ["620", "sip:622@pbx"]),
        ("sip:622@PBX", ["620", "621@pbx"]),
        ("621@elsewhere", ["620", "621@pbx", "sip:622@pbx"]),
        ("", ["620", "621@pbx", "sip:622@pbx"]),
    ],
)
def test_the_own_address_is_not_dialed(own: str, left: list[str]) -> None:
    book = parse("620=Door,621@pbx=Hall,sip:622@pbx=Attic")
    assert [entry.target for entry in dialable(book, own)] == left


@pytest.mark.parametrize(
    ("target", "uri"),
    [
        ("620", "sip:620@fritz.box"),
        (" **620 ", "sip:**620@fritz.box"),
        ("*21*620#", "sip:*21*620%23@fritz.box"),
        ("9901%231", "sip:9901%231@fritz.box"),
        ("+49 (30) 123/45-6", "sip:+4930123456@fritz.box"),
        ("front-door", "sip:front-door@fritz.box"),
        ("front door", "sip:front%20door@fritz.box"),
        ("münchen", "sip:m%C3%BCnchen@fritz.box"),
        ("620@pbx", "sip:620@pbx"),
        ("620@pbx:5060", "sip:620@pbx:5060"),
        ("sip:620@pbx:5060", "sip:620@pbx:5060"),
        ("sips:620@pbx;transport=ws", "sips:620@pbx;transport=ws"),
        ("sip:620@pbx?Replaces=1", "sip:620@pbx"),
        ("tel:+49-30-1234;phone-context=x", "sip:+49301234@fritz.box"),
    ],
)
def test_what_is_dialed(target: str, uri: str) -> None:
    assert str(target_uri(target, "fritz.box")) == uri


@pytest.mark.parametrize("target", ["", "  ", "@pbx", "620@", "sip:", "https://x@pbx", "6@p b x"])
def test_nonsense_is_not_dialed(target: str) -> None:
    with pytest.raises(ProtocolError):
        target_uri(target, "fritz.box")


@given(st.text())
def test_any_target_is_a_uri_or_refused(target: str) -> None:
    try:
        uri = target_uri(target, "fritz.box")
    except ProtocolError:
        return
    assert Uri.parse(str(uri)).host == uri.host != ""


@given(st.from_regex(r"[0-9*#a-z]{1,12}", fullmatch=True))
def test_a_dialed_entry_is_found_again_when_it_calls(number: str) -> None:
    entry = Entry(number, "Door")
    assert find([entry], target_uri(number, "fritz.box")) == entry


# --- calling back, and looking for somebody -------------------------------------------------------


@pytest.mark.parametrize(
    ("caller", "target"),
    [
        ("sip:620@anything.test", "620"),  # the phonebook has it
        ("sip:77@pbx.example", "77"),
        ("sip:77@192.0.2.7:5060", "77"),
        ("sip:77@[2001:db8::1]", "77"),
        ("sip:77@1af019b2ba08", "77"),  # a container: no name that anybody else knows
        ("sip:77@other.example", "77@other.example"),
        ("sip:Anonymous@anonymous.invalid", ""),
        ("sip:anonymous@pbx.example", ""),
        ("sip:77@hidden.invalid", ""),
        ("sip:pbx.example", ""),
    ],
)
def test_who_has_called_can_be_called_back(caller: str, target: str) -> None:
    entries = parse("620=Door")
    assert redial(entries, Uri.parse(caller), "PBX.example") == target


BOOK = parse("**620=Front door,0049 89 1234=Müller,gate@home.example=Straße,622")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", 4),
        ("DOOR", 1),
        ("front  d", 1),
        ("muller", 1),
        ("Mül", 1),
        ("strasse", 1),
        ("62", 2),
        ("4989", 1),
        ("0049 89", 1),
        ("home", 1),
        ("sip:", 0),
        ("nobody", 0),
    ],
)
def test_entries_are_found_by_name_and_number_whatever_case_and_accents(
    typed: str, found: int
) -> None:
    assert len(matching(BOOK, typed)) == found


@given(st.text(max_size=6), st.text(min_size=1, max_size=6))
def test_an_entry_is_found_by_any_part_of_its_name(before: str, part: str) -> None:
    entry = Entry("620", f"{before}{part}x")
    assert matching([entry], part) == (entry,)
