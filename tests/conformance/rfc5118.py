"""IPv6 in SIP: the traits of RFC 5118 section 4 in own messages. Ids are after the RFC's."""

from tests.conformance.cases import Case, invite, message, options, session

_VIA = "SIP/2.0/UDP [2001:db8:0:1::9]{};branch=z9hG4bKsix"


def _register(uri: str, **parts: str) -> bytes:
    contact = "<sip:gate@[2001:db8:0:1::9]:5070;transport=tcp>"
    parts = {"Via": _VIA.format(""), "Contact": contact} | parts
    return message(f"REGISTER {uri} SIP/2.0", **parts)


_REFUSED_METHOD = ["process", "respond:405", "respond:501"]
_TWO_FAMILIES = "m=video 40406 RTP/AVP 31", "c=IN IP4 198.51.100.8"

CASES = [
    Case(
        "ipv6-good",
        "4.1",
        _register("sip:[2001:db8:0:1::5]"),
        "accept",
        _REFUSED_METHOD,
        {
            "ruri.host": "[2001:db8:0:1::5]",
            "ruri.port": None,
            "via": [{"host": "[2001:db8:0:1::9]", "port": None, "branch": "z9hG4bKsix"}],
            "contacts.host": ["[2001:db8:0:1::9]"],
            "contact.uri_params": {"transport": "tcp"},
        },
    ),
    Case("ipv6-bad", "4.2", _register("sip:2001:db8:0:1::5"), "reject", ["respond:400"]),
    Case(
        "port-ambiguous",
        "4.3",
        _register("sip:[2001:db8:0:1::5:5090]"),
        "accept",
        _REFUSED_METHOD,
        {"ruri.host": "[2001:db8:0:1::5:5090]", "ruri.port": None},
    ),
    Case(
        "port-unambiguous",
        "4.4",
        _register("sip:[2001:db8:0:1::5]:5090", Via=_VIA.format(":5092")),
        "accept",
        _REFUSED_METHOD,
        {"ruri.host": "[2001:db8:0:1::5]", "ruri.port": 5090, "via": [{"port": 5092}]},
    ),
    Case(
        "via-received-param-with-delim",
        "4.5",
        message(
            "BYE sip:alice@[2001:db8:0:1::5] SIP/2.0",
            Via=_VIA.format(";received=[2001:db8:0:1::77]"),
        ),
        "accept",
        ["process"],
        {"via": [{"host": "[2001:db8:0:1::9]", "received": "[2001:db8:0:1::77]"}]},
    ),
    Case(
        "via-received-param-no-delim",
        "4.5",
        options(
            uri="sip:alice@[2001:db8:0:1::5]", Via=_VIA.format(":5060;received=2001:db8:0:1::77")
        ),
        "accept",
        ["process"],
        {"via": [{"host": "[2001:db8:0:1::9]", "port": 5060, "received": "2001:db8:0:1::77"}]},
    ),
    Case(
        "ipv6-in-sdp",
        "4.6",
        invite(
            uri="sip:alice@[2001:db8:0:1::5]",
            body=session("m=audio 40404 RTP/AVP 8", "c=IN IP6 2001:db8:0:1::20"),
        ),
        "accept",
        ["process"],
        {"sdp": session("m=audio 40404 RTP/AVP 8", "c=IN IP6 2001:db8:0:1::20")},
    ),
    Case(
        "mult-ip-in-header",
        "4.7",
        message(
            "BYE sip:alice@gate.door.example SIP/2.0",
            "v: SIP/2.0/UDP 203.0.113.5:5061;branch=z9hG4bKfour;received=198.51.100.3",
            Via=_VIA.format(":6050") + ", SIP/2.0/TCP [2001:db8::3]",
        ),
        "accept",
        ["process"],
        {
            "via": [
                {"host": "[2001:db8:0:1::9]", "port": 6050},
                {"host": "[2001:db8::3]", "port": None},
                {"host": "203.0.113.5", "port": 5061, "received": "198.51.100.3"},
            ]
        },
    ),
    Case(
        "mult-ip-in-sdp",
        "4.8",
        invite(
            body=session("m=audio 40404 RTP/AVP 8", "c=IN IP6 2001:db8:0:1::20", *_TWO_FAMILIES)
        ),
        "accept",
        ["process"],
    ),
    Case(
        "ipv4-mapped-ipv6",
        "4.9",
        invite(
            Via="SIP/2.0/UDP [::ffff:198.51.100.10]:19823;branch=z9hG4bKmapped",
            Contact="<sip:gate@[::ffff:198.51.100.10]:19823>",
            body=session("m=audio 40404 RTP/AVP 8", "c=IN IP6 ::ffff:198.51.100.10"),
        ),
        "accept",
        ["process"],
        {
            "via": [{"host": "[::ffff:198.51.100.10]", "port": 19823}],
            "contacts.host": ["[::ffff:198.51.100.10]"],
        },
    ),
    Case(
        "ipv6-bug-abnf-3-colons",
        "4.10",
        options(uri="sip:alice@[2001:db8:::198.51.100.1]"),
        "accept",
        ["process"],
        {"ruri.host": "[2001:db8:::198.51.100.1]", "ruri.user_decoded": "alice"},
    ),
]
