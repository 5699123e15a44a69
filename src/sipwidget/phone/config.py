"""The configuration: documents are read, checked against the property table, and frozen."""

import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from itertools import accumulate
from typing import Any

import yaml

from sipwidget.phone.button_list import button_list
from sipwidget.phone.checks import (
    CutText,
    SettingError,
    comma_list,
    formed,
    is_blocked,
    shown,
    typed,
    websocket_url,
)
from sipwidget.phone.device import SWITCHES
from sipwidget.phone.notices import Level, Notice, alert, notice
from sipwidget.phone.properties import BY_NAME, PROPERTIES
from sipwidget.phone.property import Property
from sipwidget.phone.settings import Button, Config, TurnServer
from sipwidget.phone.trust import with_account, withhold

__all__ = [
    "Button",
    "Config",
    "ConfigError",
    "Source",
    "TurnServer",
    "configure",
    "parse_json",
    "read_document",
    "read_json",
]

LONGEST_DOCUMENT = 65_536  # characters
DEEPEST_NESTING = 16

COMPONENTS = ("oh-sipclient", "oh-sipclient-card", "widget:sipwidget", "widget:sipwidget-card")
OVERRIDABLE = ("autoAnswer", *SWITCHES)  # by this device
_NEEDED = ("websocketUrl", "domain")  # to connect; without a phonebook one can still be called
_OF_THE_HOST = frozenset(  # what Main UI itself reads in a component's config
    {"title", "footer", "noBorder", "noShadow", "outline", "height"}
    | {"visible", "visibleTo", "style", "class", "stylesheet"}
)
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_TOO_DEEP = f"nested deeper than {DEEPEST_NESTING} levels"
_ADVICE = "Put values that begin with * or hold # in quotes."


class Source(StrEnum):
    """Where a document comes from, which is how far it is trusted."""

    HOST = "host"  # data-config and config.yaml
    LINK = "link"  # # and ?config=


class ConfigError(Exception):
    """A document that cannot be read; ``line`` counts from 1, 0 where it is not known."""

    def __init__(self, source: str, problem: str, line: int = 0) -> None:
        where = f"{source}, line {line}" if line else source
        super().__init__(f"{where}: {problem}")
        self.line = line
        self.notice = alert("config-document", error="config", where=where, problem=problem)


def configure(
    document: Mapping[str, object],
    *,
    page_url: str,
    source: Source,
    local_account: Mapping[str, object] | None = None,
    overrides: Mapping[str, object] | None = None,
    trusted: Collection[tuple[str, str]] = (),
    edit: bool = False,
) -> tuple[Config, tuple[Notice, ...]]:
    """Check a document against the property table. Never raises: what is wrong is said in notices.

    ``local_account`` are the four fields of ``openhab.ui:sipConfig``, ``overrides`` properties of
    this device (where "" unsets one and None does not), ``trusted`` the ``Config.server`` of each
    consent that was given on it.
    """
    notices = list(_unknown(document))
    own = {name: (overrides or {}).get(name) for name in OVERRIDABLE}
    wanted = {**document, **{name: value for name, value in own.items() if value is not None}}
    settings: dict[str, Any] = {}
    for known in PROPERTIES:
        value, problems = _setting(known, wanted, page_url)
        notices += problems
        if value is not None:
            settings[_ATTRIBUTES[known.name]] = value
    config = Config(**settings, edit=edit)
    config = replace(config, enable_local_video=config.enable_local_video and config.enable_video)
    trusts = source is Source.HOST or config.server in trusted
    config = (with_account if trusts else withhold)(config, local_account or {})
    if config.command_item and config.command_item == config.sip_state_item:
        notices.append(notice("config-same-item", error="config", found=config.command_item))
        config = replace(config, command_item="")
    return config, tuple(notices)


_ATTRIBUTES = {known.name: known.attribute for known in PROPERTIES} | {
    "websocketUrl": "websocket_urls"
}


