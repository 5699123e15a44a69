"""Twice as much text costs at most twice the steps. What is counted stands in `tests/steps.py`."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sipwidget import sip
from sipwidget.sip import sdp
from sipwidget.sip.challenge import parse_schemes
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.grammar import parse_params, split_list, unquote
from sipwidget.sip.headers import CSeq, Headers, Replaces, Via
from sipwidget.sip.message import Request, parse, respond, salvage
from sipwidget.sip.uri import NameAddr, Uri
from tests.backtracking import Matcher
from tests.peer import OFFER, Peer
from tests.steps import steps

SLACK = 200  # instructions: one more turn of some loop, where a text does not divide evenly

# --- regular expressions --------------------------------------------------------------------------


def patterns() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Each compiled pattern of the package by its name, and what is done with it."""
    for module in pkgutil.iter_modules(sip.__path__, "sipwidget.sip."):
        found = importlib.import_module(module.name)
        source = inspect.getsource(found)
        for name, value in vars(found).items():
            if isinstance(value, re.Pattern) and f"\n{name} = re.compile(" in source:
                for use in sorted(set(re.findall(rf"\b{name}\.(\w+)", source))):
                    yield f"{found.__name__.rpartition('.')[2]}.{name}.{use}", value, use


PATTERNS = {name: (pattern, use) for name, pattern, use in patterns()}
STARTS = [
    "",
    '"',
    "<",
    "sip:a@b;",
    "1 ",
    "a: ",
    "a=",
    'a="',
    "SIP/2.0/UDP a;",
    "a=candidate:1 1 udp ",
]
UNITS = ["a", " ", "\r\n", "\n ", '"', '\\"', "<", ">", ",", ";", ";a", '=" ', "a=", "@", ":", "%4"]
UNITS += ["1", "1.", "/", "[", "a:\n", "\n\n", "a b", "0 "]
ALPHABET = 'ab10 \r\n\t"\\<>,;=@:%./[]-SIPudp'


def walk(pattern: re.Pattern[str], use: str, text: str) -> tuple[object, int]:
    """What the counting matcher finds, and in how many steps."""
    matcher = Matcher(pattern, text)
    walks: dict[str, Callable[[], Any]] = {
        "match": matcher.match,
        "fullmatch": matcher.fullmatch,
        "search": matcher.search,
    }
    return walks.get(use, matcher.findall)(), matcher.steps


def test_every_pattern_is_found_and_has_a_use() -> None:
    assert len(PATTERNS) > 25
    uses = {use for _, use in PATTERNS.values()}
    assert uses <= {"match", "fullmatch", "search", "findall", "finditer", "sub", "split"}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_at_most_double_the_steps_for_double_the_text(name: str) -> None:
    pattern, use = PATTERNS[name]
    for start, unit in product(STARTS, UNITS):
        once, twice = (walk(pattern, use, start + unit * n + "\0")[1] for n in (7, 14))
        assert twice <= 2 * once + 20, (start, unit)


def test_the_count_shows_what_is_quadratic() -> None:
    for pattern, use in [("(a+)+b", "match"), ("a*b", "search"), ("a[^;]*;", "findall")]:
        once, twice = (walk(re.compile(pattern), use, "a" * n)[1] for n in (6, 12))
        assert twice > 2.5 * once, pattern


def test_what_is_exponential_comes_to_an_end() -> None:
    with pytest.raises(AssertionError, match="far more steps"):
        walk(re.compile("(?:a+|b)*c"), "match", "a" * 99)


@given(st.sampled_from(sorted(PATTERNS)), st.text(ALPHABET, max_size=40))
@example("answer_after._PARAM.findall", "0=")  # it begins with \A
def test_the_counting_matcher_finds_what_python_s_finds(name: str, text: str) -> None:
    pattern, use = PATTERNS[name]
    found, _ = walk(pattern, use, text)
    if use in ("match", "fullmatch", "search"):
        match = getattr(pattern, use)(text)
        assert found == (match.end() if match else None)
    else:
        assert isinstance(found, list)
        assert [pair for pair in found if pair[0] < pair[1]] == [
            m.span() for m in pattern.finditer(text) if m.end() > m.start()
        ]


