"""The 20 messages of RFC 4475 that `torture4475.json` has not: the same traits in own messages.

Ids and sections are those of the RFC.
"""

from tests.conformance.cases import AUDIO, SDP, Case, invite, message, options, register, session

# 3.1.1.1: folds and blanks wherever the grammar has LWS, odd cases, compact and unknown headers
_FOLDED = (
    "INVITE sip:alice@door.example;maybe SIP/2.0\r\n"
    "tO :\r\n sip:alice@door.example  ;\r\n\t tag   =  a9\r\n"
    'fRoM   : "P. Gate \\\\\\""      <sip:gate@pine.example>\r\n  ;\r\n  tag = g7x\r\n'
    "mAx-FoRwArDs: 0042\r\nCALL-ID: folded.\r\n"
    "l   : {}\r\ncseq:\r\n 0031\r\n  INVITE\r\n"
    "Via  : SIP  /   2.0\r\n /UDP\r\n    198.51.100.9;branch=z9hG4bKone\r\n"
    "s :\r\nBrandNew:   one\r\n two\r\nNobodyReadsThis: ;;,,;;,;\r\n"
    "C:\tapplication\r\n /sdp\r\n"
    "Route:\r\n <sip:pool.door.example;lr;odd=1;odder>\r\n"
    "v:  SIP  / 2.0  / TCP     hop.pine.example   ;\r\n  branch  =   z9hG4bKtwo  ,\r\n"
    " SIP  /    2.0   / UDP  203.0.113.5   ; branch=\r\n z9hG4bKthree\r\n"
    'm:"In \\"here\\"" <sip:gate@gate.pine.example> ; first =\r\n      1 ;\r\n'
    "  second ; q = 0.5\r\n\r\n"
)
wsinv = _FOLDED.format(len(session())) + session()

# 3.1.1.2: every character that a token, a user part, a Call-ID or a quoted string may hold
_METHOD = "~Ring.The-Bell_0189*+`%'!"
_USER = "0_odd.ONE~(door)&it's+a$/b?,/;;*:&pass+w=1,o!*r$d~.(isn't)"
_HEARD = 'Bell:\\\x07 Nul:\\\x00 Del:\\\x7f Quote:\\"'

_MULTIPART = (
    b"--7\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n\r\n\r\n--7-\r\n"
    b"--7\r\nContent-Type: application/x-bin\r\n\r\n\x00\xff\xfe\x80\r\n\r\n\x0d\x00\r\n--7--"
)

