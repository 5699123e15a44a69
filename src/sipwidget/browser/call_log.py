"""The records of calls, which this device keeps for all its windows: read anew for each change."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sipwidget.browser.ports import CallStoragePort
from sipwidget.phone.call_record import CallRecord, restore, seen, stamped, store
from sipwidget.phone.inputs import CallsRead, Input


class CallLog:
    """The calls of one account at a time; each change is told, other windows' too."""

    def __init__(self, inbox: Callable[[Input], None], storage: CallStoragePort) -> None:
        self._inbox = inbox
        self._storage = storage
        self._account = ""
        # Where the browser keeps nothing this does, until the page is left.
        self._unkept: dict[str, object] | None = None
        storage.watch_calls(self._tell)

    def follow_calls(self, account: str) -> None:
        """Tell of this account's calls from now on; "" is none."""
        self._account = account
        self._tell()

    def keep_call(self, record: CallRecord) -> None:
        """A call has ended just now."""
        self._change((stamped(record, _clock()), *self._records()))

    def see_calls(self) -> None:
        """Nothing is unseen any more."""
        self._change(seen(self._records()))

    def forget_calls(self) -> None:
        """Of this account's calls, all."""
        self._change(())

    def _change(self, records: Iterable[CallRecord]) -> None:
        if not self._account:
            return
        kept = self._unkept = store(self._kept(), self._account, records)
        if self._storage.save_calls(kept):
            self._unkept = None

    def _tell(self) -> None:
        self._inbox(CallsRead(self._records(), _clock().date()))

    def _records(self) -> tuple[CallRecord, ...]:
        return restore(self._kept(), self._account)

    def _kept(self) -> object:
        return self._storage.calls() if self._unkept is None else self._unkept


def _clock() -> datetime:
    """The clock on the wall; a page's own time stands still while the device sleeps."""
    return datetime.now().astimezone()
