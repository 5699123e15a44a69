"""The one table of all settings: it checks documents, and makes the openHAB form and the manual.

The first eighteen are those of openHAB's ``oh-sipclient``, with its names, types, labels and flags.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The parameter types of openHAB that are in use here."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    BOOLEAN = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Property:
    """One setting, as an openHAB parameter describes it.

    ``default`` is what the form is preset with, or None for nothing: an unset TEXT is empty, an
    unset BOOLEAN false. ``options`` are all values that a TEXT may have, ``limits`` the smallest
    and the largest INTEGER. ``alias`` is an older name, read where ``name`` is unset.
    """

    name: str
    label: str
    description: str
    group: str
    type: Type = Type.TEXT
    default: str | int | bool | None = None
    required: bool = False
    advanced: bool = False
    context: str = ""
    options: tuple[str, ...] = ()
    limits: tuple[int, int] = (0, 0)
    alias: str = ""

    @property
    def secret(self) -> bool:
        """Whether the value must not be shown, not even in a message about it."""
        return self.context == "password"

    @property
    def attribute(self) -> str:
        """The name in Python: ``enableSIPDebug`` is ``enable_sip_debug``."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", self.name).lower()


GROUPS: tuple[tuple[str, str], ...] = (
    ("sip", "SIP server"),
    ("calls", "Calls"),
    ("tones", "Tones"),
    ("video", "Video and picture"),
    ("actions", "Doors and buttons"),
    ("openhab", "openHAB"),
    ("page", "Page"),
)
"""Name and label of each group, in the order of the form."""

INTEGER, BOOLEAN = Type.INTEGER, Type.BOOLEAN