def _unknown(document: Mapping[str, object]) -> Iterator[Notice]:
    aliases = {known.alias for known in PROPERTIES}
    names = [name for name in document if name not in BY_NAME.keys() | aliases | _OF_THE_HOST]
    if names:
        yield notice(
            "config-unknown", error="config", names=", ".join(shown(name) for name in names[:5])
        )


def _setting(
    known: Property, document: Mapping[str, object], page_url: str
) -> tuple[object, list[Notice]]:
    """The checked value, or None where it is unset or wrong, and what there is to say."""
    raw, notices = document.get(known.name), []
    if known.alias and raw in (None, ""):
        raw = document.get(known.alias)
    if isinstance(raw, CutText):
        notices.append(notice("config-comment", name=known.name, line=raw.line))
        raw = raw.text
    try:
        value, problems = _checked(known, raw, page_url)
    except SettingError as error:
        found = shown(raw, secret=known.secret)
        value, problems = None, [_wrong(known.name, found, error, fatal=known.name in _NEEDED)]
    if value is None and known.name in _NEEDED and not problems:
        problems = [alert("config-missing", error="config", name=known.name)]
    return value, notices + problems


def _checked(known: Property, raw: object, page_url: str) -> tuple[object, list[Notice]]:
    match known.name:
        case "buttons":
            return _buttons(known, raw)
        case "websocketUrl":
            return _websocket_urls(known, raw, page_url)
        case _:
            return formed(known, raw), []


def _wrong(name: str, found: str, error: SettingError, *, fatal: bool = False) -> Notice:
    level = Level.ALERT if fatal else Level.STATUS
    return notice(error.code, level, error="config", name=name, found=found, **error.gaps)


def _websocket_urls(
    known: Property, raw: object, page_url: str
) -> tuple[tuple[str, ...] | None, list[Notice]]:
    """The addresses that can be used; of several, a wrong one is left out."""
    text = typed(known, raw)
    urls: list[str] = []
    wrong: list[tuple[str, SettingError]] = []
    for part in comma_list(text) if isinstance(text, str) else ():
        try:
            urls.append(websocket_url(part, page_url))
        except SettingError as error:
            wrong.append((shown(part), error))
    notices = [_wrong(known.name, found, error, fatal=not urls) for found, error in wrong]
    notices += [
        alert("config-insecure", error="insecure", found=shown(url))
        for url in urls
        if is_blocked(url, page_url)
    ]
    return tuple(urls) or None, notices


def _buttons(known: Property, raw: object) -> tuple[tuple[Button, ...] | None, list[Notice]]:
    """The buttons that can be used; a wrong one is left out."""
    if isinstance(raw, str):
        try:
            raw = _tree(raw, known.name)
        except ConfigError:
            raise SettingError("config-list") from None
    if raw is None:
        return None, []
    if not isinstance(raw, list):
        raise SettingError("config-list")
    buttons, problems = button_list(raw)
    return buttons, [
        _wrong(f"{known.name} {number}", shown(found), error) for number, found, error in problems
    ]


def read_document(text: str, source: str) -> dict[str, object]:
    """The properties in a YAML or JSON document, plain or as the block of a component.

    Every scalar of YAML stays text, and null is None. ``source`` names the document in messages.
    Raises ConfigError, also for an anchor, an alias, a tag, or a key that is there twice.
    """
    return _properties(_tree(text, source), source)


def read_json(text: str, source: str) -> dict[str, object]:
    """The same for what must be JSON: the attribute ``data-config``, and a fragment."""
    try:
        return _properties(parse_json(text, source), source)
    except json.JSONDecodeError as error:
        raise ConfigError(source, "this is not JSON", error.lineno) from None


def parse_json(text: str, source: str) -> object:
    """What the text holds, within bounds. Raises ConfigError beyond them, and JSONDecodeError."""
    if len(text) > LONGEST_DOCUMENT:
        raise ConfigError(source, f"longer than {LONGEST_DOCUMENT} characters")
    if _nesting(text) > DEEPEST_NESTING:
        raise ConfigError(source, _TOO_DEEP)
    return json.loads(text, parse_int=_number, parse_float=_number)


