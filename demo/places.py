"""Which flow a Contact is to be found on.

A browser's Contact is a random name that no DNS knows (RFC 7118 section 5.1): what tells where it
is, is the connection that it was last named on. So requests in a dialog find a phone that has come
back on another connection, which a token of the first connection in Record-Route would not do.
"""

from sipwidget.sip.uri import Uri

Flow = int
MAX_CONTACTS = 16  # of one flow; the oldest goes


class Places:
    """Contacts by ``user@host:port``, learned from accounts that have proved who they are."""

    def __init__(self) -> None:
        self._owners: dict[Flow, str] = {}
        self._flows: dict[str, Flow] = {}

    def learn(self, owner: str, flow: Flow, contact: Uri) -> None:
        """``owner`` says that this is its address; a living one of somebody else it cannot take."""
        key = _key(contact)
        there = self._flows.pop(key, None)
        if there is not None and self._owners[there] != owner:
            self._flows[key] = there
            return
        self._owners[flow] = owner
        self._flows[key] = flow
        mine = [one for one, place in self._flows.items() if place == flow]
        for oldest in mine[:-MAX_CONTACTS]:
            del self._flows[oldest]

    def find(self, contact: Uri) -> Flow | None:
        return self._flows.get(_key(contact))

    def owner(self, flow: Flow) -> str | None:
        """The account that has proved itself on this flow."""
        return self._owners.get(flow)

    def forget(self, flow: Flow) -> None:
        """The flow is closed."""
        self._owners.pop(flow, None)
        self._flows = {key: place for key, place in self._flows.items() if place != flow}


def _key(uri: Uri) -> str:
    return f"{uri.user_decoded or ''}@{uri.host}:{uri.port or ''}"
