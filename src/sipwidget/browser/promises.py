"""Waiting for JavaScript's promises, whatever they are rejected with."""

from collections.abc import Callable, Coroutine
from typing import Any


class Rejected(Exception):  # noqa: N818 - what JavaScript calls it
    """The promise was rejected; ``name`` is the DOMException's, ``NotAllowedError`` for example."""

    def __init__(self, reason: Any) -> None:
        super().__init__(str(reason))
        self.name = str(getattr(reason, "name", ""))


def settled(window: Any, target: Any, method: str, *arguments: Any) -> Coroutine[Any, Any, Any]:
    """Call the method of a JavaScript object now; what is given back waits for its promise.

    The call does not wait for a task to run: a page that goes away runs no more tasks.

    The waiting raises ``Rejected``. To await the call itself would sleep for ever in Pyodide when
    the promise is rejected with an object that has no ``stack``, such as getUserMedia's
    OverconstrainedError. So it is made within JavaScript, by ``Array.from``, and Python only sees
    it settled; ``Reflect.apply`` takes no notice of the two arguments that ``Array.from`` adds.
    """
    array, promise, function = window.Array, window.Promise, getattr(target, method)
    call = window.Reflect.apply.bind(None, function, target, array.of(*arguments))
    either, given_up = array.from_(array.of(None), call), promise.withResolvers()
    either.push(given_up.promise)
    first = array.from_(array.of(either), promise.race.bind(promise))
    return _outcome(promise.allSettled(first), given_up.resolve)


async def _outcome(settling: Any, give_up: Callable[[], None]) -> Any:
    """Some promises are never settled, those of a closed connection above all. Pyodide would keep
    whatever has waited for one, also when the waiting is given up: so one waits for either.
    """
    try:
        (outcome,) = await settling
    finally:
        give_up()
    if outcome.status == "rejected":
        raise Rejected(outcome.reason)
    return outcome.value
