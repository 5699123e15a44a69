"""URIs and named addresses as RFC 3261 has them, and as devices send them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.grammar import split_list
from sipwidget.sip.uri import NameAddr, Uri
from tests.conformance.load import vectors

URI_CHARACTERS = st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters=' <>"')
URI_TEXT = st.builds("{}:{}".format, st.sampled_from(["sip", "sips"]), st.text(URI_CHARACTERS))
PLAIN = st.lists(st.sampled_from([*"abcXYZ019-_.!~*'()äж", "%41", "%ff"]), min_size=1).map("".join)
URIS = st.builds(
    Uri,
    scheme=st.sampled_from(["sip", "sips"]),
    user=st.none() | PLAIN,
    password=st.none(),
    host=st.sampled_from(["pbx", "a_b.example", "1af019b2ba08", "[2001:db8::1]", "192.0.2.1"]),
    port=st.none() | st.integers(0, 65_535),
    params=st.dictionaries(st.text("abc;?=&<> %", min_size=1), st.none() | PLAIN),
    headers=st.lists(st.tuples(st.text(), st.text())).map(tuple),
    rest=st.just(""),
)


def facts(uri: Uri) -> dict[str, Any]:
    headers: dict[str, list[str]] = {}
    for name, value in uri.headers:
        headers.setdefault(name.lower(), []).append(value)
    return {
        "scheme": uri.scheme,
        "user": uri.user,
        "user_decoded": uri.user_decoded,
        "host": uri.host,
        "port": uri.port,
        "uri_params": {
            k: v.lower() if k == "transport" and v else v for k, v in uri.params.items()
        },
        "uri_headers": headers,
    }


def address_facts(address: NameAddr) -> dict[str, Any]:
    return facts(address.uri) | {
        "display": address.display_name or None,
        "params": dict(address.params),
    }


def refused(text: str) -> bool:
    try:
        Uri.parse(text)
    except ProtocolError as error:
        return error.status == 400
    return False


@pytest.mark.parametrize(("text", "expect"), vectors("parse_uri"))
def test_uris_mean_what_peers_read(text: str, expect: dict[str, Any] | None) -> None:
    if expect is None:
        assert refused(text)
    else:
        assert facts(Uri.parse(text)) | expect == facts(Uri.parse(text))


@pytest.mark.parametrize(("pair", "expect"), vectors("uri_equal"))
def test_uris_are_equivalent_by_the_rfcs_rules(pair: list[str], expect: bool) -> None:
    one, other = map(Uri.parse, pair)
    assert one.equivalent(other) is expect
    assert other.equivalent(one) is expect


@pytest.mark.parametrize(("text", "expect"), vectors("parse_name_addr"))
def test_addresses_mean_what_peers_read(text: str, expect: dict[str, Any]) -> None:
    assert address_facts(NameAddr.parse(text)) | expect == address_facts(NameAddr.parse(text))


@pytest.mark.parametrize(("text", "expect"), vectors("parse_contact_list"))
def test_contact_lists_mean_what_peers_read(text: str, expect: list[dict[str, Any]]) -> None:
    found = [address_facts(NameAddr.parse(value)) for value in split_list(text)]
    assert [fact | wanted for fact, wanted in zip(found, expect, strict=True)] == found


@pytest.mark.parametrize(("parts", "expect"), vectors("serialize_name_addr"))
def test_addresses_are_written_as_peers_write_them(parts: dict[str, Any], expect: str) -> None:
    assert str(NameAddr(parts["display"], Uri.parse(parts["uri"]), parts["params"])) == expect


@pytest.mark.parametrize(
    ("text", "user", "host", "port"),
    [
        ("sip:9901#1@1af019b2ba08", "9901#1", "1af019b2ba08", None),
        ("sip:**620@fritz.box", "**620", "fritz.box", None),
        ("sip:Jürgen@pbx_1", "Jürgen", "pbx_1", None),
        ("sip:@192.0.2.1", "", "192.0.2.1", None),
        (
            "sip:user;par=u%40example.net@example.com",
            "user;par=u%40example.net",
            "example.com",
            None,
        ),
        ("sip:null-%00-null@x", "null-%00-null", "x", None),
        ("sip:[2001:db8::10]", None, "[2001:db8::10]", None),
        ("sip:[2001:DB8::10:5070]", None, "[2001:db8::10:5070]", None),
        ("sip:[2001:db8::10]:5070", None, "[2001:db8::10]", 5070),
        ("sip:user@[2001:db8:::192.0.2.1]", "user", "[2001:db8:::192.0.2.1]", None),
        (
            "sip:sips%3Auser%40example.com@example.net",
            "sips%3Auser%40example.com",
            "example.net",
            None,
        ),
    ],
)
def test_what_devices_send_is_read(text: str, user: str, host: str, port: int | None) -> None:
    uri = Uri.parse(text)
    assert (uri.user, uri.host, uri.port) == (user, host, port)
    assert Uri.parse(str(uri)) == uri


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "sip",
        "sip:",
        "sip:a@",
        "sip:a b@c",
        "sip:a@c d",
        "sip:a\r\n@c",
        "<sip:a@b>",
        "sip:>",
        "sip:2001:db8::10",
        "sip:[2001:db8::1",
        "sip:a@b:65536",
        "sip:a@b:x",
        "sip:a@b@c",
        "sip:a\0@b",
        "1sip:a",
        "tel:",
        "mailto:a b",
        'sip:a"b@c',
        "sip:a@b\n",
        "sip:a@[x]",
        "sip:%@b",
        "sip:100%@b",
        "sip:%4@b",
        "sip:a@b;c=%g0",
        "sip:a@b?c=%",
    ],
)
def test_what_is_no_uri_is_refused(text: str) -> None:
    assert refused(text)


def test_the_longest_user_part_of_rfc_4475_is_read() -> None:
    user = "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
    password = "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)"
    uri = Uri.parse(f"sip:{user}:{password}@example.com")
    assert (uri.user, uri.password, uri.host) == (user, password, "example.com")
    assert str(uri) == f"sip:{user}:{password}@example.com"


def test_other_schemes_are_kept_whole() -> None:
    uri = Uri.parse("nobodyKnowsThisScheme:totallyopaquecontent")
    assert (uri.scheme, uri.rest, uri.host) == ("nobodyknowsthisscheme", "totallyopaquecontent", "")
    assert not uri.is_sip
    assert str(Uri.parse("soap.beep://192.0.2.103:3002")) == "soap.beep://192.0.2.103:3002"


def test_escaped_parameter_names_are_understood() -> None:
    uri = Uri.parse("sip:cal%6Cer@h;%6C%72;n%61me=v%61lue%25%34%31")
    assert uri.params == {"lr": None, "name": "v%61lue%25%34%31"}
    assert uri.equivalent(Uri.parse("sip:caller@h;lr;name=value%25%34%31"))


def test_escaped_headers_of_a_uri_are_understood() -> None:
    uri = Uri.parse("sip:user@example.com?Route=%3Csip:sip.example.com%3E")
    assert uri.headers == (("Route", "<sip:sip.example.com>"),)
    assert str(uri) == "sip:user@example.com?Route=%3Csip:sip.example.com%3E"


def test_escapes_that_are_no_utf_8_are_kept() -> None:
    assert str(Uri.parse("sip:%ff@b;%FF=1?x=%ff")) == "sip:%ff@b;%FF=1?x=%FF"


def test_a_reserved_character_is_not_its_escape() -> None:
    assert not Uri.parse("sip:a%3Bb@h").equivalent(Uri.parse("sip:a;b@h"))
    assert Uri.parse("sip:J%c3%bcrgen@h").equivalent(Uri.parse("sip:Jürgen@h"))


@pytest.mark.parametrize(
    ("text", "address", "number"),
    [
        ("sip:**620@fritz.box", "**620@fritz.box", "**620"),
        ("sip:%2a%2a620@FRITZ.box:5060;transport=ws", "**620@fritz.box", "**620"),
        ("sip:fritz.box", "fritz.box", ""),
        ("tel:+49-30-1;phone-context=x", "+49-30-1", "+49-30-1"),
    ],
)
def test_people_read_an_address_and_a_number(text: str, address: str, number: str) -> None:
    assert (Uri.parse(text).address, Uri.parse(text).number) == (address, number)


@given(URIS)
def test_a_uri_is_read_as_it_was_written(uri: Uri) -> None:
    lowered = {name.lower(): value for name, value in uri.params.items()}
    read = Uri.parse(str(uri))
    assert read == uri._replace(params=lowered)
    assert read.equivalent(uri)


@given(URI_TEXT)
def test_what_is_read_is_written_so_that_it_reads_the_same(text: str) -> None:
    if not refused(text):
        uri = Uri.parse(text)
        assert Uri.parse(str(uri)) == uri


@pytest.mark.parametrize(
    ("text", "name", "uri", "tag"),
    [
        ("caller<sip:caller@example.com>;tag=323", "caller", "sip:caller@example.com", "323"),
        ("sip:a@b;tag=1", "", "sip:a@b", "1"),
        (
            "sip:vivekg@example.com ;   tag    = 1918181833n",
            "",
            "sip:vivekg@example.com",
            "1918181833n",
        ),
        ('"Watson, Thomas" < sip:t@x >', "Watson, Thomas", "sip:t@x", None),
        ("Bell, Alexander <sip:a@x>;tag=43", "Bell, Alexander", "sip:a@x", "43"),
        ("Haustür Süd <sip:9901#1@x>", "Haustür Süd", "sip:9901#1@x", None),
        (
            '"J Rosenberg \\\\\\""       <sip:j@x>\r\n  ;\r\n  tag = 98',
            'J Rosenberg \\"',
            "sip:j@x",
            "98",
        ),
        ('Bob "the man" B <sip:b@x>', 'Bob "the man" B', "sip:b@x", None),
        ('""<sip:b@x>', "", "sip:b@x", None),
        ("<tel:+123>;tag=a", "", "tel:+123", "a"),
        ("<sip:b@x>;tag", "", "sip:b@x", None),
    ],
)
def test_addresses_are_read_as_devices_write_them(
    text: str, name: str, uri: str, tag: str | None
) -> None:
    address = NameAddr.parse(text)
    assert (address.display_name, str(address.uri), address.tag) == (name, uri, tag)
    assert NameAddr.parse(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "<>",
        '"Mr. J. User <sip:j@x>',
        '"\\" <sip:a@b>',
        "<sip:a@b",
        "<sip:a@b>x",
        "a <b> <c>",
        '"Joe" <sip:joe@example.org>;;;;',
        "<sip:>;sip:;1001@198.51.100.1",
        "<sip:a b@c>",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        NameAddr.parse(text)


def test_parameters_inside_brackets_belong_to_the_uri() -> None:
    address = NameAddr.parse("<sip:+19725552222@gw1.example.net;unknownparam>;q=1")
    assert (address.uri.params, address.params) == ({"unknownparam": None}, {"q": "1"})


def test_a_tag_can_be_given_to_an_address() -> None:
    assert str(NameAddr.parse("Bob <sip:b@x>;a=b").with_tag("t")) == '"Bob" <sip:b@x>;a=b;tag=t'


@given(st.text(), URIS)
def test_an_address_is_read_as_it_was_written(name: str, uri: Uri) -> None:
    address = NameAddr(name, Uri.parse(str(uri)), {"tag": "x", "flag": None})
    assert NameAddr.parse(str(address)) == address
