"""Mute and hold between two widgets through a real server: what is heard, and when it stops."""

from playwright.sync_api import expect

from tests.e2e import sessions
from tests.e2e.conftest import Account, MakePhone
from tests.e2e.phone import Phone
from tests.e2e.sound import hears_silence, hears_sound
from tests.e2e.test_media import connect, flows, is_over, pair

PLENTY = 50  # packets: a second of sound


def test_mute_and_hold_stop_the_sound_and_it_comes_back(phone: MakePhone, account: Account) -> None:
    """N12, N28: alice mutes herself, then holds the call, and takes all of that back."""
    alice, bob = pair(phone, account)
    connect(alice, bob)
    hears_sound(bob)
    alice.tap("mute")
    hears_silence(bob)
    alice.tap("mute")
    hears_sound(bob)

    alice.tap("hold")
    expect(bob.root.locator('[data-part="state"]')).to_contain_text("on hold by the other side")
    assert way(alice.sent("INVITE")[-1].body) == "sendonly"
    hears_silence(bob)
    sends_nothing(bob)
    alice.command("mute")  # and it is still so afterwards

    alice.tap("hold")
    expect(bob.root.locator('[data-part="state"]')).to_have_text("Connected")
    assert way(alice.sent("INVITE")[-1].body) == "sendrecv"
    hears_sound(alice)
    hears_silence(bob)
    alice.command("unmute")
    hears_sound(bob)
    bob.tap("hangup")
    is_over(alice, bob)


def test_hold_stops_the_pictures_and_the_camera_can_be_switched_off(
    phone: MakePhone, account: Account
) -> None:
    """N12, N28: in a video call."""
    alice, bob = pair(phone, account, enableVideo=True)
    connect(alice, bob)
    flows(alice, "audio", "video")
    alice.tap("camera")
    alice.until(lambda: brightness(bob) < 16, "a black picture")
    alice.tap("hold")
    expect(bob.root.locator('[data-part="state"]')).to_contain_text("on hold by the other side")
    assert set(sessions.directions(alice.sent("INVITE")[-1].body).values()) == {"sendonly"}
    sends_nothing(bob)
    alice.tap("hold")
    flows(alice, "audio", "video")
    assert brightness(bob) < 16
    alice.tap("camera")
    alice.until(lambda: brightness(bob) > 60, "a picture")
    alice.tap("hangup")
    is_over(alice, bob)


def way(description: str) -> str:
    return sessions.directions(description)["audio"]


def sends_nothing(one: Phone) -> None:
    """Wait until plenty came from the other side in a time in which nothing went out."""
    seen = [one.traffic()]

    def holds() -> bool:
        seen.append(one.traffic())
        if seen[-1].sent != seen[0].sent:
            seen[:] = [seen[-1]]
        return seen[-1].received["audio"] > seen[0].received["audio"] + PLENTY

    one.until(holds, "a side that sends nothing")


def brightness(one: Phone) -> float:
    """Of the picture that comes in, from 0 for black to 255."""
    return one.video("remote").evaluate(
        """video => {
            const canvas = new OffscreenCanvas(16, 16), pen = canvas.getContext("2d");
            pen.drawImage(video, 0, 0, 16, 16);
            return Math.max(...pen.getImageData(0, 0, 16, 16).data.filter((_, at) => at % 4 < 3));
        }"""
    )
