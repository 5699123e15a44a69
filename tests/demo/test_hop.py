import pytest

from demo.hop import check, forwarded
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.headers import Headers
from sipwidget.sip.message import Request
from sipwidget.sip.uri import Uri

CONTACT = Uri.parse("sip:x@a.invalid")


def request(*lines: tuple[str, str], uri: str = "sip:ben@demo", method: str = "INVITE") -> Request:
    via = ("Via", "SIP/2.0/WS a.invalid;branch=z9hG4bK1")
    return Request(method, Uri.parse(uri), Headers([via, *lines]))


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (request(uri="tel:+4930"), 416),
        (request(("Max-Forwards", "0")), 483),
        (request(("Proxy-Require", "x, y")), 420),
        (request(("Route", "<sip:demo;lr>, <sip:elsewhere;lr>")), 403),
        (request(("Route", "nonsense")), 400),
    ],
)
def test_what_a_proxy_refuses(asked: Request, status: int) -> None:
    with pytest.raises(ProtocolError) as error:
        check(asked, "demo")
    assert error.value.status == status


def test_a_route_to_this_proxy_is_fine() -> None:
    check(request(("Route", "<sip:demo;transport=ws;lr>")), "demo")


def test_the_copy_has_a_hop_less_a_way_back_and_no_credentials() -> None:
    asked = request(("Max-Forwards", "10"), ("Authorization", "x"), ("Route", "<sip:demo>"))
    copy = forwarded(asked, CONTACT, "demo", "t")
    assert copy.uri == CONTACT
    assert copy.headers.items() == [
        ("Via", "SIP/2.0/WS demo;branch=z9hG4bKt"),
        ("Record-Route", "<sip:demo;transport=ws;lr>"),
        ("Via", "SIP/2.0/WS a.invalid;branch=z9hG4bK1"),
        ("Max-Forwards", "9"),
    ]


def test_the_original_stays_as_it_was() -> None:
    asked = request(("Route", "<sip:demo>"))
    before = str(asked)
    forwarded(asked, CONTACT, "demo", "t")
    assert str(asked) == before


@pytest.mark.parametrize("hops", [[], [("Max-Forwards", "4000000000")]])
def test_hops_are_limited_where_the_sender_does_not(hops: list[tuple[str, str]]) -> None:
    assert forwarded(request(*hops), CONTACT, "demo", "t").max_forwards == 69


def test_a_bye_needs_no_record_route() -> None:
    assert "Record-Route" not in forwarded(request(method="BYE"), CONTACT, "demo", "t").headers
