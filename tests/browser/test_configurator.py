from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import Inbox, WidgetAccount
    from pyodide.code import run_js

    from sipwidget.browser.configurator import Configurator
    from sipwidget.browser.host import Host, Settings
    from sipwidget.browser.storage import Storage
    from sipwidget.phone.config import Source
    from sipwidget.phone.device import Device
    from sipwidget.phone.inputs import Configured

Run = Callable[..., Any]


def test_a_links_settings_act_after_consent_even_where_the_browser_keeps_nothing(run: Run) -> None:
    async def inside() -> list[object]:
        class Linked(Host):
            async def read(self) -> Settings:
                document = {"websocketUrl": "wss://a.test", "domain": "a.test", "autoDial": "620"}
                return Settings(document, Source.LINK)

        inbox = Inbox()
        storage = Storage(run_js("({localStorage: null})"))
        configurator = Configurator(inbox, js.window, Linked(js.window, js.window), storage)
        configurator.read()
        before = (await inbox.wait(Configured)).config
        configurator.consent(*before.server)
        after = (await inbox.wait(Configured)).config
        return [before.auto_dial, before.withheld, after.auto_dial, after.withheld]

    assert run(inside) == ["", ["autoDial"], "620", []]


def test_the_account_of_this_device_and_the_browsers_language_come_in(run: Run) -> None:
    async def inside() -> list[object]:
        storage = Storage(js.window)
        storage.write("openhab.ui:sipConfig", {"username": "tablet", "password": "secret"})
        host = Host(
            run_js(
                "({location: {hash: '#{}', search: '', href: 'https://x/'}, "
                "URLSearchParams, frameElement: null, navigator})"
            ),
            js.window,
        )
        inbox = Inbox()
        Configurator(inbox, js.window, host, storage).read()
        linked = (await inbox.wait(Configured)).config
        storage.remove("openhab.ui:sipConfig")
        return [linked.username, linked.withheld, linked.language == js.navigator.language]

    assert run(inside) == ["", ["localAccount"], True]


def test_of_two_readings_the_later_one_counts(run: Run) -> None:
    async def inside() -> list[str]:
        class Slow(Host):
            turns = 0

            async def read(self) -> Settings:
                Slow.turns += 1
                domain = f"turn{Slow.turns}.test"
                await asyncio.sleep(0.05 if Slow.turns == 1 else 0)
                return Settings({"websocketUrl": "wss://a.test", "domain": domain}, Source.HOST)

        inbox = Inbox()
        host = Slow(js.window, js.window)
        configurator = Configurator(inbox, js.window, host, Storage(js.window))
        configurator.read()
        await asyncio.sleep(0)
        configurator.read()
        first = (await inbox.wait(Configured)).config.domain
        await asyncio.sleep(0.1)
        return [first, len(inbox.inputs)]

    assert run(inside) == ["turn2.test", 0]


def test_an_account_that_is_saved_counts_at_once_and_the_widgets_again_when_it_is_cleared(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        inbox, storage = Inbox(), Storage(js.window)
        configurator = Configurator(inbox, js.window, WidgetAccount(), storage)
        found = []
        for device in (Device("tablet", "secret"), Device(enable_video=True), Device()):
            configurator.save(device)
            message = await inbox.wait(Configured)
            config = message.config
            found.append([config.username, config.password, config.enable_video])
            found.append(message.device == device)
        return [*found, js.window.localStorage.getItem("openhab.ui:sipConfig") or ""]

    tablet, widget, bare = ["tablet", "secret", False], ["620", "w", True], ["620", "w", False]
    assert run(inside) == [tablet, True, widget, True, bare, True, ""]


def test_an_account_that_the_browser_does_not_keep_holds_until_the_page_is_left(run: Run) -> None:
    async def inside() -> list[object]:
        inbox, storage = Inbox(), Storage(run_js("({localStorage: null})"))
        configurator = Configurator(inbox, js.window, WidgetAccount(), storage)
        configurator.save(Device("tablet", "secret"))
        first = await inbox.wait(Configured)
        configurator.read()
        second = await inbox.wait(Configured)
        return [[it.config.username, [told.code for told in it.problems]] for it in (first, second)]

    assert run(inside) == [["tablet", ["local-unsaved"]]] * 2


def test_garbage_that_is_kept_for_this_device_is_told_until_it_is_cleared(run: Run) -> None:
    async def inside() -> list[object]:
        js.window.localStorage.setItem("openhab.ui:sipConfig", "{oh")
        inbox = Inbox()
        configurator = Configurator(inbox, js.window, WidgetAccount(), Storage(js.window))
        configurator.read()
        found = await inbox.wait(Configured)
        configurator.save(Device())
        cleared = await inbox.wait(Configured)
        return [
            found.config.username,
            [told.code for told in found.problems],
            list(cleared.problems),
        ]

    assert run(inside) == ["620", ["local-damaged"], []]
