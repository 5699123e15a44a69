"""One message in one frame: each oddity has its answer, and what real devices send is read."""

from typing import Any

import pytest

from sipwidget.sip import NameAddr, Uri, sdp
from sipwidget.sip.events import Dropped, IncomingCall
from sipwidget.sip.grammar import parse_params
from sipwidget.sip.limits import MAX_HEADERS, MAX_MESSAGE_OCTETS, MAX_URI_LENGTH
from sipwidget.sip.message import bare_type, parse
from tests.conformance.cases import SDP, invite, message, options, register, session
from tests.conformance.crash import said
from tests.conformance.load import load, vectors
from tests.conformance.treatment import answers
from tests.peer import CONTACT, Peer, event, statuses
from tests.peer import SDP as SDP_TYPE

SIX = "[2001:db8::7]"
BARE = "2001:db8::7"
START = "INVITE sip:alice@door.example SIP/2.0\r\n"

ANSWERED: dict[str, tuple[bytes, int]] = {
    # Content-Length and the octets it counts (RFC 3261 section 18.3)
    "more octets than counted": (invite() + b"\x00\xff m=broken", 180),
    "fewer octets than counted": (invite()[:-1], 400),
    "the same length twice": (options("Content-Length: 0", "l: 0"), 200),
    "two lengths": (options("Content-Length: 0", "l: 1", body="x"), 400),
    "no length": (invite(length=None), 180),
    "a length with zeros in front": (invite(length=f"000{len(session())}"), 180),
    "a length in the middle of a character": (
        message(START.strip(), "Content-Length: 1", "c: x/y", body="ä"),
        415,
    ),
    # who is meant
    "a scheme that nobody knows": (options(uri="door:front"), 416),
    "a telephone number": (options(uri="tel:+4930123"), 416),
    "a secure address": (options(uri="sips:alice@door.example"), 200),
    "a scheme in capitals": (options(uri="SIP:alice@door.example"), 200),
    "an escaped user part": (options(uri="sip:%61lice@door.example"), 200),
    "an escaped NUL": (options(uri="sip:alice%00@door.example"), 404),
    "a user part in another case": (options(uri="sip:Alice@door.example"), 404),
    "no scheme": (options(uri="alice@door.example"), 400),
    "a fragment of HTTP": (options(uri="http://door.example/"), 416),
    "an IPv6 address": (options(uri=f"sip:alice@{SIX}:5060;transport=ws"), 200),
    "an IPv6 address without brackets": (options(uri=f"sip:alice@{BARE}"), 400),
    "an unclosed IPv6 address": (options(uri="sip:alice@[2001:db8::7"), 400),
    # IPv6 in the other places
    "Via with IPv6": (options(Via=f"SIP/2.0/WSS {SIX}:80;branch=z9hG4bK6"), 200),
    "Via with bare IPv6": (options(Via=f"SIP/2.0/WSS {BARE};branch=z9hG4bK6"), 400),
    "Via with received": (options(Via=f"SIP/2.0/WSS h;received={BARE};branch=z9hG4bK6"), 200),
    "Via with maddr": (options(Via=f"SIP/2.0/WSS h;maddr={SIX};branch=z9hG4bK6"), 200),
    "From with IPv6": (options(From=f"<sip:g@{SIX}>;tag=1"), 200),
    "From with bare IPv6": (options(From=f"<sip:g@{BARE}>;tag=1"), 400),
    "Contact with IPv6": (invite(Contact=f"<sip:g@{SIX}:5060>"), 180),
    "Contact with bare IPv6": (invite(Contact=f"<sip:g@{BARE}>"), 400),
    "Record-Route with IPv6": (invite(f"Record-Route: <sip:{SIX};lr>"), 180),
    "Record-Route with bare IPv6": (invite(f"Record-Route: <sip:{BARE};lr>"), 400),
    "Call-ID with IPv6": (options(Call_ID=f"7@{SIX}"), 200),
    # extensions (section 8.2.2.3) and methods
    "Require": (invite("Require: xyzzy"), 420),
    "Require in small letters, folded": (invite("require :\r\n xyzzy"), 420),
    "Proxy-Require is not for us": (invite("Proxy-Require: xyzzy"), 180),
    "Supported": (invite("k: xyzzy, 100rel"), 180),
    "Require before the body is looked at": (invite("Require: x", "c: a/b", body="x"), 420),
    "another method": (message("XYZZY sip:alice@x SIP/2.0"), 501),
    "a method in small letters": (message("invite sip:alice@x SIP/2.0"), 501),
    "PUBLISH": (message("PUBLISH sip:alice@x SIP/2.0"), 405),
    "BYE for no call": (message("BYE sip:alice@x SIP/2.0"), 481),
    "CANCEL for no INVITE": (message("CANCEL sip:alice@x SIP/2.0"), 481),
    "a tag that is not ours": (invite(To="<sip:alice@x>;tag=x"), 481),
    # bodies (section 8.2.3)
    "Content-Encoding": (invite("Content-Encoding: gzip"), 415),
    "Content-Encoding in compact form": (invite("e: deflate"), 415),
    "no Content-Type": (message(START.strip(), body=session()), 415),
    "no body": (message(START.strip(), "Content-Type: text/plain"), 180),
    "Accept without session descriptions": (invite("Accept: text/plain"), 406),
    "an empty Accept": (invite("Accept:"), 406),
    "any Accept": (invite("Accept: */*;q=0.5"), 180),
    "half a session description": (invite(body=SDP), 488),
    # what must be there once, and what need not be readable
    "no Max-Forwards": (options(Max_Forwards=None), 200),
    "no hops left": (options(Max_Forwards="0"), 200),
    "Max-Forwards that is no number": (options(Max_Forwards="many"), 200),
    "Contact: *": (invite(Contact="*"), 400),
    "Contact: * where none is needed": (options(Contact="*"), 200),
    "two Contacts": (invite("Contact: <sip:other@pine.example>"), 400),
    "Date, Expires and Warning that are none": (invite("Date: x", "Expires: x", "Warning:"), 180),
    "a header without a colon": (invite("nonsense"), 180),
    "a header of nothing": (invite(":"), 180),
    "an empty header": (invite("Subject:"), 180),
    "as many headers as may be": (options(*["X: y"] * (MAX_HEADERS - 8)), 200),
    "more headers than may be": (options(*["X: y"] * (MAX_HEADERS - 7)), 400),
    "more octets than may be": (invite(body="x" * MAX_MESSAGE_OCTETS), 513),
    "a longer address than may be": (options(uri=f"sip:{'a' * MAX_URI_LENGTH}@x"), 414),
    # the start line
    "another version": (options().replace(b"SIP/2.0", b"SIP/2.1", 1), 505),
    "a version in small letters": (options().replace(b"SIP/2.0", b"sip/2.0", 1), 200),
    "a version that is none": (options().replace(b" SIP/2.0", b" SIP/2", 1), 400),
    "no version": (options().replace(b" SIP/2.0", b"", 1), 400),
    "a tab in the start line": (options().replace(b" SIP/2.0", b"\tSIP/2.0", 1), 400),
    "blank lines before": (b"\r\n\n\r\n" + options(), 200),
    "line feeds alone": (options().replace(b"\r\n", b"\n"), 200),
    "octets that are no UTF-8": (options().replace(b"g1", b"\xff"), 200),
} | {
    f"{name} twice": (invite(f"{name}: {value}"), 400)
    for name, value in {
        "From": "<sip:b@x>;tag=2",
        "t": "<sip:b@x>",
        "Call-ID": "other",
        "CSEQ": "31 INVITE",
        "Max-Forwards": "70",
    }.items()
}
ANSWERED |= {
    f"no {name}": (invite(**{name.replace("-", "_"): None}), 400)
    for name in ("From", "To", "Call-ID", "Contact")
}

