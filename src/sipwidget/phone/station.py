"""The connection: which socket, which user agent on it, registered or not, and why not.

Methods return steps, as the switchboard's do: what the user agent gave back, and effects.
"""

import zlib
from collections.abc import Callable

from sipwidget.phone import state_item
from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.checks import without_credentials
from sipwidget.phone.connector import Connector
from sipwidget.phone.desk import Step
from sipwidget.phone.effects import (
    Announce,
    Claim,
    Effect,
    Heartbeat,
    Mark,
    Resign,
    Trace,
    Transmit,
)
from sipwidget.phone.failures import registration_failure, socket_failure
from sipwidget.phone.inputs import (
    Input,
    SocketClosed,
    SocketOpened,
    SocketReceived,
    SocketSilent,
    Tick,
)
from sipwidget.phone.model import Connection
from sipwidget.phone.notices import alert, notice
from sipwidget.phone.settings import Config
from sipwidget.phone.trace import Record
from sipwidget.sip.account import Account
from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.events import (
    Beat,
    Dropped,
    FlowFailed,
    OutgoingCall,
    Registered,
    RegistrationFailed,
    Send,
    Unregistered,
)
from sipwidget.sip.masking import mask
from sipwidget.sip.message import parse, salvage
from sipwidget.sip.user_agent import UserAgent

EXPIRES = 600  # seconds that a registration is asked for
PATIENCE = 5.0  # seconds without an answer to REGISTER before the person is told

SocketNews = SocketOpened | SocketReceived | SocketSilent | SocketClosed
StationEvent = (
    Registered | RegistrationFailed | Unregistered | FlowFailed | Beat | OutgoingCall | Dropped
)