def _nesting(text: str) -> int:
    """How deep brackets nest outside of strings: the parser's own recursion can end Pyodide."""
    steps = (1 if c in "[{" else -1 for c in _JSON_STRING.sub("", text) if c in "[]{}")
    return max(accumulate(steps), default=0)


def _number(digits: str) -> object:
    """A JSON number; one too long to be a setting stays text."""
    if len(digits) > 15:
        return digits
    return int(digits) if digits.lstrip("-").isdigit() else float(digits)


def _tree(text: str, source: str) -> object:
    try:
        return parse_json(text, source)
    except (json.JSONDecodeError, RecursionError):
        return _Reader(text, source).tree()


def _properties(tree: object, source: str) -> dict[str, object]:
    block = _component(tree)
    if block is not None:
        return block
    if tree is None:
        return {}
    if not isinstance(tree, dict) or "component" in tree:
        raise ConfigError(source, "neither lines of name: value nor a component: oh-sipclient")
    return tree


def _component(tree: object, depth: int = 0) -> dict[str, object] | None:
    """The config of the first SIP component in the tree."""
    children: Iterable[object] = ()
    if isinstance(tree, dict):
        if tree.get("component") in COMPONENTS:
            config = tree.get("config")
            return config if isinstance(config, dict) else {}
        children = tree.values()
    elif isinstance(tree, list):
        children = tree
    if depth == DEEPEST_NESTING:
        return None
    blocks = (_component(child, depth + 1) for child in children)
    return next((block for block in blocks if block is not None), None)


class _Reader:
    """A tree of dicts, lists and texts from the events of PyYAML's parser."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader)

    def tree(self) -> object:
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            # The parser's words may quote a password.
            problem = re.sub(r"'[^']{3,}'", "text", str(error.problem))
            raise self._error(problem, _line(error.problem_mark)) from None
        except (yaml.YAMLError, ValueError, OverflowError):
            raise self._error("it holds characters that YAML does not know", 0) from None

    def _document(self) -> object:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        tree = self._value(next(self._events), 0)
        next(self._events)
        behind = next(self._events)
        if not isinstance(behind, yaml.StreamEndEvent):
            raise self._error("a second document begins", _line(behind.start_mark))
        return tree

    # Events are Any here: the stubs do not tell which of them have an anchor, a tag or a style.

    def _value(self, event: Any, depth: int) -> object:
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            raise self._error("anchors, aliases and tags are not taken", _line(event.start_mark))
        if depth > DEEPEST_NESTING:
            raise self._error(_TOO_DEEP, _line(event.start_mark))
        match event:
            case yaml.SequenceStartEvent():
                return [self._value(each, depth + 1) for each in self._until(yaml.SequenceEndEvent)]
            case yaml.MappingStartEvent():
                return self._mapping(depth)
            case _:
                return self._scalar(event)

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        return itertools.takewhile(lambda event: not isinstance(event, end), self._events)

    def _mapping(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for key in self._until(yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise self._error("a name is expected here", _line(key.start_mark))
            if key.value in found:
                raise self._error(f"{shown(key.value)} is there twice", _line(key.start_mark))
            found[key.value] = self._value(next(self._events), depth + 1)
        return found

    def _scalar(self, event: Any) -> object:
        if event.style:  # in quotes, or a block
            return event.value
        if event.value in ("null", "Null", "NULL", "~"):
            return None
        if re.compile(r"[ \t]*#\S").match(self._text, event.end_mark.index):
            return CutText(event.value, _line(event.start_mark))
        return event.value

    def _error(self, problem: str, line: int) -> ConfigError:
        return ConfigError(self._source, f"{problem}. {_ADVICE}", line)


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 0
