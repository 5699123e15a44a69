"""What has crashed other stacks when it stood in one message: one test for each case.

A case is known by its id in `crash_cases.json` of the shared conformance data. Those that need
more than one message are in `test_crash_calls.py`.
"""

import ast
import inspect
import pkgutil
from importlib import import_module
from typing import Any

import pytest

from sipwidget import sip
from sipwidget.sip.events import Dropped, IncomingCall
from sipwidget.sip.message import parse
from tests.conformance import test_crash_calls
from tests.conformance.cases import AUDIO, SDP, invite, message, options, session
from tests.conformance.crash import COVERED, ELSEWHERE, case, said
from tests.conformance.load import SHARED, load_from
from tests.conformance.treatment import answers
from tests.peer import OFFER, Peer, event, forgotten, one


@pytest.mark.native("reads files beside the project")
@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared conformance data beside this clone")
def test_each_case_has_a_test_or_a_reason() -> None:
    known = {entry["id"] for entry in load_from(SHARED, "crash_cases.json")}
    assert known == {*COVERED, *ELSEWHERE}, test_crash_calls.__name__


# --- the start line and the headers ---------------------------------------------------------------


@case("CVE-2017-9372 / AST-2017-002", "kirm/sip.js #136")
@pytest.mark.parametrize("cseq", ["9" * 400 + " INVITE", "9" * 400, "1 " + "x" * 4000, "abcdefg"])
def test_cve_2017_9372_an_oversized_or_odd_cseq_gets_400(cseq: str) -> None:
    assert said(invite(CSeq=cseq)) == [400]


@case("pjproject #2016")
def test_pjproject_2016_a_via_without_a_branch_is_matched_as_rfc_2543_has_it() -> None:
    peer = Peer()
    via = "SIP/2.0/UDP gate.pine.example"
    assert said(invite(Via=via, CSeq="4294967296 INVITE"), peer) == [400]
    assert said(invite(Via=via), peer) == [180]
    assert said(invite(Via=via), peer) == [180]
    assert len(peer.agent._sessions) == 1


@case("CVE-2018-8828", "sngrep #512")
@pytest.mark.parametrize(
    "parts",
    [
        {"Via": "SIP/2.0/UDP h;branch=z9hG4bK" + "x" * 20_000},
        {"From": "<sip:gate@pine.example>;tag=" + "x" * 20_000},
        {"Call_ID": "x" * 20_000},
    ],
)
def test_cve_2018_8828_long_names_of_transactions_and_calls_are_kept_whole(parts: Any) -> None:
    (ringing,) = answers(Peer().hear(invite(**parts)))
    name = next(iter(parts)).replace("_", "-")
    assert (ringing.status, ringing.headers.get(name)) == (180, parts[name.replace("-", "_")])


@case("CVE-2020-28361", "Asterisk chan_sip AST-2016-009")
@pytest.mark.parametrize("character", "\x00\x01\x08\x0b\x0c\x0d\x1f\x7f\x85\xa0")
def test_cve_2020_28361_only_blanks_may_stand_before_a_colon(character: str) -> None:
    hidden = parse(invite(f"To{character}: <sip:other@pine.example>;tag=1"))
    assert hidden.headers.all("To") == ["<sip:alice@door.example>"]
    assert said(invite(f"To{character}: <sip:alice@door.example>", To=None)) == [400]
    assert said(invite("To \t : <sip:alice@door.example>", To=None)) == [180]


@case("CVE-2021-33056")
@pytest.mark.parametrize("name", ["From", "To"])
def test_cve_2021_33056_what_is_no_uri_is_never_taken_for_one(name: str) -> None:
    assert said(invite(**{name: "/"})) == [400]
    assert said(invite(**{name: "</>;tag=1"})) == [400]
    assert said(invite("Diversion: /")) == [180]


@case("CVE-2021-43611")
@pytest.mark.parametrize("name", ['"\\"', '"\\', '"', '"a\\"'])
def test_cve_2021_43611_a_lone_backslash_in_a_name_gets_400(name: str) -> None:
    assert said(invite(From=f"{name} <sip:gate@pine.example>;tag=1")) == [400]


