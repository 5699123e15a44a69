"""One setting, as an openHAB parameter describes it; ``properties`` has the table of all."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The parameter types of openHAB that are in use here."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    BOOLEAN = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Property:
    """One setting, as an openHAB parameter describes it.

    ``default`` is what the form is preset with, or None for nothing: an unset TEXT is empty, an
    unset BOOLEAN false. ``options`` are all values that a TEXT may have, ``limits`` the smallest
    and the largest INTEGER. ``alias`` is an older name, read where ``name`` is unset.
    """

    name: str
    label: str
    description: str
    group: str
    type: Type = Type.TEXT
    default: str | int | bool | None = None
    required: bool = False
    advanced: bool = False
    context: str = ""
    options: tuple[str, ...] = ()
    limits: tuple[int, int] = (0, 0)
    alias: str = ""

    @property
    def secret(self) -> bool:
        """Whether the value must not be shown, not even in a message about it."""
        return self.context == "password"

    @property
    def attribute(self) -> str:
        """The name in Python: ``enableSIPDebug`` is ``enable_sip_debug``."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", self.name).lower()
