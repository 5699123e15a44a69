"""A phone on a page of openHAB, registered at a scripted server: for tests of the Items."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from playwright.sync_api import Browser, HttpCredentials

from tests.e2e.conftest import BOOTED, scripted_account
from tests.e2e.firefox import FirefoxPhone
from tests.e2e.frames import Frame
from tests.e2e.openhab import COMMAND, STATE, OpenHab
from tests.e2e.peers import Caller
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import Link, ScriptedServer

ITEMS = {"sipStateItem": STATE, "commandItem": COMMAND}
P = TypeVar("P", bound=Phone | FirefoxPhone)


@dataclass(slots=True)
class AnyHome(Generic[P]):
    """openHAB, one page of it with the widget, and the SIP server."""

    openhab: OpenHab
    phone: P
    server: ScriptedServer
    link: Link | None = None
    register: Frame | None = None

    @property
    def wire(self) -> Link:
        """The phone's connection."""
        assert self.link is not None
        return self.link

    def connect(self, **properties: object) -> None:
        """Configure the widget, and register it."""
        self.phone.configure(**{**scripted_account(self.server), **ITEMS, **properties})
        self.link = self.server.link(60)
        self.register = self.link.register()
        self.phone.reaches(connection="registered")

    def ring(self, caller: str = "<sip:**620@fritz.box>") -> Caller:
        """Somebody calls, and the phone rings."""
        assert self.register is not None
        call = Caller(self.wire, self.register, caller=caller)
        call.ring()
        self.phone.reaches(state="incoming")
        return call

    def talk(self) -> Caller:
        """Somebody calls, and is answered."""
        call = self.ring()
        self.phone.tap("accept")
        assert call.final().status == 200
        call.acknowledge()
        self.phone.reaches(state="incoming-accepted")
        return call

    def told(self, *texts: str, item: str = STATE, seconds: float = 15.0) -> None:
        """Wait until the Item has got exactly these, in this order."""
        self.phone.until(
            lambda: self.openhab.commands(item)[: len(texts)] == list(texts),
            f"{texts} told",
            seconds,
        )
        assert self.openhab.commands(item) == list(texts)


Home = AnyHome[Phone]


def boot(browser: Browser, openhab: OpenHab, credentials: HttpCredentials | None = None) -> Phone:
    """A page of this openHAB that holds a widget which waits for its settings."""
    phone = Phone(browser, f"{openhab.url}static/", credentials=credentials)
    phone.tolerant = True  # the browser writes an error for each answer that is one
    phone.open({})
    phone.page.wait_for_function(BOOTED, timeout=BOOT_MS)
    return phone
