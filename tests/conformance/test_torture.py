"""Each message of RFC 4475 and of RFC 5118 gets, alone in a frame, what its RFC asks for."""

import hashlib
from typing import Any

import pytest

from sipwidget.sip import sdp
from sipwidget.sip.message import Request, parse
from tests.conformance import rfc4475_others, rfc5118
from tests.conformance.cases import Case
from tests.conformance.load import FOLDER, load
from tests.conformance.treatment import check_parser, check_user_agent

GIVEN = load("torture4475.json")
OWN = [*rfc4475_others.CASES, *rfc5118.CASES]
# The data asks for 200 characters; the tag of its own message has 155.
TOO_LONG = {"longreq": "from.tag_len_min"}

FRAMES = [(FOLDER / entry["file"]).read_bytes() for entry in GIVEN] + [case.frame for case in OWN]

given = pytest.mark.parametrize("entry", GIVEN, ids=lambda entry: entry["id"])
own = pytest.mark.parametrize("case", OWN, ids=lambda case: case.id)


def frame_of(entry: dict[str, Any]) -> bytes:
    return (FOLDER / entry["file"]).read_bytes()


def facts_of(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in entry["facts"].items() if k != TOO_LONG.get(entry["id"])}


def test_all_49_messages_of_rfc_4475_and_all_11_of_rfc_5118_are_here() -> None:
    sections = [entry["section"] for entry in GIVEN]
    sections += [case.section for case in rfc4475_others.CASES]
    assert sorted(sections) == sorted(
        [f"3.1.1.{n}" for n in range(1, 14)]
        + [f"3.1.2.{n}" for n in range(1, 20)]
        + [f"3.3.{n}" for n in range(1, 16)]
        + ["3.2.1", "3.4.1"]
    )
    assert {case.section for case in rfc5118.CASES} == {f"4.{n}" for n in range(1, 11)}
    assert len(rfc5118.CASES) == 11


@given
def test_a_message_of_the_data_is_the_one_that_its_entry_describes(entry: dict[str, Any]) -> None:
    frame = frame_of(entry)
    head, _, behind = frame.partition(b"\r\n\r\n")
    lines = [line.partition(b":") for line in head.split(b"\r\n")[1:]]
    lengths = [value.strip() for name, _, value in lines if is_length(name)]
    assert hashlib.sha256(frame).hexdigest() == entry["sha256"]
    assert (len(frame), len(behind)) == (entry["octets"], entry["octets_after_blank_line"])
    assert [length.decode() for length in lengths] == entry["content_length_values"]
    assert (entry["ws_frame"] == "text") == entry["utf8"] == (is_utf_8(frame))


def is_length(name: bytes) -> bool:
    return name.strip().lower() in (b"content-length", b"l")


def is_utf_8(frame: bytes) -> bool:
    return frame.decode(errors="replace").encode() == frame


@given
def test_the_parser_treats_a_message_of_the_data_as_it_says(entry: dict[str, Any]) -> None:
    check_parser(frame_of(entry), entry["kind"], entry["parser"], facts_of(entry))


@given
def test_the_user_agent_treats_a_message_of_the_data_as_it_says(entry: dict[str, Any]) -> None:
    check_user_agent(frame_of(entry), entry["kind"], entry["ua"], entry["facts"])


@own
def test_the_parser_treats_a_message_of_ours_as_its_rfc_asks(case: Case) -> None:
    check_parser(case.frame, case.kind, case.parser, case.facts)


@own
def test_the_user_agent_treats_a_message_of_ours_as_its_rfc_asks(case: Case) -> None:
    check_user_agent(case.frame, case.kind, case.ua, case.facts)


def test_the_long_tag_is_read_whole() -> None:
    message = parse((FOLDER / "torture4475/longreq.dat").read_bytes())
    assert len(message.from_.tag or "") == 155


def test_the_binary_parts_of_a_body_come_through_octet_by_octet() -> None:
    case = next(case for case in OWN if case.id == "mpart01")
    assert str(parse(case.frame)).encode(errors="surrogateescape").endswith(case.frame[-60:])


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("ipv6-in-sdp", ["2001:db8:0:1::20"]),
        ("mult-ip-in-sdp", ["2001:db8:0:1::20", "198.51.100.8"]),
        ("ipv4-mapped-ipv6", ["::ffff:198.51.100.10"]),
    ],
)
def test_both_families_are_read_in_a_session_description(name: str, addresses: list[str]) -> None:
    message = parse(next(case for case in OWN if case.id == name).frame)
    assert isinstance(message, Request)
    assert [media.connection for media in sdp.parse(message.sdp or "").media] == addresses
