"""One request on its way to one or several phones: RFC 3261 sections 16.6 to 16.10.

Over WebSocket nothing is lost and nothing repeated, so what is left of the transactions are their
time-outs, the ACK for a failed INVITE, and CANCEL.
"""

from collections.abc import Callable
from dataclasses import dataclass

from demo.places import Flow
from sipwidget.sip.message import Request, Response, respond
from sipwidget.sip.timers import TIMER_B
from sipwidget.sip.transaction import acknowledge_failure, beside

Post = tuple[Flow, Request | Response]
RING_SECONDS = 180.0  # timer C: a phone that rings this long is not going to be answered


@dataclass(slots=True, eq=False)
class Branch:
    """The request as one phone gets it, and what came back."""

    flow: Flow
    request: Request
    ringing: bool = False  # a provisional response came, so a CANCEL may go (section 9.1)
    cancelled: bool = False
    final: Response | None = None


class Forwarding:
    """A request, its branches, and the one final response that goes back (any 2xx besides).

    ``origin`` is the flow that it came from.
    """

    def __init__(
        self, origin: Flow, request: Request, branches: list[Branch], tokens: Callable[[], str]
    ) -> None:
        self.origin = origin
        self.request = request
        self.branches = branches
        self.answered: int | None = None  # the status of the final response that has gone back
        self._tokens = tokens

    @property
    def is_invite(self) -> bool:
        return self.request.method == "INVITE"

    @property
    def patience(self) -> float:
        """Seconds from now until ``timed_out`` is to be called."""
        waiting = [one for one in self.branches if not one.final and not one.cancelled]
        rings = self.answered is None and any(one.ringing for one in waiting)
        return RING_SECONDS if rings else TIMER_B

    def start(self) -> list[Post]:
        """Send the request to all phones at once."""
        trying = [(self.origin, respond(self.request, 100))] if self.is_invite else []
        return trying + [(branch.flow, branch.request) for branch in self.branches]

    def receive(self, branch: Branch, response: Response) -> list[Post]:
        """A phone's response (section 16.7)."""
        if response.status < 200:
            return self._progress(branch, response)
        first = branch.final is None
        branch.final = response
        if response.status < 300:
            return self._succeed(response)
        posts: list[Post] = []
        if self.is_invite:
            posts.append((branch.flow, acknowledge_failure(branch.request, response)))
        if first and response.status >= 600:  # section 16.7, step 5
            posts += self._cancel_all()
        return posts + self._conclude()

    def cancel(self) -> list[Post]:
        """The caller has hung up, or is gone: each phone is told as soon as it may be."""
        return self._cancel_all()

    def lose(self, flow: Flow) -> list[Post]:
        """The connection to a phone is gone."""
        lost = [one for one in self.branches if one.flow == flow and not one.final]
        for branch in lost:
            branch.final = self._own(480)
        return self._conclude() if lost else []

    def timed_out(self) -> list[Post]:
        """Who has not answered by now is not waited for (sections 16.7 and 16.8)."""
        posts: list[Post] = []
        for branch in self.branches:
            if branch.final is None:
                status = 487 if branch.cancelled else 408
                posts += self._cancel(branch)
                branch.final = self._own(status)
        return posts + self._conclude()

    def _progress(self, branch: Branch, response: Response) -> list[Post]:
        if not self.is_invite:
            return []
        first, branch.ringing = not branch.ringing, True
        if branch.cancelled:
            return self._send_cancel(branch) if first else []
        hidden = response.status == 100 or branch.final or self.answered
        return [] if hidden else [self._back(response)]

    def _succeed(self, response: Response) -> list[Post]:
        """The first to answer has it; an INVITE's later 2xx go back too (section 16.7, step 5)."""
        if self.answered is not None and not self.is_invite:
            return []
        self.answered = response.status
        return [self._back(response), *self._cancel_all()]

    def _conclude(self) -> list[Post]:
        """Once all have failed, the best failure goes back (section 16.7, step 6)."""
        finals = [branch.final for branch in self.branches if branch.final]
        if self.answered is not None or len(finals) < len(self.branches):
            return []
        best = min(finals, key=lambda final: (final.status < 600, final.status // 100))
        self.answered = best.status
        return [self._back(best)]

    def _cancel_all(self) -> list[Post]:
        waiting = [one for one in self.branches if self.is_invite and not one.final]
        return [post for branch in waiting for post in self._cancel(branch)]

    def _cancel(self, branch: Branch) -> list[Post]:
        if branch.cancelled or not self.is_invite:
            return []
        branch.cancelled = True
        return self._send_cancel(branch) if branch.ringing else []

    def _send_cancel(self, branch: Branch) -> list[Post]:
        """The Reason tells the others that one has answered (RFC 3326)."""
        cancel = beside("CANCEL", branch.request, branch.request.headers.get("To", ""))
        if self.answered is not None and self.answered < 300:
            cancel.headers.add("Reason", 'SIP;cause=200;text="Call completed elsewhere"')
        return [(branch.flow, cancel)]

    def _own(self, status: int) -> Response:
        return respond(self.request, status, to_tag=self._tokens())

    def _back(self, response: Response) -> Post:
        """A response as the caller gets it: with the caller's own Via (section 16.7, step 3)."""
        headers = response.headers.copy()
        headers.remove("Via")
        for via in reversed(self.request.headers.all("Via")):
            headers.prepend("Via", via)
        return self.origin, Response(response.status, response.reason, headers, response.body)
