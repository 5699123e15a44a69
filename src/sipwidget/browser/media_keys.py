"""The keys of a headset and of the browser's own controls of media (W3C Media Session)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pyodide.ffi import JsException, create_proxy, jsnull

from sipwidget.phone.inputs import Clicked, Input
from sipwidget.phone.model import CallState, Model

ACTIONS = {"hangup": "hangup", "togglemicrophone": "mute"}  # what each does in our words


class MediaKeys:
    """Follows the model: in a call that is ours the keys do what its buttons do."""

    def __init__(self, inbox: Callable[[Input], None], window: Any) -> None:
        self._inbox = inbox
        self._session = getattr(window.navigator, "mediaSession", None)
        self._call = ""
        self._handlers = {
            key: create_proxy(lambda *_, action=action: self._press(action))
            for key, action in ACTIONS.items()
        }

    def follow(self, model: Model) -> None:
        """The keys are about the call in focus, unless that only rings."""
        call = model.call
        taken = call.id if call and call.state is not CallState.INCOMING else ""
        if self._session and bool(taken) != bool(self._call):
            for key, handler in self._handlers.items():
                with suppress(JsException):  # a key that this browser does not know
                    self._session.setActionHandler(key, handler if taken else jsnull)
        self._call = taken

    def _press(self, action: str) -> None:
        self._inbox(Clicked(action, call=self._call))
