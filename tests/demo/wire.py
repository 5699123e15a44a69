"""Phones on a proxy without a network: real user agents, a clock that is a number."""

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from demo.accounts import DOMAIN, DOOR, ECHO, PEOPLE, Directory
from demo.proxy import Proxy
from sipwidget.sip.account import Account
from sipwidget.sip.events import Event, Output, Send
from sipwidget.sip.user_agent import UserAgent

E = TypeVar("E")
OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"
DIRECTORY = Directory((DOOR, *PEOPLE, ECHO))


def counting(prefix: str) -> Callable[[], str]:
    """Words that nobody has seen, the same in each run."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


class Phone:
    """A user agent, its flow, and all events so far."""

    def __init__(self, wire: "Wire", flow: int, agent: UserAgent) -> None:
        self.wire = wire
        self.flow = flow
        self.agent = agent
        self.events: list[Event] = []

    def do(self, outputs: list[Output]) -> list[Event]:
        """Perform outputs, and all that follows from them; the events of this phone since."""
        start = len(self.events)
        self.wire.perform(self, outputs)
        return self.events[start:]

    def find(self, kind: type[E]) -> E:
        """The last event of a kind."""
        return next(event for event in reversed(self.events) if isinstance(event, kind))


class Wire:
    """The proxy, its phones, and the time."""

    def __init__(self) -> None:
        self.now = 0.0
        self._flows = count(1)
        self.proxy = Proxy(DOMAIN, DIRECTORY, counting("p"))
        self.phones: dict[int, Phone] = {}
        self.log: list[tuple[int, str]] = []  # what the proxy has sent
        self.sent: list[str] = []  # what it was sent

    def join(self, name: str, *, password: str = "", register: bool = True) -> Phone:
        """A phone of an account of the demo; registered, if the password is right."""
        account = DIRECTORY.named(name)
        secret = password or (account.password if account else "none")
        flow = next(self._flows)
        agent = UserAgent(Account(name, DOMAIN, secret), counting(f"{name}{flow}-"))
        phone = self.phones[flow] = Phone(self, flow, agent)
        phone.do(agent.transport_opened(self.now))
        if register:
            phone.do(agent.register(self.now))
        return phone

    def perform(self, phone: Phone, outputs: list[Output]) -> None:
        for output in outputs:
            if isinstance(output, Send):
                self.sent.append(output.text)
                self.deliver(self.proxy.receive(phone.flow, output.text, self.now))
            else:
                phone.events.append(output)

    def deliver(self, texts: list[tuple[int, str]]) -> None:
        for flow, text in texts:
            self.log.append((flow, text))
            phone = self.phones.get(flow)
            if phone:
                self.perform(phone, phone.agent.receive(text, self.now))

    def wait(self, seconds: float) -> None:
        """Let time pass at the proxy."""
        self.now += seconds
        self.deliver(self.proxy.handle_timeout(self.now))

    def cut(self, phone: Phone) -> None:
        """The phone's connection is gone."""
        del self.phones[phone.flow]
        self.deliver(self.proxy.close(phone.flow, self.now))
