from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gc
    import weakref

    import js

    from sipwidget.browser.listeners import Listeners, when_gone


def test_an_event_is_heard_until_the_listeners_are_closed(run: Callable[..., Any]) -> None:
    async def inside() -> list[str]:
        heard: list[str] = []
        target = js.EventTarget.new()
        listeners = Listeners(target)
        listeners.on("one", lambda event: heard.append(event.type))
        listeners.on("two", lambda event: heard.append(event.type))
        for name in ("one", "two", "one"):
            target.dispatchEvent(js.Event.new(name))
        listeners.close()
        target.dispatchEvent(js.Event.new("one"))
        return heard

    assert run(inside) == ["one", "two", "one"]


def test_a_listener_may_close_itself_while_it_runs(run: Callable[..., Any]) -> None:
    async def inside() -> list[str]:
        heard: list[str] = []
        target = js.EventTarget.new()
        listeners = Listeners(target)

        def once(event: Any) -> None:
            listeners.close()
            heard.append(event.type)

        listeners.on("one", once)
        target.dispatchEvent(js.Event.new("one"))
        target.dispatchEvent(js.Event.new("one"))
        return heard

    assert run(inside) == ["one"]


def test_nothing_keeps_a_closed_listener_alive(run: Callable[..., Any]) -> None:
    async def inside() -> bool:
        def heard(event: Any) -> None:
            pass

        target = js.EventTarget.new()
        listeners = Listeners(target)
        listeners.on("one", heard)
        target.dispatchEvent(js.Event.new("one"))
        listeners.close()
        witness = weakref.ref(heard)
        del heard
        gc.collect()
        return witness() is None

    assert run(inside)


def test_a_page_that_goes_for_good_is_told_from_one_that_is_kept(run: Callable[..., Any]) -> None:
    async def inside() -> list[int]:
        closed: list[int] = []
        page = js.EventTarget.new()
        when_gone(page, lambda: closed.append(len(closed)))
        found = []
        for kept in (True, False):
            event = js.Event.new("pagehide")
            event.persisted = kept
            page.dispatchEvent(event)
            found.append(len(closed))
        return found

    assert run(inside) == [0, 1]
