"""What the browser refuses must not cost a call what comes next."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import js
    from inside import Bench

    from sipwidget.phone.inputs import SocketOpened

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
