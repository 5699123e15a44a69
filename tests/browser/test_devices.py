"""Devices that are missing, busy or refused, and what a call then still does."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    import inside
    import js
    from inside import Ends, directions, hears, until, watched
    from pyodide.code import run_js

    from sipwidget.browser.devices import Wishes, choose_speaker, list_devices
    from sipwidget.phone.inputs import MediaReduced

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        ("new DOMException('', 'NotAllowedError')", "camera-refused"),
        ("new DOMException('', 'NotFoundError')", "camera-missing"),
        ("new DOMException('', 'NotReadableError')", "camera-busy"),
        ("{name: 'OverconstrainedError', message: 'has no stack'}", "camera-missing"),
    ],
)
def test_without_a_camera_video_is_received_only(run: Run, error: str, problem: str) -> None:
    """A39"""

    async def inside(error: str) -> list[object]:
        ends = Ends(watched(f"if (wanted.video) throw {error}"), watched())
        offer = await ends.offer(video=True)
        reduced = await ends.inbox.wait(MediaReduced)
        ends.release()
        return [directions(offer), reduced.problem]

    assert run(inside, error) == [["sendrecv", "recvonly"], problem]


def test_without_a_microphone_the_picture_is_still_sent(run: Run) -> None:
    """N14"""

    async def inside() -> list[object]:
        devices = "if (wanted.audio) throw new DOMException('', 'NotFoundError')"
        ends = Ends(watched(), watched(devices))
        answer = await ends.answer(await ends.offer(video=True), video=True)
        reduced = await ends.inbox_there.wait(MediaReduced)
        ends.release()
        return [directions(answer), reduced.problem]

    assert run(inside) == [["recvonly", "sendrecv"], "microphone-missing"]


def test_who_refuses_the_microphone_is_not_asked_for_the_camera(run: Run) -> None:
    async def inside() -> list[object]:
        js.window.asked = run_js("[]")
        devices = """window.asked.push(Object.keys(wanted).join());
                     throw new DOMException('', 'NotAllowedError')"""
        ends = Ends(watched(devices), watched())
        offer = await ends.offer(video=True)
        ends.release()
        return [
            list(js.window.asked),
            directions(offer),
            *(each.problem for each in ends.inbox.inputs),
        ]

    assert run(inside) == [
        ["audio,video", "audio"],
        ["recvonly", "recvonly"],
        "camera-refused",
        "microphone-refused",
    ]


def test_a_camera_that_is_allowed_is_opened_though_the_microphone_is_refused(run: Run) -> None:
    async def inside() -> list[object]:
        window = watched("if (wanted.audio) throw new DOMException('', 'NotAllowedError')")
        window.navigator.permissions = run_js(
            "({query: async ({name}) => ({state: name === 'camera' ? 'granted' : 'denied'})})"
        )
        ends = Ends(window, watched())
        offer = await ends.offer(video=True)
        ends.release()
        return [directions(offer), *(each.problem for each in ends.inbox.inputs)]

    assert run(inside) == [["sendrecv", "recvonly"], "microphone-refused"]


def test_an_unplugged_device_is_replaced_without_a_new_offer(run: Run, page: Page) -> None:
    """N15: the browser ends the tracks, and others can be opened."""
    assert unplug(run, page, "") == [[], ["ended", "ended", "live", "live"], "stable"]


@pytest.mark.parametrize(
    ("kind", "problem", "tracks"),
    [
        ("video", "camera-lost", ["ended", "ended", "live"]),
        ("audio", "microphone-lost", ["ended", "ended", "live"]),
    ],
)
def test_a_call_goes_on_without_the_unplugged_device(
    run: Run, page: Page, kind: str, problem: str, tracks: list[str]
) -> None:
    """N15: no other of its kind is there."""
    assert unplug(run, page, kind) == [[problem], tracks, "stable"]


def unplug(run: Run, page: Page, lacking: str) -> Any:
    """End all tracks of a call as a browser does that loses its devices.

    No command of Chromium unplugs a fake device, but it also ends tracks, by the same event, when
    the permission to use them is withdrawn; because of its command line it does not insist on that
    permission when devices are opened again.
    """

    run(begin)
    page.evaluate("lacking => { window.lacking = lacking }", lacking)
    withdraw(page)
    return run(look, lacking)


async def begin() -> None:
    ours = watched("if (wanted[window.lacking]) throw {name: 'NotFoundError'}")
    theirs = watched()
    js.window.lacking = ""
    inside.kept = Ends(ours, theirs), ours, theirs
    await inside.kept[0].connect(video=True)
    await hears(theirs.connections[0], "video")


async def look(lacking: str) -> list[object]:
    """What was told, what became of the tracks, and that no more is heard of those that ended."""
    ends, ours, theirs = inside.kept
    await until(lambda: len(ours.tracks) + len(ends.inbox.news) == 4)
    if lacking != "video":
        await hears(theirs.connections[0], "video")
    await hears(ours.connections[0])
    signalling = ours.connections[0].signalingState
    for track in ours.tracks:
        if track.readyState == "ended":
            track.dispatchEvent(js.Event.new("ended"))
    await ends.offer(video=True)
    states = sorted(track.readyState for track in ours.tracks)
    problems = [each.problem for each in ends.inbox.news]
    ends.release()
    left = [track for track in ours.tracks if track.readyState == "live"]
    return [problems, states, signalling] if not left else ["still open"]


def withdraw(page: Page) -> None:
    """Withdraw the permission to use the camera, which ends all that was opened with it."""
    browser = page.context.browser
    assert browser
    target = page.context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]
    commands = browser.new_browser_cdp_session()
    where = {"permission": {"name": "camera"}, "browserContextId": target["browserContextId"]}
    for setting in ("denied", "granted"):
        commands.send("Browser.setPermission", {**where, "setting": setting})


def test_the_chosen_devices_are_asked_for_and_others_taken_where_they_are_gone(run: Run) -> None:
    """N15: the ids are wishes, so a device that was unplugged costs no call."""

    async def inside() -> list[object]:
        js.window.wishes = run_js("[]")
        window = watched("window.wishes.push(JSON.stringify(wanted))")
        ends = Ends(window, watched())
        ends.media.use(Wishes("gone", "away", processing={"echoCancellation": False}))
        offer = await ends.offer(video=True)
        ends.release()
        return [list(js.window.wishes), directions(offer)]

    sound = '{"deviceId":"gone","echoCancellation":false}'
    wish = '{"audio":' + sound + ',"video":{"deviceId":"away"}}'
    assert run(inside) == [[wish], ["sendrecv", "sendrecv"]]


def test_a_speaker_is_chosen_where_there_is_such_a_one_and_the_browser_can(run: Run) -> None:
    async def inside() -> list[object]:
        able = run_js("({async setSinkId(id) { this.chosen = id }})")
        missing, unable = js.document.createElement("audio"), run_js("({})")
        elements = (able, missing, unable)
        done = [await choose_speaker(js.window, audio, "kitchen") for audio in elements]
        return [*done, able.chosen, missing.sinkId]

    assert run(inside) == [True, False, True, "kitchen", ""]


def test_what_can_be_chosen_is_listed_without_the_browsers_own_aliases(run: Run) -> None:
    async def inside() -> list[list[str]]:
        listed = run_js("""({Promise, Array, Reflect, navigator: {mediaDevices: {
            enumerateDevices: async () => [
                {kind: "audioinput", deviceId: "default", label: "Default"},
                {kind: "audioinput", deviceId: "m1", label: "Wall"},
                {kind: "videoinput", deviceId: "", label: ""},
                {kind: "videoinput", deviceId: "c1", label: ""},
                {kind: "audiooutput", deviceId: "s1", label: "Ceiling"},
                {kind: "smell", deviceId: "x1", label: "?"}]}}})""")
        return [[each.kind, each.id, each.label] for each in await list_devices(listed)]

    assert run(inside) == [
        ["microphone", "m1", "Wall"],
        ["camera", "", ""],
        ["camera", "c1", ""],
        ["speaker", "s1", "Ceiling"],
    ]


@pytest.mark.parametrize(
    "window",
    [
        "({navigator: {}})",
        "({Promise, Array, Reflect, navigator: {mediaDevices: {"
        "enumerateDevices: async () => { throw new DOMException('', 'NotAllowedError') }}}})",
    ],
)
def test_a_browser_that_tells_no_devices_offers_none(run: Run, window: str) -> None:
    async def inside(window: str) -> list[object]:
        return list(await list_devices(run_js(window)))

    assert run(inside, window) == []
