"""Who and where somebody is stays hidden, and what belongs together still does."""

import re
from string import ascii_lowercase, digits

from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone.pseudonyms import Pseudonyms

MESSAGE = (
    "INVITE sip:{user}@{host} SIP/2.0\r\n"
    "Via: SIP/2.0/WSS {via};branch=z9hG4bK1;received={four}\r\n"
    'From: "{name}" <sip:{other}@{host}:5060;transport=ws>;tag=a\r\n'
    "To: <sip:{user}@{host}>\r\n"
    "Call-ID: 4711@{four}\r\n"
    "CSeq: 1 INVITE\r\n"
    'Authorization: Digest username="{other}", realm="{host}", response="***"\r\n'
    "\r\n"
    "v=0\r\n"
    "o=- 1 1 IN IP4 {four}\r\n"
    "c=IN IP6 {six}\r\n"
    "a=candidate:1 1 udp 2122 {four} 4000 typ host\r\n"
    "a=candidate:2 1 udp 2122 {six} 4000 typ host\r\n"
    "a=candidate:3 1 udp 2122 {local} 4000 typ host\r\n"
)
letters = st.text(ascii_lowercase, min_size=4, max_size=9)
hosts = st.builds("{}.{}.example".format, letters, letters)
people = st.fixed_dictionaries(
    {
        "user": st.builds(
            "{}{}".format,
            st.sampled_from(["", "**", "+49", "#31#"]),
            st.text(digits, min_size=5, max_size=12),
        ),
        "other": st.builds("x{}{}".format, letters, st.integers(1000, 9999)),
        "name": st.builds("{} {}".format, letters.map(str.title), letters),
        "host": hosts,
        "via": st.builds("{}.invalid".format, letters),
        "four": st.builds("10.{}.{}.{}".format, *[st.integers(10, 255)] * 3),
        "six": st.builds("fd00:{:x}::{:x}".format, *[st.integers(256, 0xFFFF)] * 2),
        "local": st.builds("{}-{}.local".format, letters, letters),
    }
).filter(lambda it: len({value.lower() for value in it.values()}) == len(it))


@given(people)
def test_nothing_of_a_person_is_left(person):
    text = MESSAGE.format(**person)
    hidden = Pseudonyms([text]).hide(text).lower()
    for value in person.values():
        assert value.lower() not in hidden


@given(people)
def test_the_same_is_the_same_and_others_are_others(person):
    """The masked message is the message of people who have the placeholders' names."""
    text = MESSAGE.format(**person)
    shown = Pseudonyms([text])
    placeholders = {key: shown.hide(value) for key, value in person.items()}
    assert len(set(placeholders.values())) == len(person)
    assert shown.hide(text) == MESSAGE.format(**placeholders)
    assert all(re.fullmatch(r"(user|name|host|address)-\d", it) for it in placeholders.values())


@given(people, st.text(max_size=60))
def test_what_is_known_is_hidden_in_all_texts(person, other):
    shown = Pseudonyms([MESSAGE.format(**person), other])
    assert person["user"] not in shown.hide(f"{other} busy: {person['user']}, {other}")


def test_what_tells_nothing_of_anybody_stays():
    text = (
        "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\nDate: Sun, 29 Nov 2026 17:50:40 GMT\r\n"
        "Content-Type: application/sdp\r\n\r\na=rtpmap:0 PCMU/8000\r\n"
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\n"
    )
    assert Pseudonyms([text]).hide(text) == text


def test_what_is_short_is_hidden_where_it_stands_for_somebody_only():
    text = "INVITE sip:1@pbx.example SIP/2.0\r\nCSeq: 1 INVITE\r\n"
    assert Pseudonyms([text]).hide(text) == "INVITE sip:user-1@host-1 SIP/2.0\r\nCSeq: 1 INVITE\r\n"


def test_names_of_a_phonebook_are_hidden_and_upper_case_is_lower_case():
    shown = Pseudonyms(["<sip:620@PBX.example>"], ["Front door"])
    assert shown.hide("FRONT DOOR is busy at pbx.example") == "name-1 is busy at host-1"


def test_an_address_without_a_user_is_a_host_and_a_telephone_number_a_user():
    text = "<sip:pbx.example;transport=ws> <tel:+4930123;ext=2>"
    assert Pseudonyms([text]).hide(text) == "<sip:host-1;transport=ws> <tel:user-1;ext=2>"


def test_the_code_of_the_door_is_hidden():
    text = "\r\nSignal=4\r\nDuration=160\r\n"
    assert Pseudonyms([text]).hide(text) == "\r\nSignal=tones-1\r\nDuration=160\r\n"


def test_a_placeholder_is_not_hidden_in_turn():
    text = "<sip:4711@user.example> <sip:user@4711>"
    assert Pseudonyms([text]).hide(text) == "<sip:user-1@host-1> <sip:user-2@user-1>"


@given(st.lists(st.sampled_from(["sip:", "@", '"', "<", "a", "1.2.3.4", "::", "\n", "To: ", " "])))
def test_any_text_can_be_hidden(parts):
    text = "".join(parts)
    Pseudonyms([text]).hide(text)
