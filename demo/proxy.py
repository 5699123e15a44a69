"""A SIP proxy and registrar without I/O (RFC 3261 sections 10.3 and 16, RFC 7118).

It serves one domain, whose phones all hang on WebSockets: it never dials out. ``receive`` never
raises: a bad request gets its response, all else is dropped.
"""

from collections.abc import Callable, Hashable, Iterable

from demo.accounts import Directory
from demo.forwarding import Branch, Forwarding, Post
from demo.gate import Gate
from demo.hop import MAKES_DIALOG, check, forwarded
from demo.places import Flow, Places
from demo.registrar import Registrar
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.message import Request, Response, parse, respond, salvage
from sipwidget.sip.timers import Deadlines
from sipwidget.sip.transaction import server_key
from sipwidget.sip.uri import Uri

MAX_PENDING = 512  # requests on their way, and failures without their ACK, at one time
ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, MESSAGE, UPDATE, PRACK, REFER"
_PINGS = ("\r\n\r\n", b"\r\n\r\n")  # RFC 5626 section 3.5.1
_PONG = "\r\n"

Key = tuple[Hashable, ...]


class Proxy:
    """Each method takes the time in seconds, and gives back texts with the flows they are for."""

    def __init__(self, domain: str, directory: Directory, tokens: Callable[[], str]) -> None:
        self._domain = domain
        self._directory = directory
        self._tokens = tokens
        self._gate = Gate(domain, directory, tokens)
        self._registrar = Registrar()
        self._places = Places()
        self._forwardings: dict[Key, Forwarding] = {}
        self._branches: dict[str, tuple[Key, Branch]] = {}
        self._failed: dict[Key, None] = {}  # INVITEs whose ACK ends here (section 17.2.1)
        self._deadlines: Deadlines[Key] = Deadlines()

    def receive(self, flow: Flow, data: str | bytes, now: float) -> list[tuple[Flow, str]]:
        """One frame of a flow."""
        if data in _PINGS:
            return [(flow, _PONG)]
        request: Request | None = None
        try:
            message = parse(data)
            if isinstance(message, Response):
                return self._texts(self._receive_response(flow, message, now))
            request = message
            return self._texts(self._receive_request(flow, request, now))
        except ProtocolError as error:
            return self._texts(self._refuse(flow, request or salvage(data), error))

    def close(self, flow: Flow, now: float) -> list[tuple[Flow, str]]:
        """The connection is gone, and all that can be reached through it alone."""
        self._registrar.forget(flow)
        self._places.forget(flow)
        posts: list[Post] = []
        for key, forwarding in list(self._forwardings.items()):
            if forwarding.origin == flow:
                posts += forwarding.cancel()
                self._tend(key, now)
            elif any(branch.flow == flow for branch in forwarding.branches):
                posts += forwarding.lose(flow)
                self._tend(key, now)
        return self._texts(post for post in posts if post[0] != flow)

    def next_deadline(self) -> float | None:
        """When ``handle_timeout`` is to be called next."""
        return self._deadlines.next()

    def handle_timeout(self, now: float) -> list[tuple[Flow, str]]:
        """Do what is due; early and late calls are harmless."""
        posts: list[Post] = []
        while (key := self._deadlines.pop(now)) is not None:
            forwarding = self._forwardings[key]
            if forwarding.answered is None and forwarding.is_invite:
                posts += forwarding.timed_out()
                self._tend(key, now)
            else:  # RFC 4320 section 4.2: no 408 for what is no INVITE
                self._drop(key)
        return self._texts(posts)

    def registered(self, name: str, now: float) -> bool:
        """Some phone of the account is there."""
        return bool(self._registrar.bindings(name, now))

    # --- requests ---------------------------------------------------------------------------------

    def _receive_request(self, flow: Flow, request: Request, now: float) -> list[Post]:
        if request.method == "ACK":
            return self._acknowledge(flow, request)
        if request.method == "CANCEL":
            return self._cancel(flow, request, now)
        key = (flow, *server_key(request))
        if key in self._forwardings:
            return []
        check(request, self._domain)
        if request.method == "REGISTER":
            return [(flow, self._register(flow, request, now))]
        if request.uri.host == self._domain and not request.uri.user:
            return [(flow, self._answer(request))]
        self._authenticate(flow, request, now)
        return self._forward(key, flow, request, now)

    def _refuse(self, flow: Flow, request: Request | None, error: ProtocolError) -> list[Post]:
        if request is None or request.method == "ACK":
            return []
        tag = self._tokens()
        return [(flow, respond(request, error.status, to_tag=tag, headers=error.headers))]

    def _answer(self, request: Request) -> Response:
        """A request for the server itself: it can do nothing but tell what it can do."""
        status = 200 if request.method == "OPTIONS" else 405
        return respond(request, status, to_tag=self._tokens(), headers=[("Allow", ALLOW)])

    def _register(self, flow: Flow, request: Request, now: float) -> Response:
        user = request.to.uri.user_decoded or ""
        hosts = {request.uri.host, request.to.uri.host}
        if hosts != {self._domain} or self._directory.named(user) is None:
            raise ProtocolError(404, "no such account")
        if self._gate.check(request, now, proxy=False) != user:
            raise ProtocolError(403, "not your account")
        contacts = self._registrar.register(user, flow, request, now)
        self._learn(user, flow, request)
        return respond(request, 200, to_tag=self._tokens(), headers=contacts)

    def _authenticate(self, flow: Flow, request: Request, now: float) -> None:
        """Who begins something must prove who they are; what goes on in a dialog need not."""
        begins = request.to.tag is None
        if not begins and request.method != "INVITE":
            return
        user = self._gate.check(request, now, proxy=True)
        sender = request.from_.uri
        if begins and (sender.user_decoded, sender.host) != (user, self._domain):
            raise ProtocolError(403, "From names somebody else")
        self._learn(user, flow, request)

    def _learn(self, user: str, flow: Flow, message: Request | Response) -> None:
        for contact in message.contacts:
            self._places.learn(user, flow, contact.uri)

    def _forward(self, key: Key, flow: Flow, request: Request, now: float) -> list[Post]:
        targets = self._targets(flow, request, now)
        if len(self._forwardings) >= MAX_PENDING:
            raise ProtocolError(503, "too many requests at once", (("Retry-After", "10"),))
        branches = [Branch(place, self._copy(request, uri)) for place, uri in targets]
        forwarding = Forwarding(flow, request, branches, self._tokens)
        self._forwardings[key] = forwarding
        self._branches |= {one.request.via.branch or "": (key, one) for one in branches}
        self._tend(key, now)
        return forwarding.start()

    def _copy(self, request: Request, uri: Uri) -> Request:
        return forwarded(request, uri, self._domain, self._tokens())

    def _targets(self, flow: Flow, request: Request, now: float) -> list[tuple[Flow, Uri]]:
        """The phones that a request URI means (section 16.5); raises where there are none."""
        place = self._places.find(request.uri)
        if place is not None:
            return [(place, request.uri)]
        if request.uri.host != self._domain:
            # 480 leaves a dialog as it is until its phone is back (RFC 5057 section 5.1).
            raise ProtocolError(480 if request.to.tag else 404, "nobody is at that address")
        accounts = self._directory.reached(request.uri.user_decoded or "")
        if not accounts:
            raise ProtocolError(404, "no such account")
        bindings = [one for who in accounts for one in self._registrar.bindings(who.name, now)]
        targets = [(one.flow, one.uri) for one in bindings if one.flow != flow]
        if not targets:
            raise ProtocolError(480, "not registered now")
        return targets

    def _acknowledge(self, flow: Flow, ack: Request) -> list[Post]:
        """An ACK ends here if its INVITE failed, else it goes to the callee (section 17.1.1.3)."""
        key = (flow, ack.via.branch)
        if key in self._failed:
            del self._failed[key]
            return []
        check(ack, self._domain)
        place = self._places.find(ack.uri)
        return [] if place is None else [(place, self._copy(ack, ack.uri))]

    def _cancel(self, flow: Flow, request: Request, now: float) -> list[Post]:
        """Section 16.10: the CANCEL is answered here, and new ones go to the phones."""
        key = (flow, *server_key(request, "INVITE"))
        if key not in self._forwardings:
            raise ProtocolError(481, "CANCEL for no INVITE that waits")
        posts: list[Post] = [(flow, respond(request, 200, to_tag=self._tokens()))]
        posts += self._forwardings[key].cancel()
        self._tend(key, now)
        return posts

    # --- responses --------------------------------------------------------------------------------

    def _receive_response(self, flow: Flow, response: Response, now: float) -> list[Post]:
        known = self._branches.get(response.via.branch or "")
        if known is None:
            return []
        key, branch = known
        # Another flow's is forged; another method's is to our CANCEL, which has the same branch.
        if branch.flow != flow or response.cseq.method != branch.request.method:
            return []
        owner = self._places.owner(flow)
        if owner and response.cseq.method in MAKES_DIALOG:
            self._learn(owner, flow, response)
        posts = self._forwardings[key].receive(branch, response)
        self._tend(key, now)
        return posts

    # --- what is on its way -----------------------------------------------------------------------

    def _tend(self, key: Key, now: float) -> None:
        """Wait for the next step; an INVITE lingers for late responses and further 2xx."""
        forwarding = self._forwardings[key]
        if forwarding.answered is not None and not forwarding.is_invite:
            self._drop(key)
        else:
            self._deadlines.set(key, now + forwarding.patience)

    def _drop(self, key: Key) -> None:
        self._deadlines.cancel(key)
        for branch in self._forwardings.pop(key).branches:
            self._branches.pop(branch.request.via.branch or "", None)

    def _texts(self, posts: Iterable[Post]) -> list[tuple[Flow, str]]:
        """For the wire; a failed INVITE's ACK will be waited for."""
        posts = list(posts)
        for flow, message in posts:
            if isinstance(message, Response) and message.status >= 300:
                self._await_ack(flow, message)
        return [(flow, str(message)) for flow, message in posts]

    def _await_ack(self, flow: Flow, response: Response) -> None:
        try:
            method, branch = response.cseq.method, response.via.branch
        except ProtocolError:  # to a request that could not be read
            return
        if method == "INVITE":
            if len(self._failed) >= MAX_PENDING:
                del self._failed[next(iter(self._failed))]
            self._failed[(flow, branch)] = None