@case("CVE-2023-27598", "kirm/sip.js #33")
@pytest.mark.parametrize(
    "via", [None, "", "x", "SIP/2.0/UDP", "SIP/2.0/UDP ;branch=z9hG4bK", "/ /"]
)
def test_cve_2023_27598_no_reply_is_made_of_a_via_that_names_nobody(via: str | None) -> None:
    (dropped,) = Peer().hear(invite(Via=via))
    assert isinstance(dropped, Dropped)


@case("CVE-2023-27599", "JsSIP #125")
@pytest.mark.parametrize(
    "to", ["<sip:alice@", '"Al <sip:alice@x>', "<sip:a@b>>", "<sip:a@b>;;=", ","]
)
def test_cve_2023_27599_a_broken_to_gets_400_and_is_not_dropped(to: str) -> None:
    assert said(invite(To=to)) == [400]
    assert said(options(From=to)) == [400]


@case("CVE-2023-28097", "CVE-2026-23457", "CVE-2017-7853")
@case("GHSA-j5j8-rhcm-7fp9 / sipsorcery PR 1835", "CVE-2016-10324..10326")
@pytest.mark.parametrize(
    "length",
    [
        "99999999999",
        "4294967328",
        "18446744073709551616",
        "-1",
        "+1",
        "1 1",
        "1,1",
        "",
        "0x1",
        "1.0",
        "one",
        "\u0661",
        "9" * 5000,
    ],
)
def test_cve_2026_23457_a_length_that_is_none_gets_400(length: str) -> None:
    assert said(invite(length=length)) == [400]
    assert said(invite(length=length, uri=f"sip:{'a' * 900}@h;{'b=' * 400}")) == [400]


@case("sngrep #114")
def test_sngrep_114_a_caller_without_a_user_part_is_shown_as_a_host() -> None:
    call = event(Peer().hear(invite(From="<sip:@192.0.2.1>;tag=1")), IncomingCall)
    assert (call.caller.uri.number, call.caller.uri.address) == ("", "192.0.2.1")


@case("aboutsip/pkts #106")
@pytest.mark.parametrize("blanks", [" ", " " * 5000, "\t \t", "\r\n ", "\r\n " * 500])
def test_pkts_106_white_space_comes_to_an_end(blanks: str) -> None:
    for name in ("Via", "From", "To", "CSeq", "Call_ID", "Contact", "length"):
        assert said(invite(**{name: blanks})) in ([], [400])
    assert said(invite(f"Route:{blanks}", f"Subject:{blanks}x{blanks}")) == [180]


@case("resiprocate #311")
def test_resiprocate_311_a_scanner_s_address_gets_400() -> None:
    scanner = "<sip:>;sip:;1001@198.51.100.1"
    assert said(invite(From=scanner)) == [400]
    assert said(invite(Contact=scanner)) == [400]


@case("JsSIP #66")
def test_jssip_66_a_transport_behind_the_bracket_is_accepted() -> None:
    contact = '<sip:a@b.invalid>;transport=ws;+sip.instance="<urn:uuid:1-2>";reg-id=1'
    call = event(Peer().hear(invite(Contact=contact)), IncomingCall)
    assert call.request.contacts[0].params["+sip.instance"] == '"<urn:uuid:1-2>"'


@case("CVE-2022-31001/31002/31003")
def test_cve_2022_31001_a_lone_percent_gets_400_and_half_an_m_line_488() -> None:
    for uri in ("sip:alice%@x", "sip:alice%4", "sip:%", "sip:alice@x;a=%", "sip:alice@x;%"):
        assert said(invite(uri=uri)) == [400]
    for half in ("m=", "m=audio", "m=audio 4000", "m=audio 4000 RTP/AVP"):
        assert said(invite(body=SDP + half)) == [488]


@case("CVE-2022-47516")
def test_cve_2022_47516_nothing_is_asserted_about_what_comes() -> None:
    modules = [import_module(m.name) for m in pkgutil.iter_modules(sip.__path__, "sipwidget.sip.")]
    trees = [ast.parse(inspect.getsource(module)) for module in modules]
    assert not [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Assert)]


PLACES = [
    "Via",
    "Max_Forwards",
    "From",
    "To",
    "Call_ID",
    "CSeq",
    "Contact",
    "uri",
    "body",
    "length",
]
OVERFLOWS = ["", " ", "a" * 30_000, "%s%n%x" * 99, "999.999.999.999", ";" * 999, "::::", "@@", "<>"]
OVERFLOWS += [
    "\x1b[31mred\x1b[0m",
    "\x00",
    "\x07" * 99,
    "../" * 99,
    "-1",
    "4294967296",
    "\xff",
    "%00",
]


