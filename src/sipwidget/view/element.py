"""A tree of elements as plain values: what a page shows, before there is a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

_VOID = frozenset({"br", "hr", "img", "input"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element. Attributes whose names begin with ``--`` are CSS custom properties.

    ``key`` tells siblings of one tag apart: another key is another element, never the same one
    changed. ``live`` names a node that the browser layer owns: its attributes are ours, its
    children are not.
    """

    tag: str
    attributes: Mapping[str, str]
    children: tuple["Element | str", ...] = ()
    key: str = ""
    live: str = ""


def h(
    tag: str,
    *children: Element | str | None,
    key: str = "",
    live: str = "",
    **attributes: str | int | bool | None,
) -> Element:
    """An element: ``h("button", "Accept", data_action="accept", class_="round")``.

    ``_`` in a name becomes ``-`` and one at its end goes; True is an attribute without a value,
    False and None leave it out; children that are None or "" are left out too. Without ``key``
    a button is told apart by what it does.
    """
    written = {
        name.rstrip("_").replace("_", "-"): "" if value is True else str(value)
        for name, value in attributes.items()
        if value is not None and value is not False
    }
    return Element(tag, written, tuple(filter(None, children)), key or action_key(written), live)


def action_key(attributes: Mapping[str, str]) -> str:
    """What a button does, on what, and in which call; "" for what is no button."""
    if "data-action" not in attributes:
        return ""
    names = ("data-action", "data-target", "data-call")
    return "\n".join(attributes.get(name, "") for name in names)


def to_html(tree: Element | str) -> str:
    """The tree as HTML text, all text escaped; custom properties stand in ``data-style``."""
    if isinstance(tree, str):
        return escape(tree)
    start = f"<{tree.tag}{_attributes(tree)}>"
    if tree.tag in _VOID:
        return start
    return f"{start}{''.join(map(to_html, tree.children))}</{tree.tag}>"


def _attributes(element: Element) -> str:
    plain = {name: value for name, value in element.attributes.items() if name[:2] != "--"}
    style = [f"{name}: {value}" for name, value in element.attributes.items() if name[:2] == "--"]
    if style:
        plain["data-style"] = "; ".join(style)
    return "".join(
        f' {name}="{escape(value)}"' if value else f" {name}" for name, value in plain.items()
    )