class Station:
    """One account at its server, or on the way there."""

    def __init__(
        self,
        tokens: Callable[[], str],
        instance_id: str,
        board: Board,
        record: Record,
        *,
        heartbeat: bool = False,
    ) -> None:
        self.agent: UserAgent | None = None
        self.connection = Connection.CONNECTING
        self.in_call = False  # the socket is kept
        self.config = Config()  # may be changed where ``identity`` stays the same
        self._tokens = tokens
        self._instance_id = instance_id
        self._heartbeat = heartbeat
        # The hashes that realms have accepted, by server (RFC 7616 section 3.3), for any account.
        self._accepted: dict[tuple[str, ...], dict[str, int]] = {}
        self._board = board
        self._record = record
        self._connector = Connector(lambda: zlib.crc32(tokens().encode()) / 0xFFFFFFFF)
        self._impatient_at: float | None = None
        self._understood = False  # this socket has carried SIP
        self._announced = False  # that we are registered, on this socket
        self._claimed = ""  # the account that phones on one device register only once
        self._elected = False  # we are the one, or were when it was refused
        self._seen = True  # by somebody who looks at the page

    @property
    def registers(self) -> bool:
        """Whether this account wants to be called."""
        return bool(self.config.username) and not self.config.disable_register

    @property
    def account(self) -> str:
        """Who we are at which server, by what the configuration says; "" without one."""
        config = self.config
        if self.agent is None:
            return ""
        return f"{config.username}@{config.domain} {without_credentials(config.websocket_urls[0])}"

    @property
    def url(self) -> str:
        """The server that is in use, or is tried."""
        return self._connector.url

    @property
    def registering(self) -> bool:
        """Connected, and the registrar has not answered yet."""
        return self.connection is Connection.CONNECTED and self.registers and self._elected

    @property
    def standby(self) -> bool:
        """Another phone on this device is the one that registers."""
        return self.agent is not None and self.registers and not self._elected

    def next_deadline(self) -> float | None:
        """Without that of the user agent."""
        times = (self._connector.next_deadline(), self._impatient_at)
        return min((at for at in times if at is not None), default=None)

    # --- starting and stopping --------------------------------------------------------------------

    def start(self, config: Config, now: float) -> list[Effect]:
        """Connect as the configuration says, after ``farewell`` and ``stop``."""
        self.config = config
        if config.edit or not config.usable:
            self.connection = Connection.OFF
            return []
        account = Account(
            config.username,
            config.domain,
            config.password,
            config.authorization_user,
            instance_id=self._instance_id,
            secure=config.websocket_urls[0].startswith("wss"),
        )
        accepted = self._accepted.setdefault(config.websocket_urls, {})
        heartbeat = self._heartbeat
        self.agent = UserAgent(account, self._tokens, accepted=accepted, heartbeat=heartbeat)
        self.agent.take("MESSAGE", "NOTIFY")
        self.agent.be_seen(self._seen)
        self.connection = Connection.CONNECTING
        return [*self._claim(), *self._connector.start(config.websocket_urls, now)]

    def farewell(self, now: float) -> list[Step]:
        """Give the registration back; the socket is still needed for that."""
        if self.agent is None or self._connector.socket is None:
            return []
        return [*self.agent.leave(now), Announce(state_item.DISCONNECTED)]

    def stop(self) -> list[Effect]:
        """No socket and no account any more."""
        self._board.clear("socket", "registration", "mailbox")
        self._impatient_at, self.agent, self.connection = None, None, Connection.OFF
        return [*self._connector.stop(), *self._resign()]

    # --- the socket -------------------------------------------------------------------------------

    def heard(self, message: SocketNews, now: float) -> list[Step]:
        """News of a socket."""
        match message:
            case SocketOpened(socket=socket):
                return self.opened(socket, now)
            case SocketReceived(socket=socket, data=data):
                return self.received(socket, data, now)
            case SocketSilent(socket=socket):
                return self.silent(socket, now)
            case SocketClosed():
                return self.closed(message, now)

    def opened(self, socket: int, now: float) -> list[Step]:
        """The handshake is finished: calls can be placed, and we register."""
        if self.agent is None:
            return []
        if self._connector.leads_home(socket):
            return self._come_home(self.agent, socket, now)
        return self._begin(self.agent, now) if self._connector.opened(socket, now) else []

    def _come_home(self, agent: UserAgent, socket: int, now: float) -> list[Step]:
        """The first server is back: leave the later one, unless a call is up.

        Should the removal come last where both share their bindings, its lower CSeq tells
        (RFC 3261 section 10.3).
        """
        if self.in_call:
            return [*self._connector.stay_away(now)]
        words = [output.text for output in agent.unregister(now) if isinstance(output, Send)]
        farewell = [effect for text in words for effect in self.transmit(text, now)]
        closed = agent.transport_closed(now)
        home = self._connector.come_home(socket, now)
        return [*farewell, *closed, *home, *self._begin(agent, now)]

    def _begin(self, agent: UserAgent, now: float) -> list[Step]:
        """The first words on a new socket."""
        self.connection = Connection.CONNECTED
        self._understood = self._announced = False
        self._board.clear("socket", "registration", "not connected")
        claim = [] if self._claimed else self._claim()
        steps: list[Step] = [*claim, Mark("sipwidget:open"), Announce(state_item.CONNECTED)]
        steps += agent.transport_opened(now)
        return [*steps, *self._register(now)]

    def elected(self, account: str, now: float) -> list[Step]:
        """Of the phones on this device it is this one that registers."""
        if account != self._claimed:
            return []
        self._elected = True
        return self._register(now)

    def _claim(self) -> list[Effect]:
        if not self.registers:
            return []
        self._claimed, self._elected = self.account, False
        return [Claim(self._claimed)]

    def _resign(self) -> list[Effect]:
        claimed, self._claimed = self._claimed, ""
        return [Resign()] if claimed else []

    def _register(self, now: float) -> list[Step]:
        if self.agent is None or not self.registering:
            return []
        self._impatient_at = now + PATIENCE
        return [*self.agent.register(now, EXPIRES)]

    def received(self, socket: int, data: str | bytes, now: float) -> list[Step]:
        """A frame; one of an older socket is not for this connection."""
        if self.agent is None or socket != self._connector.socket:
            return []
        outputs = self.agent.receive(data, now)
        if not self._understood and (
            not any(isinstance(output, Dropped) for output in outputs) or is_sip(data)
        ):
            self._understood = True
            self._board.clear("socket")
        return [*self._trace("<", data, now), *outputs]

    def is_alone_with(self, message: Input) -> bool:
        """Only the user agent has to do with this: its time has come, or there is a sign of life.

        The first one on a socket is news to the person, too.
        """
        if isinstance(message, SocketReceived):
            return self._understood and message.data.isspace()
        return isinstance(message, Tick)

    def closed(self, message: SocketClosed, now: float) -> list[Step]:
        """The socket is gone, or never came to be."""
        url, current = self._connector.url, self._connector.is_current(message.socket)
        if self.agent is None:
            return []
        if not current:
            return [*self._connector.closed(message.socket, now)]
        was_open = self._connector.socket is not None
        effects = self._connector.closed(message.socket, now)
        return [*self._lost(was_open, url, message.problem, now), *effects]

    def tick(self, now: float) -> list[Step]:
        """Do what is due."""
        if self._impatient_at is not None and now >= self._impatient_at:
            self._impatient_at = None
            told = registration_failure(408, "", "", retried=True)
            self._board.put("registration", told)
        outputs = self.agent.handle_timeout(now) if self.agent else []
        rounds, url = self._connector.failed_rounds, self._connector.url
        effects = self._connector.handle_timeout(now, in_call=self.in_call)
        if self._connector.failed_rounds > rounds:
            self._board.put("socket", socket_failure("", url))
        return [*outputs, *effects]

    def seen(self, visible: bool, now: float) -> list[Step]:
        """Somebody looks at the page, or nobody does any more."""
        self._seen = visible
        outputs = self.agent.be_seen(visible) if self.agent else []
        return [*outputs, *(self.woken(now) if visible else [])]

    def silent(self, socket: int, now: float) -> list[Step]:
        """The socket's heartbeat has had no answer: ask once more."""
        if self.agent is None or socket != self._connector.socket:
            return []
        return [*self.agent.check_connection(now, doubtful=True)]

    def woken(self, now: float) -> list[Step]:
        """The network or the page is back: connect, or ask the server for a sign of life."""
        outputs = self.agent.check_connection(now) if self.agent else []
        return [*outputs, *self._connector.woken(now)]

    def connected(self, now: float) -> bool:
        """Whether a call can be placed now; else the person is told."""
        if self._connector.socket is not None:
            return True
        told = notice("call-not-connected")
        self._board.put("not connected", told, until=now + SOME_SECONDS)
        return False

    def transmit(self, text: str, now: float) -> list[Effect]:
        """One message on the socket, if there is one."""
        socket = self._connector.socket
        return [] if socket is None else [*self._trace(">", text, now), Transmit(socket, text)]

    def _lost(self, was_open: bool, url: str, problem: str, now: float) -> list[Step]:
        """There is no connection any more, or still none."""
        self.connection = Connection.CONNECTING
        self._impatient_at = None
        self._board.clear("registration")
        if problem or self._connector.failed_rounds:
            self._board.put("socket", socket_failure(problem, url))
        if not was_open or self.agent is None:
            return []
        return [*self.agent.transport_closed(now), Announce(state_item.DISCONNECTED)]

    # --- what the user agent reports --------------------------------------------------------------

    def report(self, event: StationEvent, now: float) -> list[Step]:
        """News of the registration and of the wire."""
        match event:
            case Registered():
                return self._registered()
            case RegistrationFailed(status=status, reason=reason, retry_in=retry):
                refusal = self.agent.refusal if self.agent else ""
                told = registration_failure(status, reason, refusal, retry is not None)
                self._impatient_at = None
                self.connection = Connection.REFUSED
                self._board.put("registration", told)
                return [*self._resign()] if retry is None else []  # another may have it right
            case FlowFailed() if self._connector.socket is not None:
                silent = alert("server-silent", error="socket")
                steps = self._lost(True, self._connector.url, "", now)
                self._board.put("socket", silent, until=now + SOME_SECONDS)
                return [*steps, *self._connector.dead(now)]
            case Dropped(reason=reason):
                return self._dropped(reason)
            case Beat(seconds=seconds) if self._connector.socket is not None:
                return [Heartbeat(self._connector.socket, seconds)]
            case FlowFailed() | Beat() | Unregistered() | OutgoingCall():
                pass  # a late timer may find out twice that the flow has failed
        return []

    def _registered(self) -> list[Step]:
        self.connection = Connection.REGISTERED
        self._impatient_at = None
        self._board.clear("registration")
        if self._announced:
            return []
        self._announced = True
        return [Mark("sipwidget:registered"), Announce(state_item.REGISTERED)]

    def _dropped(self, reason: str) -> list[Step]:
        """What cannot be read is traced; a server that has sent nothing else is no SIP server."""
        if not self._understood:
            url = without_credentials(self._connector.url)
            told = alert("socket-garbage", error="socket", url=url)
            self._board.put("socket", told)
        return [Trace(f"SIP: not acted on: {reason}")] if self.config.enable_sip_debug else []

    def _trace(self, direction: str, data: str | bytes, now: float) -> list[Effect]:
        """Keep it for the diagnostics, and show it in the console where that is wanted."""
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        self._record.add(text, now, sent=direction == ">")
        if not self.config.enable_sip_debug:
            return []
        return [Trace(f"SIP {direction} {mask(text)}")]


def is_sip(data: str | bytes) -> bool:
    """A message that can be read, or at least be answered, though nothing waits for it."""
    try:
        parse(data)
    except ProtocolError:
        return salvage(data) is not None
    return True


def identity(config: Config) -> tuple[object, ...]:
    """What a connection depends on: while it stays the same, a change of settings keeps it."""
    return (
        config.websocket_urls,
        config.domain,
        config.username,
        config.password,
        config.authorization_user,
        config.disable_register,
        config.edit,
    )
