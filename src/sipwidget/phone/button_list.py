"""The setting ``buttons``: a list of mappings, each of them one action button."""

from collections.abc import Mapping
from dataclasses import replace

from sipwidget.phone.checks import SettingError, clean_text, dtmf, item_name
from sipwidget.phone.settings import Button

MOST = 12
LONGEST_LABEL = 40  # characters
ICONS = (
    "door",
    "gate",
    "garage",
    "lock",
    "unlock",
    "light",
    "bell",
    "camera",
    "blinds",
    "power",
    "alarm",
)
"""The drawings of our own; ``oh:NAME`` is openHAB's icon of that name."""

Problem = tuple[int, object, SettingError]  # the button's place from 1, what was found, why not


def button_list(raw: list[object]) -> tuple[tuple[Button, ...], list[Problem]]:
    """The buttons that can be used, and what is wrong with the others, or with an icon."""
    buttons: dict[str, Button] = {}
    problems: list[Problem] = []
    for number, each in enumerate(raw, start=1):
        try:
            made = button(each)
            if made.label in buttons:
                raise SettingError("config-button-twice", label=made.label)
            if len(buttons) == MOST:
                raise SettingError("config-button-many", maximum=MOST)
        except SettingError as error:
            problems.append((number, each, error))
            continue
        if not _is_icon(made.icon):
            wrong = SettingError("config-icon", options=", ".join(ICONS))
            problems.append((number, made.icon, wrong))
            made = replace(made, icon="")
        buttons[made.label] = made
    return tuple(buttons.values()), problems


def button(raw: object) -> Button:
    """One action button from its mapping; its label may be left out."""
    if not isinstance(raw, Mapping):
        raise SettingError("config-button")
    text = {str(name): clean_text(value) for name, value in raw.items() if value is not None}
    tones, item, command = text.get("dtmf", ""), text.get("item", ""), text.get("command", "")
    when = text.get("when") or "call"
    if bool(tones) == bool(item) or bool(item) != bool(command) or when not in ("call", "always"):
        raise SettingError("config-button")
    label = text.get("label") or tones or f"{item} {command}"
    return Button(
        label=label[:LONGEST_LABEL],
        icon=text.get("icon", ""),
        dtmf=dtmf(tones) if tones else "",
        item=item_name(item) if item else "",
        command=command,
        when=when,
    )


def openhab_icon(icon: str) -> str:
    """The name that ``oh:NAME`` gives; "" for what is no icon of openHAB's."""
    scheme, _, name = icon.partition(":")
    written = name.replace("-", "").replace("_", "")
    return name if scheme == "oh" and written.isascii() and written.isalnum() else ""


def _is_icon(icon: str) -> bool:
    return icon in ("", *ICONS) or openhab_icon(icon) != ""
