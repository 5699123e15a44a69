"""Widget calls widget through a real server: sound and picture both ways, and nothing left open."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e import sessions
from tests.e2e.cameras import CameraServer
from tests.e2e.conftest import USERS, Account, MakePhone, require
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.server import SipServer

Pair = tuple[Phone, Phone]
# The video lies over all of its container, and so over the poster.
COVERS = """it => {
    const [own, around] = [it, it.parentNode].map(each => each.getBoundingClientRect());
    return ["left", "top", "right", "bottom"].every(side => Math.abs(own[side] - around[side]) < 1);
}"""


@pytest.fixture(scope="module")
def relay() -> Iterator[SipServer]:
    """A server that takes the media of two browsers through rtpengine."""
    require("kamailio", "kamailio-websocket-modules", "rtpengine-daemon")
    with SipServer(USERS, relay=True) as server:
        yield server


def test_a_video_call_both_ways(phone: MakePhone, account: Account) -> None:
    """A19, A35, A36, A44: getStats says so on both sides; the caller hangs up."""
    alice, bob = pair(phone, account, enableVideo=True, enableLocalVideo=True)
    assert alice.media().devices == ()
    connect(alice, bob)
    media = sessions.directions(alice.sent("INVITE")[-1].body)
    assert media == {"audio": "sendrecv", "video": "sendrecv"}
    for one in (alice, bob):
        flows(one, "audio", "video")
        remote, local = one.video("remote"), one.video("local")
        expect(remote).to_have_attribute("playsinline", "")
        one.shows("remote")
        one.shows("local")
        assert local.evaluate("it => it.muted")
        share = widths(local) / widths(remote)
        assert 0.2 < share < 0.4
    alice.tap("hangup")
    is_over(alice, bob)


def test_the_poster_and_the_door_are_seen_until_the_video_comes(
    phone: MakePhone, account: Account
) -> None:
    """A35, N18: alice has nothing but the poster to look at, bob has a camera at the door."""
    alice, bob = pair(phone, account, enableVideo=True)
    with CameraServer() as door:
        still = f"{door.url}/still"
        bob.configure(**account("bob"), phonebook="alice", enableVideo=True, pictureUrl=still)
        alice.tap("call")
        bob.reaches(state="incoming")
        picture = bob.root.locator('[data-part="picture"] img')
        expect(picture).to_be_visible()
        for one in (alice, bob):
            container = one.root.locator(".video-container")
            expect(container).to_be_visible()
            assert "gradient" in container.evaluate("it => getComputedStyle(it).backgroundImage")
            assert one.video("remote").evaluate("it => it.videoWidth") == 0
        expect(alice.root.locator('[data-part="picture"] img')).to_have_count(0)
        bob.tap("accept")
        for one in (alice, bob):
            one.shows("remote")
            assert one.video("remote").evaluate(COVERS)
        expect(picture).to_have_count(0)
        alice.tap("hangup")
        is_over(alice, bob)


def test_a_call_with_sound_only(phone: MakePhone, account: Account) -> None:
    """A34, A37, A41, A44: no m=video, no picture, no camera; the callee hangs up."""
    alice, bob = pair(phone, account, enableLocalVideo=True)
    connect(alice, bob)
    assert "m=video" not in alice.sent("INVITE")[-1].body
    for one in (alice, bob):
        flows(one, "audio")
        expect(one.root.locator(".video-container")).to_have_count(0)
        assert [camera for _, camera in one.media().devices] == [False]
        assert one.media().tracks >= 1
    bob.tap("hangup")
    is_over(alice, bob)
    connect(bob, alice, target="alice")
    bob.tap("hangup")
    is_over(alice, bob)


def test_a_peer_without_video(phone: MakePhone, account: Account) -> None:
    """A40: the call has sound, and no camera is left on."""
    alice = phone(**account("alice"), phonebook="bob", enableVideo=True)
    bob = phone(**account("bob"), phonebook="alice")
    for one in (alice, bob):
        one.reaches(connection="registered")
    connect(alice, bob)
    for one in (alice, bob):
        flows(one, "audio")
    answer = sessions.directions(alice.received(200, "INVITE")[-1].body)
    assert answer.get("video", "inactive") == "inactive"
    assert [camera for _, camera in bob.media().devices] == [False]
    alice.tap("hangup")
    is_over(alice, bob)


def test_the_shape_of_the_picture_before_it_is_there(phone: MakePhone, account: Account) -> None:
    """A38: while it rings; 4/3 unless told otherwise. A41: none when idle."""
    alice, bob = pair(phone, account, enableVideo=True)
    bob.configure(
        **account("bob"), phonebook="alice", enableVideo=True, defaultVideoAspectRatio="16/9"
    )
    expect(alice.root.locator(".video-container")).to_have_count(0)
    alice.tap("call")
    bob.reaches(state="incoming")
    for one, wanted in ((alice, 4 / 3), (bob, 16 / 9)):
        box = one.root.locator(".video-container").bounding_box()
        assert box
        assert box["width"] / box["height"] == pytest.approx(wanted, rel=0.02)
        ratio = one.root.locator(".video-container").evaluate(
            "it => getComputedStyle(it).aspectRatio"
        )
        assert re.sub(r"\s", "", ratio) == {4 / 3: "4/3", 16 / 9: "16/9"}[wanted]
    bob.tap("decline")
    is_over(alice, bob)


def test_media_through_the_relay(relay: SipServer, phone: MakePhone) -> None:
    """rtpengine between two widgets: ICE and DTLS with it instead of with each other."""
    alice, bob = (
        phone(
            websocketUrl=relay.url,
            domain=relay.domain,
            username=name,
            password=USERS[name],
            phonebook=other,
        )
        for name, other in (("alice", "bob"), ("bob", "alice"))
    )
    for one in (alice, bob):
        one.reaches(connection="registered")
    connect(alice, bob)
    told = alice.received(200, "INVITE")[-1].body
    meant = next(each.frame.body for each in reversed(bob.wire) if each.sent and each.frame.body)
    assert fingerprint(told) != fingerprint(meant)
    for one in (alice, bob):
        flows(one, "audio")
    bob.tap("hangup")
    is_over(alice, bob)


def test_the_caller_gives_up(phone: MakePhone, account: Account) -> None:
    """A12, A21: both idle, nothing open on either side."""
    alice, bob = pair(phone, account)
    alice.tap("call")
    bob.reaches(state="incoming")
    alice.tap("hangup")
    is_over(alice, bob)
    assert bob.answered("INVITE") == [487]


def test_the_callee_declines(phone: MakePhone, account: Account) -> None:
    """A14, A20: 486, and the caller is told in words."""
    alice, bob = pair(phone, account)
    alice.tap("call")
    bob.reaches(state="incoming")
    bob.tap("decline")
    alice.says("busy")
    is_over(alice, bob)
    assert bob.answered("INVITE") == [486]


def test_a_second_caller_leaves_the_first_its_media(phone: MakePhone, account: Account) -> None:
    """A23: carol is told busy, alice and bob go on."""
    alice, bob = pair(phone, account)
    carol = phone(**account("carol"), phonebook="alice")
    carol.reaches(connection="registered")
    connect(alice, bob)
    carol.tap("call")
    carol.says("busy")
    carol.reaches(state="idle")
    assert alice.attribute("data-state") == "outgoing-accepted"
    alice.colored("hangup", "red")
    flows(alice, "audio")
    flows(bob, "audio")
    alice.tap("hangup")
    is_over(alice, bob)


def fingerprint(description: str) -> str:
    """Of the certificate by which a peer is known (RFC 8122)."""
    found = re.search(r"(?m)^a=fingerprint:(.*)$", description)
    assert found
    return found[1].strip()


def pair(phone: MakePhone, account: Account, **properties: object) -> Pair:
    """Two registered phones that have each other in the phonebook."""
    alice = phone(**account("alice"), phonebook="bob", **properties)
    bob = phone(**account("bob"), phonebook="alice", **properties)
    for one in (alice, bob):
        one.reaches(connection="registered", timeout=BOOT_MS)
    return alice, bob


def connect(caller: Phone, callee: Phone, *, target: str = "bob") -> None:
    """One calls, the other accepts."""
    caller.tap("call")
    callee.reaches(state="incoming")
    callee.tap("accept")
    callee.reaches(state="incoming-accepted")
    caller.reaches(state="outgoing-accepted")
    assert caller.sent("INVITE")[-1].target == f"sip:{target}@sip.test"


def flows(one: Phone, *kinds: str) -> None:
    """Wait until packets of these kinds are sent and received that were not before."""
    before = one.traffic()

    def more() -> bool:
        now = one.traffic()
        return all(
            table[0].get(kind, 0) > table[1].get(kind, 0) + 10
            for kind in kinds
            for table in ((now.sent, before.sent), (now.received, before.received))
        )

    one.until(more, f"{kinds} both ways; {one.traffic()}")


def is_over(*phones: Phone) -> None:
    """Idle and green again, with no live track and no connection (A13, A44)."""
    for one in phones:
        one.reaches(state="idle")
        one.colored("call", "green")
        one.released()


def widths(video: Locator) -> float:
    """The width of what is drawn, in px."""
    return float(video.evaluate("it => it.getBoundingClientRect().width"))
