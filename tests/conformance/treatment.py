"""What became of a message: the facts that were read in it, and what the user agent did about it.

The words are those of `torture4475.json`: `parser` is accept, reject, accept_or_reject or survive;
`ua` lists each outcome that its RFC allows.
"""

from dataclasses import replace
from typing import Any

from sipwidget.sip.account import Account
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.events import Output, Send
from sipwidget.sip.headers import Headers
from sipwidget.sip.message import Request, Response, parse, salvage
from tests.peer import ALICE, Peer

# What a user agent may say to a request that it has understood: the answers of its policy, too.
PROCESSED = frozenset({100, 180, 200, 404, 480, 481, 486})


def outcome(data: str | bytes) -> Request | Response | int:
    """The message, or the status with which it is refused."""
    try:
        return parse(data)
    except ProtocolError as error:
        return error.status


def facts(message: Request | Response) -> dict[str, Any]:
    """Whatever a table may ask about."""
    known = {
        "to.user_raw": message.to.uri.user,
        "to.display": message.to.display_name,
        "to.tag": message.to.tag,
        "from.display": message.from_.display_name,
        "from.uri": str(message.from_.uri),
        "from.tag": message.from_.tag,
        "call_id": message.call_id,
        "cseq": [message.cseq.number, message.cseq.method],
        "via": [via_facts(message, place) for place in range(len(message.vias))],
        "via_count": len(message.vias),
        "body_len": len(message.body.encode(errors="surrogateescape")),
        "max_forwards": message.max_forwards,
        "sdp": message.sdp,
    }
    return known | contact_facts(message) | start_facts(message)


def via_facts(message: Request | Response, place: int) -> dict[str, Any]:
    via = message.vias[place]
    received = via.params.get("received")
    return {
        "transport": via.transport,
        "host": via.host,
        "port": via.port,
        "branch": via.branch,
        "received": received,
    }


def contact_facts(message: Request | Response) -> dict[str, Any]:
    contacts = message.contacts
    known: dict[str, Any] = {
        "contact_count": len(contacts),
        "contacts.user_raw": [contact.uri.user for contact in contacts],
        "contacts.host": [contact.uri.host for contact in contacts],
    }
    if contacts:
        first = contacts[0]
        known["contact.display"] = first.display_name
        known["contact.params"] = first.params
        known["contact.uri_params"] = first.uri.params
        known["contact.uri_headers"] = dict(first.uri.headers)
    return known


def start_facts(message: Request | Response) -> dict[str, Any]:
    if isinstance(message, Response):
        return {"status": message.status, "reason": message.reason}
    return {
        "method": message.method,
        "ruri": str(message.uri),
        "ruri.user_decoded": message.uri.user_decoded,
        "ruri.host": message.uri.host,
        "ruri.port": message.uri.port,
        "ruri.params": message.uri.params,
        "ruri.scheme_lower": message.uri.scheme,
    }


def check_facts(message: Request | Response, wanted: dict[str, Any]) -> None:
    """Each fact is found; a fact that nobody knows how to look up is an error."""
    found = facts(message)
    for name, value in wanted.items():
        if name.startswith("header:"):
            assert message.headers.get(name[7:]) == value, name
        elif name.endswith("_len_min"):
            assert len(found[name[:-8]]) >= value, name
        elif name == "via":
            pairs = zip(found["via"], value, strict=True)
            assert all(via | fact == via for via, fact in pairs), name
        elif not name.startswith("response_header:"):  # is a fact of the answer
            assert found[name] == value, name


def check_parser(frame: bytes, kind: str, parser: str, wanted: dict[str, Any]) -> None:
    """The parser takes or refuses it, reads the facts, and writes what reads the same again."""
    result = outcome(frame)
    assert outcome(frame.decode(errors="surrogateescape")) == result, "text and binary frames"
    if isinstance(result, int):
        assert parser in ("reject", "accept_or_reject", "survive")
        assert kind == "request" or salvage(frame) is None
    else:
        assert parser != "reject"
        assert isinstance(result, Request) == (kind == "request")
        assert parse(str(result)) == result
        assert parse(str(result).encode(errors="surrogateescape")) == result
        check_facts(result, wanted)


def answers(outputs: list[Output]) -> list[Response]:
    """What is said. Of a request that lacks From or To so does the 400, which no parser takes."""
    texts = [output.text for output in outputs if isinstance(output, Send)]
    return [answer_of(text) for text in texts if text.startswith("SIP/2.0 ")]


def answer_of(text: str) -> Response:
    assert text.encode(), "a text frame is UTF-8"
    start, _, lines = text.partition("\r\n\r\n")[0].replace("\r\n", "\n").partition("\n")
    _, status, reason = start.split(" ", 2)
    return Response(int(status), reason, Headers.parse(lines))


def check_user_agent(frame: bytes, kind: str, allowed: list[str], wanted: dict[str, Any]) -> None:
    """One frame: a request gets one of the answers that its RFC allows, a response none.

    Once at an account that it is not for, and once, where that can be, at the one it is for.
    """
    for data in (frame, frame.decode(errors="surrogateescape")):
        for account in (ALICE, addressed(frame)):
            outputs = Peer(account).hear(data)
            assert len(outputs) <= 2, "one event and one message at most"
            said = answers(outputs)
            assert kind == "request" or not said
            if said:
                check_answer(said[0], allowed, wanted)
            else:
                assert {"discard", "match_or_drop"} & {*allowed}


def addressed(frame: bytes) -> Account:
    """The account that a request is for."""
    message = outcome(frame)
    user = message.uri.user_decoded if isinstance(message, Request) else None
    return replace(ALICE, user=user) if user else ALICE


def check_answer(answer: Response, allowed: list[str], wanted: dict[str, Any]) -> None:
    processed = "process" in allowed and answer.status in PROCESSED
    assert processed or f"respond:{answer.status}" in allowed
    for name, value in wanted.items():
        if name.startswith("response_header:"):
            lines = answer.headers.all(name[16:])
            assert value.removeprefix("contains ") in lines, name