# --- everything else ------------------------------------------------------------------------------


def message(*lines: str, body: str = "", start: str = "INVITE sip:alice@x SIP/2.0") -> str:
    head = "Via: SIP/2.0/WSS a;branch=z9hG4bK1\r\nFrom: <sip:b@x>;tag=1\r\nTo: <sip:alice@x>\r\n"
    head += "Call-ID: c\r\nCSeq: 1 INVITE\r\nContact: <sip:b@x>\r\n"
    return f"{start}\r\n{head}" + "".join(f"{line}\r\n" for line in lines) + f"\r\n{body}"


def nested(depth: int) -> str:
    """Multipart in multipart, and a session description innermost."""
    parts = (
        f"--{n}\r\nContent-Type: multipart/mixed;boundary={n + 1}\r\n\r\n" for n in range(depth)
    )
    return "".join(parts) + f"--{depth}\r\nContent-Type: application/sdp\r\n\r\n{OFFER}"


MIXED = "Content-Type: multipart/mixed;boundary=0"
MESSAGES: dict[str, Callable[[int], str]] = {
    "header lines": lambda n: message(*["X: y"] * (n // 4)),
    "a folded header": lambda n: message("Subject: a" + "\r\n b" * n),
    "folded parameters": lambda n: message("Reason: SIP" + ";a\r\n =\r\n b" * n),
    "record-routes": lambda n: message("Record-Route: " + ",".join(["<sip:p.x;lr>"] * n)),
    "record-route lines": lambda n: message(*["Record-Route: <sip:p.x;lr>"] * (n // 4)),
    "vias": lambda n: message("Via: " + ",".join(["SIP/2.0/UDP h"] * n)),
    "contacts": lambda n: message("Contact: " + ",".join(['"a" <sip:b@c>;q=1'] * n)),
    "broken contacts": lambda n: message('Contact: "' + "<,;" * n),
    "tags to require": lambda n: message("Require: " + ",".join("a" * n)),
    "ways to accept": lambda n: message("Accept: " + ",".join(["a/b"] * n)),
    "a quoted string": lambda n: message('f: "' + '\\"' * n + '" <sip:b@x>;tag=1'),
    "a string without end": lambda n: message('t: "' + "\\\\" * n),
    "one call-id": lambda n: message("i: " + "x" * n),
    "a long branch": lambda n: message("v: SIP/2.0/UDP h;branch=" + "x" * n),
    "a long number": lambda n: message("CSeq: " + "9" * n + " INVITE"),
    "no header lines": lambda n: message(*["x"] * n),
    "blank before the colon": lambda n: message("From" + " " * n + ": <sip:b@x>"),
    "carriage returns": lambda n: message("x" + "\r" * n),
    "blank lines before": lambda n: "\r\n" * n + message(),
    "no blank line behind": lambda n: message()[:-2] + "x: y\r\n" * n,
    "a long request line": lambda n: message(start=f"INVITE sip:{'a' * n} SIP/2.0"),
    "a long reason": lambda n: message(start=f"SIP/2.0 200 {'a' * n}"),
    "escapes in an address": lambda n: message(start=f"INVITE sip:{'%61' * (n // 4)}@x SIP/2.0"),
    "parameters in an address": lambda n: message("f: <sip:b@x" + ";a=b" * n + ">;tag=1"),
    "headers in an address": lambda n: message("m: <sip:b@x?" + "a=%41&" * n + ">"),
    "parts of a body": lambda n: message(MIXED, body="--0\r\n\r\nx\r\n" * n),
    "parts within parts": lambda n: message(MIXED, body=nested(n)),
    "an unclosed part": lambda n: message(MIXED, body="--0\r\n" + "a: b\r\n" * n),
    "lines of sdp": lambda n: message("c: application/sdp", body=OFFER + "a=b\r\n" * n),
    "formats of sdp": lambda n: message("c: application/sdp", body=OFFER + "m=a 1 b" + " 0" * n),
    "m= lines": lambda n: message("c: application/sdp", body="m=audio 9 RTP/AVP 0\r\n" * (n // 20)),
    "octets that are no utf-8": lambda n: message("Subject: " + "\udcff" * n),
}
VALUES: dict[str, tuple[Callable[[str], Any], list[str]]] = {
    "Uri": (Uri.parse, ["sip:", "sip:a@b;", "sip:a@b?", "tel:"]),
    "NameAddr": (NameAddr.parse, ['"', "<", "<sip:a>;", '"x', "sip:a@b;"]),
    "Via": (Via.parse, ["", "SIP/2.0/UDP a;", "SIP/2.0/UDP a;b="]),
    "CSeq": (CSeq.parse, ["", "1 "]),
    "Replaces": (Replaces.parse, ["", "a;from-tag=b;to-tag="]),
    "headers": (lambda text: Headers.parse(text).all("Via"), ["", "v:", 'v: "', "a "]),
    "list": (split_list, ["", '"', "<,"]),
    "params": (parse_params, ["", ";a=", ';a="']),
    "quoted": (unquote, ['"']),
    "challenge": (parse_schemes, ["Digest a=", 'Digest a="', "Digest "]),
    "sdp": (sdp.parse, ["m=audio 4000 RTP/AVP 0\r\n", "a=", "m=", "c=IN IP4 "]),
}


def read(data: str) -> None:
    """Everything that may be done with a message, as the user agent does it."""
    try:
        found = parse(data)
    except ProtocolError as error:
        salvaged = salvage(data)
        if salvaged:
            str(respond(salvaged, error.status, to_tag="t"))
        return
    _ = found.vias, found.contacts, found.sdp, found.expires, found.from_, found.to, str(found)
    if isinstance(found, Request):
        str(respond(found, 200, to_tag="t"))


def quiet(call: Callable[[str], Any], text: str) -> None:
    try:
        call(text)
    except ProtocolError:
        return


def assert_linear(call: Callable[[int], object]) -> None:
    """`call(1)` and `call(2)` do the same to a text and to one of twice its length."""
    steps(lambda: call(1))  # from Python 3.12 on, a function is counted from its second call on
    once, twice = steps(lambda: call(1)), steps(lambda: call(2))
    assert twice <= 2 * once + SLACK, f"{once} and {twice} steps"


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_of_double_the_length_is_read_in_double_the_steps(name: str) -> None:
    texts = {n: MESSAGES[name](400 * n) for n in (1, 2)}
    assert_linear(lambda n: read(texts[n]))


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_of_double_the_length_is_answered_in_double_the_steps(name: str) -> None:
    texts = {n: MESSAGES[name](400 * n) for n in (1, 2)}
    peers = iter([Peer() for _ in range(3)])
    assert_linear(lambda n: next(peers).agent.receive(texts[n], 0))


@pytest.mark.parametrize("name", VALUES)
def test_a_value_of_double_the_length_is_read_in_double_the_steps(name: str) -> None:
    call, starts = VALUES[name]
    for start, unit in product(starts, UNITS):
        texts = {n: start + unit * (n * 30) for n in (1, 2)}
        assert_linear(lambda n, texts=texts: quiet(call, texts[n]))


def test_five_thousand_record_routes_are_taken_in_a_bounded_number_of_steps() -> None:
    text = MESSAGES["record-routes"](5000)
    assert steps(lambda: Peer().agent.receive(text, 0)) < 1000 * 5000


def test_the_count_shows_a_loop_that_is_quadratic() -> None:
    def nested_loops(n: int) -> None:
        for _ in range(100 * n):
            ("x" * 100 * n).upper()

    with pytest.raises(AssertionError):
        assert_linear(nested_loops)
