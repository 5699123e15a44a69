"""A machine that changes its network in a call: one cable out, another one in."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.conftest import Account, MakePhone
from tests.e2e.devtools import Chromium, Tab
from tests.e2e.hop import Hop
from tests.e2e.namespace import Namespace, possible
from tests.e2e.phone import EMBED, Phone
from tests.e2e.server import SipServer
from tests.e2e.test_media import flows, is_over
from tools.serve import StaticServer

ROOT = """document.querySelector("#widget")?.contentDocument?.querySelector("#sipwidget")"""
SHOWN = f"name => {ROOT}?.dataset[name] ?? ''"
COMMAND = f"""detail =>
    {{ {ROOT}.dispatchEvent(new CustomEvent("sipwidget:command", {{detail}})); }}"""
# The phone may live in another frame than the one that shows it.
HEARD = """async () => {
    const all = [window];
    for (const each of all)
        for (let index = 0; index < each.length; index++)
            all.push(each[index]);
    let packets = 0;
    for (const connection of all.flatMap(each => each.recorder?.connections ?? []))
        if (connection.connectionState !== "closed")
            for (const each of (await connection.getStats()).values())
                packets += each.type === "inbound-rtp" ? each.packetsReceived : 0;
    return packets;
}"""


@pytest.fixture
def machine() -> Iterator[Namespace]:
    if not possible():
        pytest.skip("only root may make network namespaces")
    with Namespace() as one:
        yield one


@pytest.fixture
def tab(machine: Namespace) -> Iterator[Tab]:
    """A page of a browser there, of which nobody here has the sockets."""
    machine.plug(1)
    with ExitStack() as stack:
        with machine.inside():
            browser = stack.enter_context(Chromium(prefix=machine.prefix))
        yield browser.tab()


def until(holds: Callable[[], object], what: str, seconds: float = 60.0) -> None:
    """Wait until something holds."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.1)


@pytest.mark.alone  # browsers drop what they load as the machine gets another address
@pytest.mark.parametrize("other", ["there before", "there after"])
def test_sound_is_back_soon_after_a_cable_is_gone(
    machine: Namespace,
    tab: Tab,
    site_folder: Path,
    phone: MakePhone,
    account: Account,
    sip_server: SipServer,
    other: str,
) -> None:
    """N3: within 10 s, and the call goes on to where it is hung up."""
    bob = phone(**account("bob"))
    with machine.inside():
        site = StaticServer(site_folder)
    with site, Hop(sip_server.ws_port, machine.home) as hop:
        tab.open(f"{site.url}host.html")
        tab.evaluate(EMBED, [json.dumps({**account("alice"), "websocketUrl": hop.url}), ""])
        until(lambda: tab.evaluate(SHOWN, "connection") == "registered", "registered")
        bob.reaches(connection="registered")
        if other == "there before":
            machine.plug(2)
        tab.evaluate(COMMAND, "dial:bob")
        bob.reaches(state="incoming")
        bob.tap("accept")
        flows(bob, "audio")
        if other == "there after":
            machine.plug(2)
        machine.unplug(1)
        assert sound_is_back(tab, bob) < 10
        until(lambda: tab.evaluate(SHOWN, "connection") == "registered", "registered")
        bob.tap("hangup")
        is_over(bob)
        until(lambda: tab.evaluate(SHOWN, "state") == "idle", "idle")


def sound_is_back(tab: Tab, bob: Phone) -> float:
    """Seconds until each has heard half a second of the other that was said after the change."""
    begun, heard = time.monotonic(), [0, 0]
    while min(heard) < 25:
        before = packets(tab, bob)
        bob.page.wait_for_timeout(300)
        new = [now - then for now, then in zip(packets(tab, bob), before, strict=True)]
        late = time.monotonic() - begun > 1.0  # what was under way is there
        heard = [sum(each) for each in zip(heard, new, strict=True)] if late else heard
        assert time.monotonic() - begun < 40, "no sound any more"
    return time.monotonic() - begun


def packets(tab: Tab, bob: Phone) -> list[int]:
    """What each has received."""
    return [tab.evaluate(HEARD), bob.traffic().received.get("audio", 0)]