PROPERTIES: tuple[Property, ...] = (
    Property(
        "iconSize",
        "Icon Size",
        "Width and height of the icons in pixels. The buttons are at least as high.",
        "page",
        INTEGER,
        limits=(1, 2000),
    ),
    Property(
        "websocketUrl",
        "Websocket URL",
        "Where the SIP server takes WebSockets: a full address, wss://siphost:8089/ws, or a "
        "path on this page's server, /ws. Android and iOS need wss. Several servers, separated "
        "by commas, are tried in turn.",
        "sip",
        required=True,
    ),
    Property(
        "domain",
        "SIP Domain",
        "The part of the SIP addresses after the @, often the name of the SIP server.",
        "sip",
        required=True,
    ),
    Property(
        "username", "SIP Username", "The part of this phone's SIP address before the @.", "sip"
    ),
    Property(
        "authorizationUser",
        "SIP Authorization User",
        "The name to log in with, where the server wants another one than the SIP user name.",
        "sip",
        advanced=True,
    ),
    Property(
        "password",
        "SIP Password",
        "The password that belongs to the user name. It is stored with the page.",
        "sip",
        context="password",
    ),
    Property(
        "enableTones",
        "Enable tones",
        "Plays a ring tone for incoming calls and a ringback tone for outgoing ones. The "
        "browser may ask for one tap on the page first.",
        "tones",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "phonebook",
        "Phonebook",
        "Whom to call: one number or address, or a comma separated list of number=name. The "
        "names are shown for callers, too.",
        "calls",
        required=True,
    ),
    Property(
        "dtmfString",
        "DTMF String",
        "Adds a button to a call that sends these tones, to open a door or a gate. Quote it in "
        "YAML.",
        "actions",
        advanced=True,
    ),
    Property(
        "hideCallerId",
        "Hide caller id",
        "Shows neither name nor number of the other side.",
        "calls",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "enableVideo",
        "Enable Video",
        "Calls with a picture, where the other side has one.",
        "video",
        BOOLEAN,
    ),
    Property(
        "enableLocalVideo",
        "Enable Local Video View",
        "Lays the picture of your own camera over a video call.",
        "video",
        BOOLEAN,
    ),
    Property(
        "defaultVideoAspectRatio",
        "Default Aspect Ratio",
        "The shape of the video area before the first picture is there, as width/height.",
        "video",
        advanced=True,
        default="4/3",
    ),
    Property(
        "disableRegister",
        "Disable REGISTER",
        "Only places calls: the server is not told where this phone is, so nobody can call it.",
        "sip",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "autoAnswer",
        "Auto Answer",
        "Answers these callers by itself: a comma separated list of user@host or user, or * for "
        "everybody.",
        "calls",
        advanced=True,
    ),
    Property(
        "autoDial",
        "Auto Dial",
        "A number or address that is called once when the page has been loaded.",
        "calls",
        advanced=True,
    ),
    Property(
        "sipStateItem",
        "State Item",
        "A String Item that is told the state of the connection and of the calls.",
        "openhab",
        advanced=True,
        context="item",
        alias="stateItem",
    ),
    Property(
        "enableSIPDebug",
        "Enable SIP Debug",
        "Writes each SIP message to the browser's console, with secrets masked.",
        "page",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "declineStatus",
        "Decline Status",
        "The SIP status that a declined caller gets: 486 is busy here, 603 is declined everywhere.",
        "calls",
        INTEGER,
        advanced=True,
        default=486,
        limits=(400, 699),
    ),
    Property(
        "callWaiting",
        "Call Waiting",
        "Lets a second call ring during a call. Otherwise its caller hears that the line is busy.",
        "calls",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "ringSeconds",
        "Ring Seconds",
        "Ends a call that nobody has answered after this time. 0 is no limit.",
        "calls",
        INTEGER,
        advanced=True,
        default=0,
        limits=(0, 86_400),
    ),
    Property(
        "maxCallSeconds",
        "Longest Call",
        "Ends each call after this number of seconds. 0 is no limit.",
        "calls",
        INTEGER,
        advanced=True,
        default=0,
        limits=(0, 86_400),
    ),
    Property(
        "dtmfMode",
        "DTMF Mode",
        "How tones are sent: in the audio stream (rtp), as SIP messages (info), or as the other "
        "side can take them (auto).",
        "actions",
        advanced=True,
        default="auto",
        options=("auto", "rtp", "info"),
    ),
    Property(
        "dtmfDuration",
        "DTMF Duration",
        "The length of each tone in milliseconds.",
        "actions",
        INTEGER,
        advanced=True,
        default=160,
        limits=(40, 6000),
    ),
    Property(
        "dtmfGap",
        "DTMF Gap",
        "The silence between two tones in milliseconds.",
        "actions",
        INTEGER,
        advanced=True,
        default=640,
        limits=(30, 6000),
    ),
    Property(
        "buttons",
        "Buttons",
        "A YAML or JSON list. Each button has a label, may have an icon, and has either dtmf, "
        "or item and command. It is shown when: call or when: always.",
        "actions",
        advanced=True,
        context="script",
    ),
    Property(
        "showVideoWhenIdle",
        "Show Video Area when idle",
        "Keeps the place of the video free when there is no call.",
        "video",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "pictureUrl",
        "Picture URL",
        "A picture of the door, still or moving (MJPEG), shown until the call's video comes.",
        "video",
        advanced=True,
    ),
    Property(
        "pictureItem",
        "Picture Item",
        "An Image Item with the picture of the door, shown until the call's video comes.",
        "video",
        advanced=True,
        context="item",
    ),
    Property(
        "stunServers",
        "STUN Servers",
        "Comma separated list of host:port, for calls that leave the home network.",
        "sip",
        advanced=True,
    ),
    Property(
        "turnServers",
        "TURN Servers",
        "Comma separated list of turn:user:password@host:port. Write : @ and , inside the user "
        "name or the password as %3A %40 and %2C.",
        "sip",
        advanced=True,
        context="password",
    ),
    Property(
        "openDevices",
        "Open Devices",
        "When the browser opens microphone and camera: for each call, or once when the page loads.",
        "page",
        advanced=True,
        default="call",
        options=("call", "load"),
    ),
    Property(
        "hideInsecureMessage",
        "Hide HTTPS Message",
        "Does not say that calls need HTTPS when the page was loaded without it.",
        "page",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "toneCountry",
        "Tone Country",
        "Two letters of the country whose tones are played, such as DE. Unset, it is that of "
        "the browser's language.",
        "tones",
        advanced=True,
    ),
    Property(
        "ringtoneUrl",
        "Ring Tone URL",
        "A sound file that is played in place of the country's ring tone.",
        "tones",
        advanced=True,
    ),
    Property(
        "commandItem",
        "Command Item",
        "A String Item that rules write to, to use this phone: dial:620, answer, hangup, dtmf:#.",
        "openhab",
        advanced=True,
        context="item",
    ),
    Property(
        "allowCommands",
        "Allowed Commands",
        "Comma list of what is obeyed unasked; dial is for the phonebook, dial:* for any number.",
        "openhab",
        advanced=True,
        default="answer,hangup,dtmf",
    ),
    Property(
        "lockLocalAccount",
        "Lock Local Account",
        "Offers the local account's form in the edit mode of the page only.",
        "page",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "dock",
        "Stay Connected",
        "Keeps the connection and the calls when Main UI goes to another page.",
        "page",
        BOOLEAN,
        advanced=True,
        default=True,
    ),
    Property(
        "pushToTalk",
        "Push to Talk",
        "Opens the microphone only while a button is held, for devices with an echo.",
        "calls",
        BOOLEAN,
        advanced=True,
    ),
    Property(
        "language",
        "Language",
        "Two letters of the language, such as de. Unset, it is that of openHAB or the browser.",
        "page",
        advanced=True,
    ),
)

BY_NAME: dict[str, Property] = {known.name: known for known in PROPERTIES}
