"""Writes docs/settings.md from the one table of settings: `python -m tools.manual [--write]`.

Like all that imports sipwidget it wants `src` on the PYTHONPATH.
"""

import sys
import textwrap
from pathlib import Path

from sipwidget.phone.checks import COMMANDS
from sipwidget.phone.properties import GROUPS, PROPERTIES
from sipwidget.phone.property import Property, Type

PAGE = Path(__file__).resolve().parent.parent / "docs/settings.md"

INTRODUCTION = """\
# Settings

Written by `python -m tools.manual --write` from the table in `src/sipwidget/phone/properties.py`,
which also makes openHAB's form and checks what is set. The names, types and flags of the first
eighteen are those of openHAB's `oh-sipclient`; its `config:` is read as it is. What of all this
works today is in [supported.md](supported.md).

## Where settings stand
Later wins, setting by setting:
1. `config.yaml` beside `index.html`, on a static host; asked for only where there is no 2 and 3;
2. `?config=ADDRESS` behind the page's address: a YAML or JSON document on the same server;
3. the properties of the openHAB widget (the attribute `data-config` of the frame), or, where no
   frame of the same server holds the page, `#` and URI-encoded JSON behind the address;
4. this device: its account and its overrides, below.

A document is lines of `name: value`, or a whole block `component: oh-sipclient` with its
`config:`. Put values that begin with `*` or hold `#` in quotes. `0620` stays `0620`, and `on`
stays `on`. An empty value is an unset one. What is wrong is said in words, with the name of the
setting and the line; the other settings are used all the same. A change takes effect at once,
without a reload, and never ends a call. In openHAB a text that begins with `=` is an expression.

**Links.** Settings 2 and `#` may come from any link that somebody sends. With them `autoAnswer`,
`autoDial`, `commandItem`, `sipStateItem`, the Item commands of `buttons` and the account of this
device wait until somebody at this device has agreed, once for each pair of `websocketUrl` and
`domain`.

## This device
The form "Local SIP Account Settings" opens by the button that the page editor shows in the upper
right, and by a long press on the icon or its context menu, unless `lockLocalAccount` is set. What
it saves stays in this browser and is never sent to openHAB:
- **SIP user name and password** take the place of the widget's. With a user name of this device
  the widget's `password` and `authorizationUser` are not used.
- **Own SIP address** is left out of the list to call, so one phonebook serves all tablets of an
  intercom.
- **State Item** takes the place of the widget's `sipStateItem`.
- **Overrides** of `autoAnswer`, `enableVideo`, `enableTones`, `echoCancellation`,
  `noiseSuppression` and `autoGainControl`.
- **Microphone, camera and speaker** to use, another speaker for ringing, and the volume, which is
  set in a call.

The account lies where `oh-sipclient` keeps it: one that is there already is used.

From each sheet, the phonebook's list and the form among them, a row of buttons leads to the others:
- **Recent calls** are the last 100 of this account at this server, kept in this browser only. A tap
  calls again. Missed calls are counted below the icon until somebody has looked; what another
  phone has answered is not missed. With `hideCallerId` nobody's name or number is kept or shown.
- **Dial a number** takes any number or address, by its keys or a keyboard. Nothing typed redials.
- **Do not disturb** refuses each call before it rings.
"""