UNANSWERABLE: dict[str, bytes] = {
    "no Via": invite(Via=None),
    "no CSeq": invite(CSeq=None),
    "carriage returns alone": invite().replace(b"\r\n", b"\r"),
    "a mark of the byte order": b"\xef\xbb\xbf" + b"x",
    "a bad ACK": message("ACK sip:alice@x SIP/2.0", To="<"),
    "an ACK with another version": message("ACK sip:alice@x SIP/9.0"),
    "a response of another version": message("SIP/3.0 200 OK"),
    "a response without a status": message("SIP/2.0 OK"),
    "a response with two Vias": message("SIP/2.0 200 OK", "v: SIP/2.0/UDP other"),
    "a response to nobody": message("SIP/2.0 200 OK"),
    "a response that is cut off": message("SIP/2.0 200 OK", "Content-Length: 5", body="1234"),
    "a response without a From": message("SIP/2.0 180 Ringing", From=None),
    "octets": bytes(range(256)),
    "nothing": b"",
}


@pytest.mark.parametrize("name", ANSWERED)
def test_each_oddity_has_its_answer(name: str) -> None:
    frame, status = ANSWERED[name]
    for data in (frame, frame.decode(errors="surrogateescape")):
        peer = Peer()
        assert said(data, peer) == [status]
        assert said(data, peer)[:1] in ([status], [482], []), "and once more"
        assert said(options(), peer) in ([200], [486])