@case("PROTOS c07-sip (CA-2003-06)")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("overflow", OVERFLOWS, ids=range(len(OVERFLOWS)))
def test_protos_each_element_overflown_is_answered_or_dropped(place: str, overflow: str) -> None:
    good = {"uri": "sip:alice@door.example", "From": "<sip:g@x>;tag=1", "body": session()}
    for value in (overflow, good.get(place, "") + overflow, overflow + good.get(place, "")):
        peer = Peer()
        outputs = peer.hear(invite(**{place: value}))
        answered = [answer.status for answer in answers(outputs)]
        assert answered in ([], [180], [400], [404], [414], [416], [488])
        assert answered or isinstance(outputs[0], Dropped)
        assert said(options(), peer) in ([200], [486])


# --- bodies ---------------------------------------------------------------------------------------


@case("AST-2017-003", "CVE-2022-21723", "CVE-2026-33069 / GHSA-x5pq-qrp4-fmrj")
@pytest.mark.parametrize(
    ("boundary", "body", "status"),
    [
        (";boundary=b", "--b\r\nContent-Type: application/sdp\r\n\r\n" + session(), 180),
        (";boundary=b", "--b\r\nContent-Type: application/sdp\r\n", 415),
        (";boundary=b", "--b", 415),
        (";boundary=b", "--", 415),
        (";boundary=b", "--b\r\n" * 5000, 415),
        (";boundary=b", "--c\r\nContent-Type: application/sdp\r\n\r\n" + session(), 415),
        (";boundary=", session(), 415),
        (';boundary="', session(), 415),
        (';boundary="\\"', session(), 415),
        (";boundary", session(), 415),
        (";;;=", session(), 415),
        ("", session(), 415),
    ],
)
def test_ast_2017_003_a_broken_multipart_gets_415_or_is_read_as_far_as_it_goes(
    boundary: str, body: str, status: int
) -> None:
    kind = f"Content-Type: multipart/mixed{boundary}"
    assert said(message("INVITE sip:alice@x SIP/2.0", kind, body=body)) == [status]


@case("CVE-2018-1000099 / AST-2018-003 / pjproject #2092")
@case("CVE-2018-1000098 / AST-2018-002 / pjproject #2093")
@case("CVE-2023-27601", "ES2020-03 sngrep", "ES2020-04 sngrep")
@pytest.mark.parametrize(
    "body",
    [
        session() + "a=fmtp:0 a\0b\r\n",
        session() + "\0",
        session().rstrip() + "\0",
        session("m=audio 40404 RTP/AVP 4294967296"),
        session(f"m={'a' * 1024} 40404 RTP/AVP 0"),
        session("m=audio 40404 RTP/AVP 0", f"c=IN IP4 {'1' * 512}"),
        SDP.replace("198.51.100.7\r\nt=", f"{'1' * 1024}\r\nt=") + AUDIO,
    ],
)
def test_cve_2018_1000098_a_hostile_session_description_gets_488_and_leaves_nothing(
    body: str,
) -> None:
    peer = Peer()
    assert said(invite(body=body), peer) == [488]
    assert forgotten(peer)
    assert said(invite(body=session().rstrip()), peer) == [180], "only its last line end is missing"


@case("CVE-2022-24764")
def test_cve_2022_24764_a_long_session_description_is_sent_whole() -> None:
    offer = OFFER + "a=x:" + "y" * 200_000 + "\r\n"
    assert one(Peer().agent.invite("sip:bob@pbx.test", offer, 0), "INVITE").body == offer


@case("CVE-2022-24763")
def test_cve_2022_24763_xml_is_not_read() -> None:
    xml = '<!DOCTYPE a [<!ENTITY b "&b;&b;">]><a>&b;' + "<a>" * 9000
    kind = "Content-Type: application/media_control+xml"
    assert said(message("INVITE sip:alice@x SIP/2.0", kind, body=xml)) == [415]
    assert said(message("INFO sip:alice@x SIP/2.0", kind, body=xml))[0] in (405, 481)
