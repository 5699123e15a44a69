"""The form of the local account, as a test fills it in, and what is kept of it."""

import json
from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import BOOTED
from tests.e2e.frames import Frame
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import Link, ScriptedServer

LOCAL_ACCOUNT = "openhab.ui:sipConfig"
LOCAL = {
    "username": "bob",
    "password": "pw-bob &x",
    "ownSipAddress": "621",
    "sipStateItem": "Hall_State",
}
KEPT = "key => localStorage.getItem(key)"
KEEP = "([key, text]) => localStorage.setItem(key, text)"


def booted(one: Phone) -> None:
    one.page.wait_for_function(BOOTED, timeout=BOOT_MS)


def field(one: Phone, name: str) -> Locator:
    return one.root.locator(f'[name="{name}"]')


def open_form(one: Phone) -> None:
    """By the other button of the mouse."""
    one.button("call").click(button="right")
    expect(one.button("save")).to_be_visible()


def fill(one: Phone, **fields: str) -> None:
    for name, text in fields.items():
        field(one, name).fill(text)


def save(one: Phone, **fields: str) -> None:
    """Fill the form in and save it."""
    open_form(one)
    fill(one, **fields)
    one.tap("save")
    expect(one.button("save")).to_have_count(0)


def kept(one: Phone, key: str = LOCAL_ACCOUNT) -> Any:
    text = one.page.evaluate(KEPT, key)
    return None if text is None else json.loads(text)


def keep(one: Phone, text: str, key: str = LOCAL_ACCOUNT) -> None:
    """As another page of the same origin does."""
    one.page.evaluate(KEEP, [key, text])


def registers_as(link: Link, name: str) -> None:
    """Wait for the REGISTER of that user, and answer all until then."""
    while f"<sip:{name}@sip.test>" not in link.register().header("From"):
        pass


def leaves_and_registers(server: ScriptedServer, link: Link, name: str) -> Link:
    """Wait for the phone's last words, and for its connection with another account."""
    link.until(lambda it: it.method == "REGISTER" and _ends(it), "un-REGISTER")
    new = server.link()
    registers_as(new, name)
    return new


def register_of(one: Phone, name: str) -> Frame:
    """Wait until the user is registered at a real server; gives back the last REGISTER."""
    whose = f"<sip:{name}@sip.test>"

    def taken() -> bool:
        return any(whose in each.header("To") for each in one.received(200, "REGISTER"))

    one.until(taken, f"registration of {name}")
    one.reaches(connection="registered")
    return one.sent("REGISTER")[-1]


def _ends(register: Frame) -> bool:
    return "expires=0" in register.header("Contact") or register.header("Expires") == "0"
