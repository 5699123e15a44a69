"""The DOM: makes a document show a tree of elements, and hears what is clicked there.

A document is an argument everywhere, because the engine draws into the documents of other frames.
JavaScript objects are compared with ``==`` and asked for their truth, never for ``is None``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from sipwidget.browser.gestures import Arrivals, Hold, Momentary
from sipwidget.browser.keys import DIALOG, is_field, pressed, reachable
from sipwidget.view.element import Element, action_key

HTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
_CAPTURED = {"load": True}  # events that do not bubble
HEARD = {"input": "data-change", "change": "data-settle"}  # the attribute for each event
TYPED = ("digit", "backspace")  # buttons that people press twice in a moment and mean it

Child = Element | str
Fields = tuple[tuple[str, str], ...]
Live = Mapping[str, Any]  # nodes that are inserted as they are, by the names trees give them

# --- the patch ------------------------------------------------------------------------------------


def patch(document: Any, node: Any, old: Element, new: Element, live: Live) -> None:
    """Make ``node``, which shows ``old``, show ``new``; what stays the same is not touched."""
    if not new.live:
        _patch_children(document, node, old.children, new.children, live)
    _set_attributes(node, old.attributes, new.attributes)  # a select's value needs its options


def _patch_children(
    document: Any, parent: Any, old: tuple[Child, ...], new: tuple[Child, ...], live: Live
) -> None:
    if old == new:
        return
    standing = dict(zip(_names(old), zip(old, list(parent.childNodes), strict=True), strict=True))
    wanted = list(_names(new))
    for name in standing.keys() - set(wanted):
        parent.removeChild(standing[name][1])
    place = parent.firstChild
    for name, child in zip(wanted, new, strict=True):
        if name in standing:
            before, node = standing[name]
            _patch_child(document, node, before, child, live)
        else:
            node = build(document, child, parent.namespaceURI, live)
        if node == place:
            place = place.nextSibling
        else:
            parent.insertBefore(node, place)


def _patch_child(document: Any, node: Any, old: Child, new: Child, live: Live) -> None:
    if isinstance(old, Element) and isinstance(new, Element):
        patch(document, node, old, new, live)
    elif old != new:
        node.data = new


def build(document: Any, child: Child, namespace: str, live: Live) -> Any:
    """A new node for the child; of a live one, kept in ``live``, only the attributes are set."""
    if isinstance(child, str):
        return document.createTextNode(child)
    if child.live:
        node = live[child.live]
        for name in list(node.getAttributeNames()):
            node.removeAttribute(name)  # what it showed when it was last in the tree
    else:
        namespace = SVG if child.tag == "svg" else namespace
        node = document.createElementNS(namespace, child.tag)
        for each in child.children:
            node.appendChild(build(document, each, namespace, live))
    _set_attributes(node, {}, child.attributes)
    return node


def _names(children: tuple[Child, ...]) -> Iterator[tuple[str, str, str, int]]:
    """A name for each child by which it is found again: its tag, its key, and which of those."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for child in children:
        name = (child.tag, child.key, child.live) if isinstance(child, Element) else ("", "", "")
        seen[name] += 1
        yield *name, seen[name]


