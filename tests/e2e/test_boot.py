"""How Python starts in the built form, and that it starts all the same when something is wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.e2e.conftest import BOOTED, MakePhone, scripted_account
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import ScriptedServer

READY = """addEventListener("sipwidget:ready", ({detail}) => {
    document.documentElement.dataset.boot = JSON.stringify(detail);
}, {capture: true});"""
NO_STREAMS = "delete window.DecompressionStream;"
MEMORY, CONTENTS = "**/memory.bin.gz", "**/memory.js"
Spoil = Callable[[Route], None]


def damaged(route: Route) -> None:
    body = bytearray(route.fetch().body())
    body[len(body) // 2] ^= 1
    route.fulfill(status=200, body=bytes(body))


def shortened(route: Route) -> None:
    route.fulfill(status=200, body=route.fetch().body()[:1000])


def missing(route: Route) -> None:
    route.fulfill(status=404, body="")


def unreachable(route: Route) -> None:
    route.abort()


def changed(old: str, new: str) -> Spoil:
    """The memory's own description, of another version or of a larger machine."""

    def spoil(route: Route) -> None:
        text = route.fetch().text()
        assert old in text
        route.fulfill(status=200, content_type="text/javascript", body=text.replace(old, new))

    return spoil


def boots(phone: Phone, scripted: ScriptedServer) -> dict[str, str]:
    """It starts, registers, and says how it has started."""
    phone.tolerant = True
    phone.open(scripted_account(scripted))
    phone.page.wait_for_function(BOOTED, timeout=BOOT_MS)
    scripted.link(60).register()
    phone.reaches(connection="registered")
    (frame,) = (each for each in phone.page.frames if "widget/" in each.url)
    found: dict[str, str] = frame.evaluate("JSON.parse(document.documentElement.dataset.boot)")
    return found


def test_it_starts_with_its_memory(new_phone: MakePhone, scripted: ScriptedServer) -> None:
    alice = new_phone(init=READY)
    told = boots(alice, scripted)
    assert (told["boot"], told["reason"]) == ("snapshot", "")
    assert told["milliseconds"]
    assert [text for text in alice.console if "memory" in text] == []


@pytest.mark.parametrize(
    ("address", "spoil", "words"),
    [
        (MEMORY, missing, "HTTP 404"),
        (MEMORY, unreachable, "fetch"),
        (MEMORY, shortened, "1000 bytes"),
        (MEMORY, damaged, "SHA-256"),
        (CONTENTS, changed('"version": "314.0.7"', '"version": "314.0.5"'), "314.0.5"),
        (CONTENTS, changed('"heap": 31457280', '"heap": 99999999'), "99999999"),
    ],
)
def test_without_its_memory_it_starts_from_bytecode_and_says_why(
    new_phone: MakePhone, scripted: ScriptedServer, address: str, spoil: Spoil, words: str
) -> None:
    alice = new_phone(init=READY)
    alice.page.route(address, spoil)
    told = boots(alice, scripted)
    assert told["boot"] == "compiled"
    assert words in told["reason"]
    assert [text for text in alice.console if words in text]


def test_a_browser_that_cannot_unpack_it_starts_from_bytecode(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    alice = new_phone(init=READY + NO_STREAMS)
    told = boots(alice, scripted)
    assert (told["boot"], told["reason"]) == (
        "compiled",
        "the browser has no DecompressionStream",
    )
