"""Volume and devices, chosen in a call and kept on the device (N15, N28)."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.account_form import field, kept, open_form
from tests.e2e.conftest import Account, MakeLine, MakePhone, scripted_account
from tests.e2e.peers import Callee
from tests.e2e.phone import Phone
from tests.e2e.scripted import Link, ScriptedServer
from tests.e2e.test_media import connect, flows, is_over, pair

OVERRIDES = "sipwidget:device"
SOUND = "() => recorder.asked.map(each => each.wanted.audio)"
HEARD = "() => recorder.audios.map(each => [each.volume, each.sinkId])"
SENT = """() => recorder.connections.filter(each => each.connectionState === "connected")
    .flatMap(each => each.getSenders()).filter(each => each.track?.kind === "audio")
    .map(each => each.track.getSettings().deviceId)"""
# From now on there is what there was, but for the devices whose names end so.
PLUG = """() => {
    const devices = navigator.mediaDevices;
    recorder.listed ??= devices.enumerateDevices.bind(devices);
    devices.enumerateDevices = async () =>
        (await recorder.listed()).filter(each => !each.label.endsWith("WITHOUT"));
    devices.dispatchEvent(new Event("devicechange"));
}"""


def test_devices_are_chosen_in_a_call_and_for_those_to_come(
    device: MakePhone, account: Account
) -> None:
    """N15: at once, and without a new offer."""
    alice, bob = pair(device, account)
    connect(alice, bob)
    flows(bob, "audio")
    invites = len(alice.sent("INVITE"))
    alice.tap("speaker")
    expect(alice.button("speaker")).to_have_attribute("aria-pressed", "true")
    chosen = {name: choose_last(alice, name) for name in ("microphone", "speaker")}
    uses(alice, **chosen)
    flows(bob, "audio")
    assert alice.media().tracks == 1
    assert len(alice.sent("INVITE")) == invites
    assert kept(alice, OVERRIDES) == chosen
    alice.tap("hangup")
    is_over(alice, bob)
    connect(bob, alice, target="alice")
    uses(alice, **chosen)
    bob.tap("hangup")
    is_over(alice, bob)


def test_a_chosen_device_that_is_unplugged_is_taken_back_when_it_is_there(
    device: MakePhone, account: Account
) -> None:
    """N15: before a call the form knows at once, and in the call it is said."""
    alice, bob = pair(device, account)
    open_form(alice)
    microphones = field(alice, "microphone").locator("option")
    expect(microphones).to_have_count(3)
    wanted = microphones.last.get_attribute("value")
    field(alice, "microphone").select_option(wanted)
    alice.tap("save")
    expect(alice.button("save")).to_have_count(0)
    open_form(alice)
    plug(alice, without="Input 2")
    expect(microphones.last).to_have_text("Unknown device")
    alice.tap("cancel")
    connect(alice, bob)
    alice.says("chosen microphone is not there")
    flows(bob, "audio")
    assert last(alice, SENT) != wanted
    plug(alice)
    alice.until(lambda: last(alice, SENT) == wanted, "the chosen microphone")
    flows(bob, "audio")
    alice.tap("hangup")
    is_over(alice, bob)


def test_the_volume_follows_the_slider_and_is_there_after_a_reload(
    device: MakePhone, scripted: ScriptedServer
) -> None:
    """N28: by keyboard."""
    alice = device(**scripted_account(scripted))
    slider = control(alice, "Volume")
    called(alice, scripted)
    expect(slider).to_have_value("100")
    for key, volume in (("Home", 0), ("ArrowRight", 0.05), ("ArrowRight", 0.1)):
        slider.press(key)
        alice.until(lambda volume=volume: last(alice, HEARD)[0] == volume, f"volume {volume}")
    alice.until(lambda: kept(alice, OVERRIDES) == {"volume": 10}, "it is kept")
    slider.press("Escape")
    expect(slider).to_have_count(0)
    alice.tap("hangup")
    alice.reaches(state="idle")
    alice.open(scripted_account(scripted))
    called(alice, scripted)
    expect(slider).to_have_value("10")
    assert last(alice, HEARD)[0] == 0.1
    alice.tap("hangup")
    alice.reaches(state="idle")


def test_the_browser_is_asked_for_the_sound_as_the_settings_say(line: MakeLine) -> None:
    """N15: as a wish, which costs no call."""
    alice = line(echoCancellation=False)
    alice.phone.tap("call")
    alice.link.request("INVITE")
    assert last(alice.phone, SOUND) == {
        "echoCancellation": False,
        "noiseSuppression": True,
        "autoGainControl": True,
    }


# --- what a person does, and what is there ------------------------------------------------------


def control(one: Phone, name: str) -> Locator:
    return one.root.get_by_role("group", name="Sound").get_by_label(name)


def choose_last(one: Phone, name: str) -> str | None:
    options = control(one, name.title()).locator("option")
    expect(options).to_have_count(3)
    chosen = options.last.get_attribute("value")
    control(one, name.title()).select_option(chosen)
    return chosen


def uses(one: Phone, microphone: str | None, speaker: str | None) -> None:
    one.until(lambda: last(one, SENT) == microphone, "the chosen microphone")
    one.until(lambda: last(one, HEARD) == [1, speaker], "the chosen speaker")


def plug(one: Phone, without: str = "nothing") -> None:
    one.everywhere(PLUG.replace("WITHOUT", without))


def called(one: Phone, server: ScriptedServer) -> Link:
    """Registered, in a call, with the sheet open."""
    link = server.link(60)
    link.register()
    one.reaches(connection="registered")
    one.tap("call")
    Callee(link).answer()
    one.reaches(state="outgoing-accepted")
    one.tap("speaker")
    return link


def last(one: Phone, script: str) -> Any:
    """The last of what the script finds, in whichever frame."""
    return [each for found in one.everywhere(script) for each in found][-1]
