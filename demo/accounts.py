"""Who there is, and which window is whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

DOMAIN = "demo.sipwidget"
LEASE_SECONDS = 30.0  # a window's time to load and to register, on a slow machine too


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with a number. ``name`` is the SIP user name, ``label`` what people read."""

    name: str
    label: str
    number: str
    password: str = field(repr=False)


PEOPLE = (
    Account("anna", "Anna", "621", "anna-dials-621"),
    Account("ben", "Ben", "622", "ben-dials-622"),
    Account("clara", "Clara", "623", "clara-dials-623"),
    Account("dora", "Dora", "624", "dora-dials-624"),
    Account("emil", "Emil", "625", "emil-dials-625"),
)
DOOR = Account("620", "Door", "620", "door-dials-620")
EVERYBODY = "**9"  # the number that rings at all people at once
ECHO = Account("echo", "Echo test", "600", "echo-dials-600")


class Directory:
    """Accounts by what one may call them."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.accounts = tuple(accounts)
        self._by_name = {one.name: one for one in self.accounts}
        self._by_number = {one.number: one for one in self.accounts}

    def named(self, name: str) -> Account | None:
        """The account with this user name: who signs in."""
        return self._by_name.get(name)

    def dialed(self, user: str) -> Account | None:
        """The account that a user part means: a name in any case, or a number."""
        return self._by_name.get(user.lower()) or self._by_number.get(user)

    def reached(self, user: str) -> tuple[Account, ...]:
        """All accounts whose phones ring when that is called."""
        if user == EVERYBODY:
            return tuple(one for one in self.accounts if one in PEOPLE)
        account = self.dialed(user)
        return (account,) if account else ()

    def phonebook(self, owner: Account) -> str:
        """The setting ``phonebook`` for one of them: all others, in their order."""
        others = (one for one in self.accounts if one is not owner)
        return ",".join(f"{one.name}={one.label}" for one in others)


class Leases:
    """Gives each new window an account that no other window has.

    A registered account is taken; one that was given away a moment ago is, too.
    """

    def __init__(
        self, people: Iterable[Account], registered: Callable[[Account, float], bool]
    ) -> None:
        self._given = dict.fromkeys(people, float("-inf"))
        self._registered = registered

    def next(self, now: float) -> Account | None:
        """The next free account, else the one given longest ago; None when all are registered."""
        free = [one for one in self._given if not self._registered(one, now)]
        rested = [one for one in free if now - self._given[one] > LEASE_SECONDS]
        return rested[0] if rested else min(free, key=self._given.__getitem__, default=None)

    def take(self, account: Account, now: float) -> None:
        """A window shows this account."""
        self._given[account] = now
