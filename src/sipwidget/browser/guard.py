"""What goes wrong in one step must not cost the calls the next ones."""

import traceback
from types import TracebackType
from typing import Any

from sipwidget.sip.masking import mask


class Guard:
    """``with guard:`` tells the console of an exception, without secrets, and goes on after it."""

    def __init__(self, window: Any) -> None:
        self._console = window.console

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self._console.error(mask("".join(traceback.format_exception(error))))
        return True
