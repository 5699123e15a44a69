import pytest

from demo.registrar import DEFAULT_EXPIRES, MAX_BINDINGS, MAX_EXPIRES, MIN_EXPIRES, Registrar
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.headers import Headers
from sipwidget.sip.message import Request
from sipwidget.sip.uri import Uri


def register(
    registrar: Registrar, *contacts: str, expires: str = "", flow: int = 1, now: float = 0.0
) -> list[tuple[str, str]]:
    headers = Headers([("Contact", contact) for contact in contacts])
    if expires:
        headers.add("Expires", expires)
    return registrar.register("anna", flow, Request("REGISTER", Uri("sip"), headers), now)


def test_a_binding_lasts_as_long_as_was_granted() -> None:
    registrar = Registrar()
    assert register(registrar, "<sip:x@a.invalid>", expires="100") == [
        ("Contact", "<sip:x@a.invalid>;expires=100")
    ]
    assert [one.flow for one in registrar.bindings("anna", 99.0)] == [1]
    assert registrar.bindings("anna", 100.0) == []


@pytest.mark.parametrize(
    ("contact", "expires", "granted"),
    [
        ("<sip:x@a>", "", DEFAULT_EXPIRES),
        ("<sip:x@a>", "99999999", MAX_EXPIRES),
        ("<sip:x@a>;expires=200", "100", 200),
        ("<sip:x@a>;expires=soon", "100", 100),
    ],
)
def test_what_is_granted(contact: str, expires: str, granted: int) -> None:
    lines = register(Registrar(), contact, expires=expires)
    assert lines[0][1].endswith(f";expires={granted}")


def test_below_the_minimum_nothing_changes_and_the_minimum_is_told() -> None:
    registrar = Registrar()
    with pytest.raises(ProtocolError) as error:
        register(registrar, "<sip:x@a>", "<sip:y@a>;expires=1")
    assert (error.value.status, error.value.headers) == (423, (("Min-Expires", str(MIN_EXPIRES)),))
    assert registrar.bindings("anna", 0.0) == []


def test_one_phone_is_one_binding_and_two_are_two() -> None:
    registrar = Registrar()
    register(registrar, "<sip:x@a;transport=ws>")
    register(registrar, "<sip:x@a;transport=ws>")
    assert len(register(registrar, "<sip:y@b;transport=ws>", flow=2)) == 2


def test_a_device_that_comes_back_replaces_itself() -> None:
    registrar = Registrar()
    register(registrar, '<sip:x@a>;+sip.instance="<urn:uuid:1>"')
    lines = register(registrar, '<sip:z@c>;+sip.instance="<urn:uuid:1>"', flow=2)
    assert [text for _, text in lines] == [
        f'<sip:z@c>;expires={DEFAULT_EXPIRES};+sip.instance="<urn:uuid:1>"'
    ]


@pytest.mark.parametrize("contact", ["*", "<sip:x@a>"])
def test_expires_0_takes_a_binding_away(contact: str) -> None:
    registrar = Registrar()
    register(registrar, "<sip:x@a>")
    assert register(registrar, contact, expires="0") == []


@pytest.mark.parametrize("contact", ["*", "<mailto:anna@a>"])
def test_a_contact_that_makes_no_sense_is_refused(contact: str) -> None:
    with pytest.raises(ProtocolError) as error:
        register(Registrar(), contact)
    assert error.value.status == 400


def test_a_binding_ends_with_its_flow() -> None:
    registrar = Registrar()
    register(registrar, "<sip:x@a>")
    register(registrar, "<sip:y@b>", flow=2)
    registrar.forget(1)
    assert [one.flow for one in registrar.bindings("anna", 0.0)] == [2]


def test_an_account_has_a_limited_number_of_phones() -> None:
    registrar = Registrar()
    for number in range(MAX_BINDINGS + 1):
        register(registrar, f"<sip:x{number}@a>", flow=number)
    assert [one.flow for one in registrar.bindings("anna", 0.0)] == list(range(1, MAX_BINDINGS + 1))


def test_without_a_contact_a_register_only_asks() -> None:
    registrar = Registrar()
    register(registrar, "<sip:x@a>", expires="100")
    assert register(registrar, now=40.0) == [("Contact", "<sip:x@a>;expires=60")]
