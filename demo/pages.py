"""The demo's pages: static HTML, filled in on the server. The one script moves the door."""

import html
import json
from collections.abc import Iterable
from pathlib import Path
from string import Template

from demo.accounts import DOMAIN, DOOR, ECHO, PEOPLE, Account, Directory
from demo.latch import OPENS
from demo.openhab.host_page import PORCH_LIGHT

FOLDER = Path(__file__).with_name("pages")
WINDOWS = "/?account="
WIDGET = "/sipwidget/index.html"
# The phone has a policy of its own; what is here may hold it, styles, and the door's script.
PICTURE = "/door/picture"
BUTTONS = (
    f"- {{label: Porch light, icon: light, item: {PORCH_LIGHT}, command: TOGGLE, when: always}}"
)
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def widget_settings(account: Account, directory: Directory) -> dict[str, str | bool]:
    """The phone's properties, as ``data-config`` hands them over."""
    return {
        "websocketUrl": "/sip",
        "domain": DOMAIN,
        "username": account.name,
        "password": account.password,
        "phonebook": directory.phonebook(account),
        "enableVideo": True,
        "enableLocalVideo": True,
        "enableTones": True,
        "dtmfString": OPENS,
        "buttons": BUTTONS,
        "pictureUrl": PICTURE,
    }


def home_settings(account: Account, directory: Directory) -> dict[str, str | bool]:
    """The phone's properties on a page of openHAB: with two Items, and rules that may dial."""
    return {
        **widget_settings(account, directory),
        "sipStateItem": f"{account.label}_Phone_State",
        "commandItem": f"{account.label}_Phone_Command",
        "allowCommands": "dial,answer,hangup,dtmf",
    }


def phone_page(account: Account, directory: Directory) -> str:
    """The window of one account."""
    others = [one for one in PEOPLE if one is not account]
    return _fill(
        "phone.html",
        {
            "label": account.label,
            "number": account.number,
            "initial": account.label[:1],
            "domain": DOMAIN,
            "widget": WIDGET,
            "settings": json.dumps(widget_settings(account, directory)),
            "echo": ECHO.number,
            "door": DOOR.number,
            "opens": OPENS,
        },
        links=_links(others),
    )


def choice_page(title: str, text: str, people: Iterable[Account], address: str = WINDOWS) -> str:
    """A page that offers all accounts: none is free, or there is none of that name.

    The links lead to ``address`` with an account's name behind it.
    """
    return _fill("choice.html", {"title": title, "text": text}, links=_links(people, address))


def _links(people: Iterable[Account], address: str = WINDOWS) -> str:
    row = Template(
        '<li><a href="$address$name" target="_blank" rel="noopener">'
        "<span>$label</span> <small>$number</small></a></li>"
    )
    return "\n".join(
        row.substitute(
            address=address, name=one.name, label=html.escape(one.label), number=one.number
        )
        for one in people
    )


def _fill(page: str, texts: dict[str, str], links: str) -> str:
    escaped = {name: html.escape(text) for name, text in texts.items()}
    template = Template((FOLDER / page).read_text(encoding="utf-8"))
    return template.substitute(escaped, links=links)