def _set_attributes(node: Any, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    for name in old.keys() - new.keys():
        if name.startswith("--"):
            node.style.removeProperty(name)
        elif name == "value":
            node.value = ""
        else:
            node.removeAttribute(name)
    for name, value in new.items():
        if old.get(name) != value:
            _set_attribute(node, name, value)


def _set_attribute(node: Any, name: str, value: str) -> None:
    if name.startswith("--"):
        node.style.setProperty(name, value)
    elif name == "value":
        node.value = value  # what has been typed there stays; and a password is in no markup
    else:
        node.setAttribute(name, value)


# --- the stage ------------------------------------------------------------------------------------


def make_stage(document: Any) -> Any:
    """The video area: the remote video, over it our own, which is muted, and the door's picture."""
    stage = document.createElement("div")
    for part in ("remote", "local"):
        video = document.createElement("video")
        video.setAttribute("data-part", part)
        for name in ("playsinline", "autoplay"):
            video.setAttribute(name, "")
        video.muted = part == "local"
        stage.appendChild(video)
    place = document.createElement("div")
    place.setAttribute("data-part", "picture")
    stage.appendChild(place)
    return stage


# --- the painter ----------------------------------------------------------------------------------


class Painter:
    """Draws trees into one root and says what is clicked there.

    ``on_click(action, target, call, fields)``: the fields, names with values, are those of the
    dialog in which the button stands. A button with ``data-hold`` has a second action,
    one with ``data-momentary`` the targets ``on`` and ``off``. A field does its
    ``data-change`` with each change and its ``data-settle`` when the person is done with it;
    the target is its value then.
    ``proxy`` makes a Python callable one that JavaScript may keep (``pyodide.ffi.create_proxy``).
    The id and the classes of the root stay the page's own. ``live`` holds the nodes that trees may
    name, the stage among them.
    """

    def __init__(
        self,
        document: Any,
        root: Any,
        on_click: Callable[[str, str, str, Fields], None],
        proxy: Callable[[Callable[..., None]], Any],
    ) -> None:
        self.live: dict[str, Any] = {"stage": make_stage(document)}
        self._document = document
        self._root = root
        self._on_click = on_click
        self.tree: Element | None = None  # what the root shows
        self._arrivals = Arrivals()
        self._hold = Hold(document.defaultView, lambda it: on_click(it, "", "", ()), proxy)
        self._momentary = Momentary(self._switched)
        self._listeners = [
            (root, "click", proxy(self._clicked)),
            (root, "pointermove", proxy(self._pointed)),
            (root, "keydown", proxy(partial(pressed, root))),
            *((root, name, proxy(listener)) for name, listener in self._hold.events.items()),
            *((root, name, proxy(it)) for name, it in self._momentary.events.items()),
            *(
                (document.defaultView, name, proxy(it))
                for name, it in self._momentary.window_events.items()
            ),
            (root, "load", proxy(self._loaded)),
            *((root, name, proxy(self._changed)) for name in HEARD),
            (self.live["stage"].firstChild, "resize", proxy(self._picture_resized)),
        ]
        for node, name, listener in self._listeners:
            node.addEventListener(name, listener, _CAPTURED.get(name, False))

    def draw(self, tree: Element) -> None:
        """Show the tree; a focus that would be lost goes to what took the place.

        But the next key of who types must not answer the call that has come meanwhile.
        """
        old, focused = self.tree or self._adopt(tree), self._document.activeElement
        had_focus = self._root.contains(focused)
        if had_focus and is_field(focused):
            had_focus = tree.attributes["data-state"] != "incoming"
        self._arrivals.note(set(_buttons(old)), set(_buttons(tree)), self._document, self._root)
        patch(self._document, self._root, old, tree, self.live)
        self.tree = tree
        self._carry_focus(had_focus)

    def close(self) -> list[Any]:
        """Stop listening; returns the proxies, to be destroyed when none of them is running."""
        for node, name, listener in self._listeners:
            node.removeEventListener(name, listener, _CAPTURED.get(name, False))
        self._hold.close()
        self._momentary.close()
        del self._momentary  # which knows us
        return [*(listener for _, _, listener in self._listeners), self._hold.elapsed]

    def _adopt(self, tree: Element) -> Element:
        """Take the root over from the page; what it shows then, as a tree."""
        self._root.replaceChildren()
        self._root.removeAttribute("data-error")  # static/start.js may have taken us for lost
        self._root.classList.add("sipwidget")
        kept = {name: tree.attributes[name] for name in ("id", "class") if name in tree.attributes}
        return Element(tree.tag, kept)

    def _carry_focus(self, had_focus: bool) -> None:
        wanted = list(self._root.querySelectorAll("[data-autofocus]"))
        for node in wanted:
            node.removeAttribute("data-autofocus")
        if had_focus and self._lost_focus():
            wanted += sorted(reachable(self._root), key=_acts_on_the_house)
        for node in wanted[:1]:
            node.focus()

    def _lost_focus(self) -> bool:
        """Whether what has the focus is gone or cannot have it: the browser tells only later."""
        node = self._document.activeElement
        is_there = self._root.contains(node) and node.checkVisibility()
        return not is_there or bool(node.closest("[inert]"))

    # --- clicks and keys ---

    def _clicked(self, event: Any) -> None:
        button = event.target.closest("[data-action]")
        if not button or not self._root.contains(button) or self._hold.ends_with(event):
            return
        if self._momentary.took(event):
            return
        said = _said(button)
        action, target, call = said.values()
        if event.detail > 1 and action not in TYPED:
            return  # the second click of a double click
        if not self._arrivals.is_surprise(action_key(said), event):
            self._on_click(action, target, call, _fields(button))

    def _changed(self, event: Any) -> None:
        """A field tells what is in it by now, where it says for whom."""
        action = event.target.getAttribute(HEARD[event.type])
        if action:
            self._on_click(action, str(event.target.value), "", ())

    def _switched(self, button: Any, on: bool) -> None:
        """A button that is on while it is held down."""
        action, _, call = _said(button).values()
        self._on_click(action, "on" if on else "off", call, ())

    def _loaded(self, event: Any) -> None:
        """An image that may never come, such as another server's icon, is shown from now on."""
        event.target.removeAttribute("data-await")

    def _pointed(self, event: Any) -> None:
        self._arrivals.pointed(event)
        self._hold.moved(event)

    def _picture_resized(self, event: Any) -> None:
        """From the first frame on, the picture's own shape is that of the stage."""
        video = event.target
        if video.videoWidth and video.videoHeight:
            shape = f"{video.videoWidth}/{video.videoHeight}"
            self.live["stage"].style.setProperty("--frame", shape)


def _said(button: Any) -> dict[str, str]:
    """What a button does, on what, and in which call."""
    names = ("data-action", "data-target", "data-call")
    return {name: button.getAttribute(name) or "" for name in names}


def _acts_on_the_house(node: Any) -> bool:
    """It is none of the phone's: a second press of a key must not open the gate."""
    return bool(node.getAttribute("data-action") == "button")


def _buttons(tree: Child) -> Iterator[str]:
    if isinstance(tree, Element):
        if key := action_key(tree.attributes):
            yield key
        for child in tree.children:
            yield from _buttons(child)


def _fields(button: Any) -> Fields:
    """The names and values of what can be filled in where the button stands."""
    dialog = button.closest(DIALOG)
    fields = dialog.querySelectorAll("[name]") if dialog else ()
    return tuple((str(field.name), str(field.value)) for field in fields)
