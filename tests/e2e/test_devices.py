"""Microphone and camera: missing, refused, unplugged; and what a browser still does without."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import Account, MakeLine, MakePhone
from tests.e2e.phone import Phone
from tests.e2e.test_media import connect, flows, is_over, pair

# The browser of the tests lets everybody have its devices, so what it says of those that it does
# not give is said for it.
REFUSE = """() => {
    const devices = navigator.mediaDevices;
    if (!devices)
        return;
    const given = recorder.given = devices.getUserMedia;
    devices.getUserMedia = async wanted => {
        if (WANTED) {
            recorder.asked.push({audio: Boolean(wanted.audio), video: Boolean(wanted.video)});
            throw new DOMException("Permission denied", "NotAllowedError");
        }
        return given.call(devices, wanted);
    };
}"""
GIVE = "() => { if (recorder.given) navigator.mediaDevices.getUserMedia = recorder.given; }"
SERVERS = """() => recorder.connections.slice(-1).flatMap(
    each => each.getConfiguration().iceServers.flatMap(server => server.urls))"""

GATHERING = "() => recorder.connections.at(-1)?.iceGatheringState"


def test_a_machine_without_a_camera(
    new_phone: MakePhone, phone: MakePhone, account: Account
) -> None:
    """A39, N14: it registers and calls, sees the other side, sends sound, and says so."""
    alice = new_phone()
    alice.tolerant = True
    settings = {**account("alice"), "phonebook": "bob", "enableVideo": True}
    alice.open(settings, without="video")
    bob = phone(**account("bob"), enableVideo=True)
    for one in (alice, bob):
        one.reaches(connection="registered", timeout=60_000)
    connect(alice, bob)
    alice.says("camera")
    media = sessions.directions(alice.sent("INVITE")[-1].body)
    assert media == {"audio": "sendrecv", "video": "recvonly"}
    flows(bob, "audio")
    alice.until(lambda: alice.traffic().received.get("video", 0) > 10, "video received")
    alice.tap("hangup")
    is_over(alice, bob)


def test_a_refused_camera(phone: MakePhone, account: Account) -> None:
    """A39, N14: sound both ways, the other's picture, and a word about the camera."""
    alice, bob = pair(phone, account, enableVideo=True)
    with refused(alice, "video"):
        connect(alice, bob)
    alice.says("camera.*(block|allow)")
    assert alice.attribute("data-error") == "camera"
    media = sessions.directions(alice.sent("INVITE")[-1].body)
    assert media == {"audio": "sendrecv", "video": "recvonly"}
    flows(bob, "audio")
    alice.shows("remote")
    alice.tap("hangup")
    is_over(alice, bob)


def test_a_refused_microphone(phone: MakePhone, account: Account) -> None:
    """A43, N14: calls are shown and taken, the caller is heard, and what to allow is said.

    Without the permission Chromium names no address, only names that it makes up.
    """
    alice, bob = pair(phone, account)
    permit(bob, "denied", "microphone", "camera")
    with refused(bob, "audio"):
        connect(alice, bob)
    permit(bob, "granted", "microphone", "camera")
    bob.says("microphone.*allow")
    assert bob.attribute("data-error") == "microphone"
    answer = alice.received(200, "INVITE")[-1].body
    assert sessions.directions(answer) == {"audio": "recvonly"}
    assert "0.0.0.0" not in answer
    assert re.search(r"a=candidate:.* [0-9a-f-]+\.local ", answer)
    bob.until(lambda: bob.traffic().received.get("audio", 0) > 10, "sound received")
    assert bob.media().tracks == 0
    alice.tap("hangup")
    is_over(alice, bob)


def test_devices_that_are_unplugged_in_a_call(phone: MakePhone, account: Account) -> None:
    """N15: others take over without a word; where there is none the call goes on with less."""
    alice, bob = pair(phone, account, enableVideo=True)
    connect(alice, bob)
    flows(bob, "audio", "video")
    invites = len(alice.sent("INVITE"))
    opened = len(alice.media().devices)
    unplug(alice)
    alice.until(lambda: len(alice.media().devices) > opened + 1, "devices opened again")
    flows(bob, "audio", "video")
    expect(alice.messages.filter(has_text=re.compile("camera|microphone", re.I))).to_have_count(0)
    with refused(alice, "video"):
        unplug(alice)
        alice.says("camera")
    flows(bob, "audio")
    bob.shows("remote")
    assert len(alice.sent("INVITE")) == invites
    assert alice.attribute("data-state") == "outgoing-accepted"
    assert alice.media().tracks == 1
    bob.tap("hangup")
    is_over(alice, bob)


@pytest.mark.parametrize("kind", ["stun", "turn"])
def test_a_server_that_does_not_answer_delays_a_call_by_a_second(line: MakeLine, kind: str) -> None:
    """N16: the settings reach the browser; none are asked by default."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        servers = {"stun": place, "turn": f"user:secret@{place}"}
        alice = line(**{f"{kind}Servers": servers[kind]})
        alice.phone.tap("call")
        invite = alice.link.request("INVITE")
        assert "gathering" in alice.phone.everywhere(GATHERING)
        assert silent.recv(2048)
    (asked,) = (urls for urls in alice.phone.everywhere(SERVERS) if urls)
    assert asked == [f"{kind}:{place}"]
    assert "a=candidate:" in invite.body
    assert not any("secret" in text for text in alice.phone.console)


def test_no_server_is_asked_by_default(line: MakeLine) -> None:
    """N16"""
    alice = line()
    alice.phone.tap("call")
    alice.link.request("INVITE")
    assert alice.phone.media().connections == 1
    assert not any(alice.phone.everywhere(SERVERS))


def test_devices_are_opened_for_a_call_only(line: MakeLine) -> None:
    """A44: no track lives before, nor when a person says yes after the call is over."""
    alice = line()
    assert alice.phone.media().devices == ()
    alice.phone.everywhere("() => recorder.hold()")
    alice.phone.tap("call")
    alice.phone.until(lambda: alice.phone.media().devices, "the question")
    alice.phone.tap("hangup")
    alice.phone.reaches(state="idle")
    alice.phone.everywhere("() => recorder.release()")
    alice.phone.until(lambda: any(alice.phone.everywhere("() => recorder.tracks.length")), "tracks")
    alice.phone.released()
    assert alice.phone.sent("INVITE") == []


@contextmanager
def refused(one: Phone, kind: str) -> Iterator[None]:
    """Whoever asks for this kind of device is refused."""
    one.tolerant = True
    one.everywhere(REFUSE.replace("WANTED", f"wanted.{kind}"))
    yield
    one.everywhere(GIVE)


def unplug(one: Phone) -> None:
    """End all tracks as the browser does that loses its devices.

    No command of Chromium unplugs a fake device, but it also ends tracks, by the same event, when
    the permission to use them is withdrawn.
    """
    for setting in ("granted", "denied", "granted"):
        permit(one, setting, "camera")  # and so all that was opened with it


def permit(one: Phone, setting: str, *devices: str) -> None:
    """What the person has decided about these devices."""
    target = one.context.new_cdp_session(one.page).send("Target.getTargetInfo")["targetInfo"]
    browser = one.context.browser
    assert browser
    commands = browser.new_browser_cdp_session()
    where = {"browserContextId": target["browserContextId"], "setting": setting}
    for device in devices:
        commands.send("Browser.setPermission", {"permission": {"name": device}, **where})