NOTES = {
    "websocketUrl": """\
`wss://siphost:8089/ws` is used as it is. `/ws` is on the server that the page came from: `wss://`
for a page over `https://`, `ws://` for one over `http://`. A page over `https://` may not use
`ws://`. Of a list, `wss://first:8089/ws, wss://second:8089/ws`, the first is the one to come home
to.""",
    "phonebook": """\
- `**620@fritz.box`: one tap on the icon calls it.
- `620=Door, 621=Kitchen, garage@other.example=Garage`: a tap opens a list in this order. A caller
  whose number, or number and host, is in here is shown by that name.

A number without a host is one on `domain`. Blanks around entries do not matter, a name may hold
`=`, and of a number that is there twice the last name counts.""",
    "dtmfString": """\
The digits, `A` to `D`, `*` and `#`; a comma is a pause of two seconds. In YAML: `dtmfString:
"*1#"`.""",
    "pictureUrl": """\
A still is loaded anew each second, with `_=TIME` added to its address, a stream (MJPEG) stays open;
which of the two it is, is found out. It shows while it rings, while you call, and in the call until
its video comes; all along a call without video; without a call where *Show Video Area when idle* is
on. Nothing is asked while it is not shown or the page is hidden. On a page over https the address
needs https. Browsers take no user and no password in it: let the web server in front add them, or
use an Image Item.""",
    "pictureItem": """\
openHAB is asked for it every two seconds while it is shown. A *Picture URL* goes before it. At most
6 MB.""",
    "defaultVideoAspectRatio": "`4/3`, `16/9`, or one number, such as `1`.",
    "autoAnswer": """\
`620, door@pbx.example`: an entry with `@` is compared with the whole address of the caller, one
without with the part before the `@`. `"*"` answers everybody; in YAML it needs the quotes. The
name that a caller gives himself never counts.""",
    "autoDial": """\
Once for each time that the page is loaded, about a second after the registration, and not while a
call rings or is up.""",
    "sipStateItem": """\
The texts are those of `oh-sipclient`: `connected`, `registered`, `disconnected`, and for a call
`incoming:`, `incoming-accepted:`, `outgoing:`, `outgoing-accepted:`, then `ended:` where it was
answered or `failed:` where it was not, each with `user@host`. They are sent as commands, in their
order. The older name `stateItem` is read, too.""",
    "buttons": """\
```yaml
buttons: |
  - {label: Gate, dtmf: "#1"}
  - {label: Light, item: Hall_Light, command: ON, when: always}
```
Each has either `dtmf`, or `item` and `command`. `when` is `call`, which is what it is if unset, or
`always`: also without a call, and while it rings. Tones need a call all the same. `icon` is one of
`door`, `gate`, `garage`, `lock`, `unlock`, `light`, `bell`, `camera`, `blinds`, `power`, `alarm`,
or `oh:` and the name of one of openHAB's icons. At most twelve, with different labels.

A Switch or a Rollershutter also takes `TOGGLE`. A command is sent once. If it fails the widget says
so and why, and does not try again by itself: a door must not open minutes later.""",
    "turnServers": """\
`turn:user:password@relay.example:3478`; `turns:` is over TLS; `?transport=tcp` may follow.""",
    "stunServers": "`stun.example:3478`. Unset, nobody is asked: calls stay in the home network.",
    "callWaiting": """\
The second call shows below the first, with buttons of its own. To accept it puts the first one
on hold; an arrow to and fro changes over. When the call ends the other one stays on hold until
somebody takes it back. Up to four calls may be there at one time; auto answer takes no second.""",
    "pushToTalk": """\
In place of *Mute* a large button stands in the call: finger, mouse, space or enter key hold it
down. Rules can switch with the commands `unmute` and `mute`.""",
    "commandItem": """\
A rule commands the Item, and the phone does as its buttons do:

| command | does |
| --- | --- |
| `dial:620` | calls a number or an address |
| `answer`, `decline` | takes or refuses what rings |
| `hangup` | ends the call |
| `dtmf:#1` | sends tones in a call |
| `mute`, `unmute` | shuts the microphone of the call, or opens it |
| `hold`, `resume` | puts the call on hold, or takes it back |""",
    "allowCommands": f"""\
Words from {", ".join(f"`{word}`" for word in COMMANDS)}. `dial` is for what the phonebook holds,
`dial:*` for any number; without them somebody at the device is asked first. All else that is not
in the list is refused.""",
    "dock": """\
Main UI throws away what is on a page when another page opens. With this the phone itself lives
beside the pages, so that calls go on; without it, it lives and ends with its page.""",
    "language": "`en` or `de`.",
}  # fmt: skip
"""What is longer than the line that openHAB's form shows, by the name of the setting."""


def page() -> str:
    """The whole of docs/settings.md."""
    return "\n".join([INTRODUCTION, *(group(name, label) for name, label in GROUPS)])


def group(name: str, label: str) -> str:
    """One group of the form: a chapter."""
    members = (known for known in PROPERTIES if known.group == name)
    return f"## {label}\n\n" + "\n".join(section(known) for known in members)


def section(known: Property) -> str:
    """One setting: its name, what it takes, and what it means."""
    notes = f"\n{NOTES[known.name]}\n" if known.name in NOTES else ""
    meaning = textwrap.fill(known.description, 98, break_on_hyphens=False)
    return f"### {known.name}\n*{known.label}* · {takes(known)}\n\n{meaning}\n{notes}"


def takes(known: Property) -> str:
    """Type, values, default and flags, in one line."""
    parts = [str(known.type)]
    if known.context == "item":
        parts.append("name of an Item")
    if known.options:
        parts.append(" or ".join(f"`{option}`" for option in known.options))
    if known.limits != (0, 0):
        parts.append(f"{known.limits[0]} to {known.limits[1]}")
    if known.type is Type.BOOLEAN:
        parts.append(f"default `{str(bool(known.default)).lower()}`")
    elif known.default is not None:
        parts.append(f"default `{known.default}`")
    parts += [flag for flag in ("required", "advanced") if getattr(known, flag)]
    return " · ".join(parts)


def main() -> None:
    """Compares, or writes with --write; exits with words when the page is not the table."""
    wanted = page()
    if PAGE.is_file() and PAGE.read_text() == wanted:
        return
    if "--write" not in sys.argv[1:]:
        sys.exit(
            "docs/settings.md is not what properties.py says: run python -m tools.manual --write"
        )
    PAGE.write_text(wanted)


if __name__ == "__main__":
    main()
