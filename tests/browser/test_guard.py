"""What goes wrong, here or in the browser, must not cost a call what comes next."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import js
    from inside import Bench

    from sipwidget.phone.inputs import Seen, SocketOpened

Run = Callable[..., Any]


def test_an_effect_that_fails_is_told_in_the_console_and_the_others_are_carried_out(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        bench = Bench()

        def refuse(socket: int) -> None:
            raise RuntimeError("password=secret: refused")

        bench.on_open = refuse
        bench.start()
        errors: list[str] = []
        error, js.console.error = js.console.error, lambda text: errors.append(text)
        try:
            bench.configure()
            bench.shell.put(SocketOpened(1))
        finally:
            js.console.error = error
        (told,) = errors
        next_one = len(bench.asked("follow_calls")) > 0
        return [next_one, bench.root.dataset.connection, "RuntimeError" in told, "secret" in told]

    assert run(inside) == [True, "connected", True, False]


def test_an_input_that_fails_within_the_phone_leaves_the_picture_the_timer_and_the_next_inputs(
    run: Run,
) -> None:
    """One mistake of ours is no reason to be deaf from then on."""

    async def inside() -> list[object]:
        bench = Bench()
        bench.start()
        bench.configure()
        phone = bench.shell._phone
        handle = phone.handle

        def fail(message: Any, now: float) -> Any:
            if isinstance(message, Seen):
                bench.shell.put(SocketOpened(1))  # comes meanwhile
                raise ValueError("password=secret")
            return handle(message, now)

        phone.handle = fail
        errors: list[str] = []
        error, js.console.error = js.console.error, lambda text: errors.append(text)
        try:
            bench.shell._timer = None
            bench.shell.put(Seen(True))
        finally:
            js.console.error = error
        (told,) = errors
        has_timer = bench.shell._timer is not None
        return [bench.root.dataset.connection, has_timer, "ValueError" in told, "secret" in told]

    assert run(inside) == ["connected", True, True, False]
