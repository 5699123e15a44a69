"""What opens the door: the right key, for some seconds."""

import asyncio

OPENS = "#"
MAX_KEYS = 12  # that are remembered, the last ones


class Latch:
    """Hears ``press``, and is open for so many seconds from the last right key on."""

    def __init__(self, seconds: float) -> None:
        self.keys = ""
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._closing: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        return self._closing is not None

    def press(self, key: str) -> None:
        """A key is pressed in a call."""
        self.keys = (self.keys + key)[-MAX_KEYS:]
        if key == OPENS:
            self.close()
            self._closing = self._loop.call_later(self._seconds, self.close)

    def forget(self) -> None:
        """Another call: nothing was pressed in it yet."""
        self.keys = ""

    def close(self) -> None:
        """Now, instead of by itself."""
        if self._closing:
            self._closing.cancel()
        self._closing = None
