from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inside_rest import stage

    from sipwidget.browser.warm_up import WarmUp
    from sipwidget.phone.model import Model

Run = Callable[..., Any]


def test_it_goes_on_a_step_at_a_time_until_all_is_rehearsed(run: Run) -> None:
    async def inside() -> list[object]:
        window, models = stage(), iter([Model(), Model()])
        WarmUp(window, models)
        waits = []
        while window.waits():
            waits += window.waits()
            window.ring()
        return [waits, next(models, None)]

    assert run(inside) == [[1500, 100, 100], None]
