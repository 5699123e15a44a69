"""The loop, in a real page with real DOM and timers; what it drives are recorders of its ports."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import js
    from inside import Bench, until

    from sipwidget.browser.listeners import Listeners
    from sipwidget.phone.config import Source, configure
    from sipwidget.phone.device import Device
    from sipwidget.phone.inputs import (
        Clicked,
        CommandAnswered,
        Commanded,
        Configured,
        MediaFailed,
        PictureFailed,
        SocketClosed,
        SocketOpened,
        Tick,
    )

Run = Callable[..., Any]


def test_the_first_picture_is_announced_with_its_time_and_how_it_booted(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        (ready,) = bench.heard("sipwidget:ready")
        marks = js.performance.getEntriesByName("sipwidget:ready").length
        return [bench.root.dataset.connection, ready.boot, ready.milliseconds > 0, marks > 0]

    assert run(inside) == ["connecting", "plain", True, True]


def test_a_tap_from_before_reaches_the_phone_once(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.root.setAttribute("data-tapped", "")
        bench.start()
        bench.configure(phonebook="620=Door, 621=Gate")
        bench.shell.put(SocketOpened(1))
        offered = bench.root.querySelectorAll("[data-action=dial]").length
        return [offered, bench.root.hasAttribute("data-tapped")]

    assert run(inside) == [2, False]


def test_a_configuration_opens_a_socket_and_the_state_of_the_socket_is_painted(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        shown = [bench.root.dataset.connection]
        bench.shell.put(SocketOpened(1))
        return [*bench.asked("open"), *shown, bench.root.dataset.connection]

    assert run(inside) == [["open", 1, "wss://pbx.test/ws"], "connecting", "connected"]


def test_what_the_phone_announces_is_an_event_that_leaves_the_widget(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.shell.put(SocketOpened(1))
        return bench.heard("sipwidget:state")

    assert run(inside) == ["connected"]


def test_what_is_heard_and_felt_follows_each_model_after_it_is_painted(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure(enableTones=True)
        bench.shell.put(SocketOpened(1))
        bench.shell.put(Commanded("dial:620"))
        sounds = [str(model.sound) for model in bench.followed]
        return [sounds[0], sounds[-1], bench.followed[-1].awake]

    assert run(inside) == ["", "ringback", True]


def test_an_input_that_changes_nothing_draws_nothing(run: Run) -> None:
    """N35"""

    async def inside() -> int:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.shell.put(SocketOpened(1))
        drawn = len(bench.followed)
        bench.shell.put(Tick())
        return len(bench.followed) - drawn

    assert run(inside) == 0


def test_an_input_that_comes_while_another_is_handled_waits_its_turn(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.on_open = lambda socket: bench.shell.put(SocketClosed(socket, 1006, "", False))
        bench.configure("wss://one.test,wss://two.test")
        return [url for _, _, url in bench.asked("open")], bench.root.dataset.error

    assert run(inside) == [["wss://one.test", "wss://two.test"], "socket"]


def test_an_input_that_comes_while_the_page_is_painted_waits_its_turn(run: Run) -> None:
    """A button with the focus tells of its loss while it is being taken out."""

    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.shell.put(SocketOpened(1))
        bench.shell.put(Commanded("dial:620"))
        bench.root.querySelector('[data-action="hangup"]').focus()
        left = Listeners(bench.root)
        left.on("focusout", lambda _: bench.shell.put(Commanded("dial:621")))
        bench.shell.put(Commanded("hangup"))
        left.close()
        return [bench.root.dataset.state, bench.root.querySelector("[data-part=party]").innerText]

    assert run(inside) == ["outgoing", "621"]


def test_a_command_of_the_page_dials(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.shell.put(SocketOpened(1))
        options = js.JSON.parse('{"detail": "dial:620"}')
        bench.root.dispatchEvent(js.CustomEvent.new("sipwidget:command", options))
        return [
            bench.root.dataset.state,
            len(bench.asked("make_offer")),
            bench.heard("sipwidget:state")[-1],
        ]

    assert run(inside) == ["outgoing", 1, "outgoing:620@pbx.test"]


def test_an_event_that_commands_nothing_is_passed_over(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.shell.put(SocketOpened(1))
        uncaught: list[str] = []
        errors = Listeners(js.window)
        errors.on("error", lambda event: uncaught.append(event.message))
        bench.root.dispatchEvent(js.Event.new("sipwidget:command"))
        errors.close()
        return [bench.root.dataset.state, uncaught]

    assert run(inside) == ["idle", []]


def test_the_one_timer_brings_the_phone_back_without_an_input(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.shell.put(SocketClosed(1, 1006, "", False))
        await until(lambda: len(bench.asked("open")) == 2)
        return bench.asked("open")[1]

    assert run(inside) == ["open", 2, "wss://pbx.test/ws"]


def test_a_click_on_a_painted_button_reaches_the_phone(run: Run) -> None:
    async def inside() -> str:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.root.querySelector('[data-action="call"]').click()
        return bench.root.querySelector("[data-code]").dataset.code

    assert run(inside) == "phonebook-empty"


def test_leaving_the_page_closes_the_socket_and_coming_back_reads_the_settings_anew(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.shell.put(SocketOpened(1))
        bench.shell.leave()
        left = [
            bench.root.dataset.connection,
            bench.asked("close"),
            bench.heard("sipwidget:state")[-1],
        ]
        back = js.PageTransitionEvent.new("pageshow", js.JSON.parse('{"persisted": true}'))
        js.window.dispatchEvent(back)
        return [*left, bench.done[-1]]

    assert run(inside) == ["off", [["close", 1]], "disconnected", ["read"]]


def test_firefox_says_its_last_words_before_it_may_leave_and_starts_anew_if_it_stays(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        chromium = Bench()
        chromium.start()
        named = js.JSON.parse('{"value": "Firefox/1", "configurable": true}')
        js.Object.defineProperty(js.navigator, "userAgent", named)
        bench = Bench()
        bench.start()
        js.Reflect.deleteProperty(js.navigator, "userAgent")
        for each in (chromium, bench):
            each.configure()
            each.shell.put(SocketOpened(1))
        js.window.dispatchEvent(js.Event.new("beforeunload"))
        left = [each.root.dataset.connection for each in (chromium, bench)]
        reads = len(bench.asked("read"))
        await until(lambda: len(bench.asked("read")) > reads)
        return [*left, bench.asked("close"), chromium.asked("close")]

    assert run(inside) == ["connected", "off", [["close", 1]], []]


def test_a_consent_goes_to_the_device(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure(autoDial="620", linked=True)
        bench.root.querySelector('[data-action="consent"]').click()
        return bench.asked("consent")

    assert run(inside) == [["consent", "wss://pbx.test/ws", "pbx.test"]]


def test_devices_are_asked_for_at_load_only_where_that_is_chosen_and_once(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.configure(openDevices="load", enableVideo=True)
        bench.configure(openDevices="load", iconSize=40)
        return bench.asked("ask_permission")

    assert run(inside) == [["ask_permission", True]]


def test_what_is_wrong_is_said_in_the_console_once(run: Run, page: Any) -> None:
    said: list[str] = []

    def note(message: Any) -> None:
        said.append(message.text)

    async def inside() -> None:
        bench = Bench()
        bench.start()
        bench.configure(domain="")
        bench.configure(domain="", iconSize=40)

    page.on("console", note)
    run(inside)
    page.remove_listener("console", note)
    assert [text for text in said if "domain" in text] == [said[0]]


def test_why_media_failed_is_said_in_the_console_without_keys(run: Run, page: Any) -> None:
    said: list[str] = []

    def note(message: Any) -> None:
        said.append(message.text)

    async def inside() -> None:
        bench = Bench()
        bench.start()
        bench.shell.put(MediaFailed("c", "description", "bad: a=crypto:1 X inline:SECRET"))

    page.on("console", note)
    run(inside)
    page.remove_listener("console", note)
    assert 'media: description: bad: a=crypto:"***"' in said


def test_what_concerns_openhab_and_the_device_goes_to_its_ports(run: Run) -> None:
    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure(sipStateItem="State", commandItem="Rule")
        bench.shell.put(SocketOpened(1))
        bench.shell.put(Clicked("settings"))
        bench.shell.put(Clicked("save", fields=(("username", "tablet"), ("password", "s3"))))
        methods = ("tell", "follow", "list_devices", "save")
        return [done for done in bench.done if done[0] in methods]

    followed, told, listed, saved = run(inside)
    assert (told, followed) == (["tell", 1, "State", "connected"], ["follow", "Rule"])
    assert listed == ["list_devices"]
    assert "tablet" in saved[1]
    assert "s3" not in saved[1]


def test_a_slider_moves_the_sound_of_the_calls_at_once(run: Run) -> None:
    """N28"""

    async def inside() -> list[list[object]]:
        bench = Bench()
        bench.start()
        bench.configure()
        bench.shell.put(SocketOpened(1))
        bench.shell.put(Commanded("dial:620"))
        bench.shell.put(Clicked("speaker"))
        bench.shell.put(Clicked("volume", "35"))
        return bench.asked("set_volume")

    assert run(inside) == [["set_volume", 35]]


def test_the_devices_that_were_chosen_are_told_to_the_media(run: Run) -> None:
    async def inside() -> str:
        bench = Bench()
        bench.start()
        config, problems = configure({}, page_url="https://oh/", source=Source.HOST)
        bench.shell.put(Configured(config, problems, Device(camera="c1")))
        return str(bench.asked("use"))

    assert "camera='c1'" in run(inside)


def test_the_picture_of_the_door_hangs_until_the_call_has_a_picture_of_its_own(run: Run) -> None:
    """N18"""

    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure(pictureUrl="/snap", enableVideo=True)
        bench.shell.put(SocketOpened(1))
        bench.shell.put(Clicked("dial", "620"))
        remote, _, place = bench.root.querySelector(".video-container").children
        said = [bench.asked("display")[-1][1], place.dataset.part]
        remote.dispatchEvent(js.Event.new("resize"))  # as when a stream has ended
        said.append(bench.asked("display")[-1][1])
        js.Object.defineProperty(remote, "videoWidth", js.JSON.parse('{"value": 640}'))
        remote.dispatchEvent(js.Event.new("resize"))
        return [*said, bench.asked("display")[-1][1]]

    assert run(inside) == ["Picture(item='')", "picture", "Picture(item='')", "None"]


def test_a_picture_that_fails_is_told_in_the_console_without_its_address(run: Run) -> None:
    async def inside() -> list[str]:
        bench = Bench()
        bench.start()
        bench.configure(pictureUrl="http://user:s3cret@cam/snap")
        warnings: list[str] = []
        warn, js.console.warn = js.console.warn, lambda text: warnings.append(text)
        try:
            bench.shell.put(PictureFailed("address"))
        finally:
            js.console.warn = warn
        return warnings

    (warning,) = run(inside)
    assert "pictureUrl" in warning
    assert "cam" not in warning.replace("camera", "")


def test_an_action_button_commands_its_item(run: Run) -> None:
    """N24"""

    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        light = {"label": "Light", "item": "Hall_Light", "command": "ON", "when": "always"}
        bench.configure(buttons=[light])
        bench.root.querySelector('[data-action="button"]').click()
        bench.shell.put(CommandAnswered(1, "Hall_Light", "ON", 200))
        badge = bench.root.querySelector("[data-badge=done]")
        return [*bench.asked("command"), bool(badge)]

    assert run(inside) == [["command", 1, "Hall_Light", "ON"], True]