@pytest.mark.parametrize("name", UNANSWERABLE)
def test_what_must_not_be_answered_is_dropped(name: str) -> None:
    frame = UNANSWERABLE[name]
    for data in (frame, frame.decode(errors="surrogateescape")):
        (dropped,) = Peer().hear(data)
        assert isinstance(dropped, Dropped)


def test_a_lone_ack_is_passed_over() -> None:
    assert Peer().hear(message("ACK sip:alice@x SIP/2.0")) == []


def test_a_response_with_two_vias_does_not_touch_the_call() -> None:
    peer = Peer()
    answer = peer.answer(peer.dial(), 200, "b", CONTACT, *SDP_TYPE)
    answer.headers.add("Via", "SIP/2.0/UDP 255.255.255.255")
    assert isinstance(event(peer.hear(answer), Dropped), Dropped)
    assert statuses(peer.hang_up()) == []


def test_two_requests_in_a_frame_are_the_first() -> None:
    assert said(options() + options(Call_ID="other")) == [200]


@pytest.mark.parametrize(
    ("frame", "name", "values"),
    [
        (register(), "Allow", ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"]),
        (message(START.strip(), "c: a/b", body="x"), "Accept", ["application/sdp"]),
        (invite("Content-Encoding: gzip"), "Accept-Encoding", ["identity"]),
        (invite("Require: xyzzy", "Require: plugh"), "Unsupported", ["xyzzy", "plugh"]),
    ],
)
def test_a_refusal_says_what_would_do(frame: bytes, name: str, values: list[str]) -> None:
    (answer,) = answers(Peer().hear(frame))
    assert answer.headers.all(name)[: len(values)] == values


# --- what real devices send (N9, A99) -------------------------------------------------------------


DEVICES = [  # From, Contact, and who that is: name, number, host
    ("<sip:9901#1@1af019b2ba08>", "<sip:9901#1@1af019b2ba08:5060>", "", "9901#1", "1af019b2ba08"),
    ("Haustür Süd <sip:**620@fritz.box>", "<sip:620@a>", "Haustür Süd", "**620", "fritz.box"),
    ("<sip:door@front_door.lan>", "<sip:door@front_door.lan>", "", "door", "front_door.lan"),
    ("Door, Front <sip:door@asterisk>", "sip:door@asterisk", "Door, Front", "door", "asterisk"),
    ('"Dr. \\"Who\\"" <sip:w@_x_>', "<sip:w@_x_;ob>", 'Dr. "Who"', "w", "_x_"),
    ("sip:0301234@pbx", "<sip:0301234@pbx;transport=ws>;expires=60", "", "0301234", "pbx"),
    ("門 <sip:%E9%96%80@pbx>", "<sip:%E9%96%80@pbx>", "門", "門", "pbx"),
    ("Tür<sip:tür@pbx>", "<sip:tür@pbx>", "Tür", "tür", "pbx"),
    ("<sip:+49(30)1-2;a=1@pbx;user=phone>", "<sip:a@pbx>", "", "+49(30)1-2;a=1", "pbx"),
    ("<tel:+4930;phone-context=x>", "<sip:a@pbx>", "", "+4930", ""),
    ("Someone <sip:anonymous@anonymous.invalid>", "<sip:a@b.>", "Someone", "anonymous",
     "anonymous.invalid"),
]  # fmt: skip
COMPACT = {"Via": "v", "From": "F", "To": "t", "Call-ID": "I", "Contact": "m", "Content-Type": "C"}


def compact(text: str) -> str:
    """With compact names, blanks before the colon, and a fold behind it."""
    for name, short in COMPACT.items():
        text = text.replace(f"\r\n{name}: ", f"\r\n{short}\t :\r\n ")
    return text


@pytest.mark.parametrize(("sender", "contact", "name", "number", "host"), DEVICES)
def test_callers_as_devices_name_them(
    sender: str, contact: str, name: str, number: str, host: str
) -> None:
    text = invite(From=f"{sender};tag=1", Contact=contact, length=None).decode()
    for written in (text, compact(text), compact(text).replace("\r\n", "\n")):
        for data in (written, written.encode()):
            caller = event(Peer().hear(data), IncomingCall).caller
            assert (caller.display_name, caller.uri.number, caller.uri.host) == (name, number, host)
            assert NameAddr.parse(str(caller)) == caller


def test_header_names_are_case_blind_and_compact_forms_are_the_same() -> None:
    read = parse(options("fOO: 1", "foo: 2", "S: x", "v: SIP/2.0/UDP b, SIP/2.0/TCP c"))
    assert read.headers.get("FOO") == "1"
    assert read.headers.all("Foo") == ["1", "2"]
    assert read.headers.get("subject") == read.headers.get("s") == "x"
    assert [via.partition(" ")[2][:1] for via in read.headers.all("VIA")] == ["g", "b", "c"]


# --- vectors for which no module of its own stands ------------------------------------------------


@pytest.mark.parametrize(("text", "expect"), vectors("parse_event"))
def test_events_mean_what_peers_read(text: str, expect: dict[str, Any]) -> None:
    name, semicolon, params = text.partition(";")
    assert (name.lower(), parse_params(semicolon + params)) == (expect["event"], expect["params"])


@pytest.mark.parametrize(("text", "expect"), vectors("parse_content_disposition"))
def test_dispositions_mean_what_peers_read(text: str, expect: dict[str, Any]) -> None:
    assert bare_type(text) == expect["type"]


@pytest.mark.parametrize(("given", "expect"), vectors("set_user_and_serialize"))
def test_a_user_part_may_be_changed(given: dict[str, str], expect: str) -> None:
    user = Uri.parse(f"sip:{given['user']}@x")
    uri = Uri.parse(given["uri"])
    changed = Uri(uri.scheme, user.user, user.password, uri.host, uri.port, uri.params, uri.headers)
    assert changed.equivalent(Uri.parse(expect))


@pytest.mark.parametrize("vector", [v for v in load("sdp.json") if v["op"] == "reoffer_check"])
def test_a_second_offer_keeps_the_places_of_the_first(vector: dict[str, Any]) -> None:
    before, after = (sdp.parse(vector["input"][key]) for key in ("previous", "next"))
    assert before.session_version != after.session_version
    assert [m.kind for m in after.media[: len(before.media)]] == [m.kind for m in before.media]
    added = range(len(before.media), len(after.media))
    assert [*added] == vector["expect"]["added_media"]