CASES = [
    Case(
        "wsinv",
        "3.1.1.1",
        wsinv.encode(),
        "accept",
        ["process"],
        {
            "to.tag": "a9",
            "from.tag": "g7x",
            "from.display": 'P. Gate \\"',
            "max_forwards": 42,
            "cseq": [31, "INVITE"],
            "via": [
                {"transport": "UDP", "host": "198.51.100.9", "branch": "z9hG4bKone"},
                {"transport": "TCP", "host": "hop.pine.example", "branch": "z9hG4bKtwo"},
                {"transport": "UDP", "host": "203.0.113.5", "branch": "z9hG4bKthree"},
            ],
            "contact.display": 'In "here"',
            "contact.params": {"first": "1", "second": None, "q": "0.5"},
            "header:Subject": "",
            "header:BrandNew": "one two",
            "ruri.params": {"maybe": None},
            "sdp": session(),
        },
    ),
    Case(
        "intmeth",
        "3.1.1.2",
        message(
            f"{_METHOD} sip:{_USER}@door.example SIP/2.0",
            f"~Odd.Header*{_METHOD}: \x07 ü 中",
            To=f'"{_HEARD}" <sip:{_USER}@door.example>',
            From="one~` two'+_ 3*%!.- <sip:gate@pine.example>;p'~+*_!.-%=\"дверь\";tag=_'1+`*%!-.~",
            Call_ID="odd%ZK-!.*_+'@w`~)(><:\\/\"][?}{",
        ),
        "accept",
        ["respond:501", "respond:405"],
        {
            "method": _METHOD,
            "ruri": f"sip:{_USER}@door.example",
            "to.display": 'Bell:\x07 Nul:\x00 Del:\x7f Quote:"',
            "from.display": "one~` two'+_ 3*%!.-",
            "from.tag": "_'1+`*%!-.~",
            "call_id": "odd%ZK-!.*_+'@w`~)(><:\\/\"][?}{",
        },
    ),
    Case(
        "esc01",
        "3.1.1.3",
        invite(
            uri="sip:sips%3aalice%40door.example@pine.example",
            To="<sip:%61lice@door.example>",
            Contact="<sip:g%61te@gate.pine.example;%6Fb;n%61me=v%61lue%25%34%31>",
        ),
        "accept",
        ["process"],
        {
            "ruri.user_decoded": "sips:alice@door.example",
            "ruri.host": "pine.example",
            "to.user_raw": "%61lice",
            "contacts.user_raw": ["g%61te"],
            "contact.uri_params": {"ob": None, "name": "v%61lue%25%34%31"},
        },
    ),
    Case(
        "dblreq",
        "3.1.1.8",
        register() + invite(),
        "accept",
        ["process", "respond:405", "respond:501"],
        {"method": "REGISTER", "body_len": 0},
    ),
    Case(
        "mpart01",
        "3.1.1.11",
        message(
            "MESSAGE sip:alice@door.example SIP/2.0",
            "Content-Type: multipart/mixed;boundary=7",
            body=_MULTIPART,
        ),
        "accept",
        ["process", "respond:405", "respond:415"],
        {"method": "MESSAGE", "body_len": len(_MULTIPART), "sdp": None},
    ),
    Case(
        "unreason",
        "3.1.1.12",
        message('SIP/2.0 200 = 3+4 и ещё 五 [ok] % " <x>', body=SDP + AUDIO),
        "accept",
        ["match_or_drop"],
        {"status": 200, "reason": '= 3+4 и ещё 五 [ok] % " <x>'},
    ),
    Case(
        "badinv01",
        "3.1.2.1",
        invite(
            To='"Al" <sip:alice@door.example>;;;;',
            Via="SIP/2.0/UDP 198.51.100.9;;,;,,",
            Contact='"Al" <sip:gate@pine.example>;;;;',
        ),
        "reject",
        ["respond:400"],
    ),
    Case("ncl", "3.1.2.3", invite("Content-Length: -42"), "reject", ["respond:400"]),
    Case(
        "scalar02",
        "3.1.2.4",
        register(
            "Expires: 99999999999999999999",
            CSeq="99999999999999999999 REGISTER",
            Max_Forwards="256",
            Contact="<sip:gate@pine.example>;expires=88888888888",
        ),
        "reject",
        ["respond:400"],
    ),
    Case(
        "quotbal",
        "3.1.2.6",
        invite(To='"Door, Front <sip:alice@door.example>'),
        "reject",
        ["respond:400"],
    ),
    Case(
        "escruri",
        "3.1.2.11",
        invite(uri="sip:alice@door.example?Subject=%3Cring%3E"),
        "reject",
        ["respond:400"],
    ),
    Case(
        "mismatch02",
        "3.1.2.18",
        message("DINGDONG sip:alice@door.example SIP/2.0", CSeq="31 INVITE"),
        "reject",
        ["respond:400", "respond:501"],
    ),
    Case("bigcode", "3.1.2.19", message("SIP/2.0 4294967496 OK"), "reject", ["discard"]),
    Case(
        "insuf",
        "3.3.1",
        invite(From=None, To=None, Call_ID=None),
        "reject",
        ["respond:400"],
    ),
    Case(
        "unksm2",
        "3.3.4",
        register(
            From="<mailto:gate@pine.example>;tag=1",
            To="urn:isbn:0451450523",
            Contact="<handle:Front_Door>",
        ),
        "accept_or_reject",
        ["respond:400", "respond:405", "respond:501", "process"],
        {"from.uri": "mailto:gate@pine.example", "contact_count": 1},
    ),
    Case(
        "bext01",
        "3.3.5",
        options("Require: noOneHasThis, orThat", "Proxy-Require: norThis"),
        "accept",
        ["respond:420"],
        {"response_header:Unsupported": "noOneHasThis", "method": "OPTIONS"},
    ),
    Case(
        "multi01",
        "3.3.8",
        invite(
            "CSeq: 32 INVITE",
            "Max-Forwards: 5",
            "From: <sip:other@pine.example>;tag=2",
            "To: <sip:other@door.example>",
            "Call-ID: another@gate",
            "Content-Type: text/plain",
        ),
        "reject",
        ["respond:400"],
    ),
    Case(
        "mcl01",
        "3.3.9",
        options("Content-Length: 11", "Content-Length: 3", body="hello there\r\n"),
        "reject",
        ["respond:400"],
    ),
    Case(
        "cparam01",
        "3.3.12",
        register(Contact="sip:+4930123@gate.pine.example;mystery"),
        "accept",
        ["process", "respond:405", "respond:501"],
        {"contact.params": {"mystery": None}, "contact.uri_params": {}},
    ),
    Case(
        "sdp01",
        "3.3.15",
        invite("Accept: text/onlyWeHaveThis"),
        "accept",
        ["respond:406", "respond:400"],
        {"method": "INVITE", "sdp": session()},
    ),
]
