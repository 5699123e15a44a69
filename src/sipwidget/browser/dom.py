"""The DOM: makes a document show a tree of elements, and hears what is clicked there.

A document is an argument everywhere, because the engine draws into the documents of other frames.
JavaScript objects are compared with ``==`` and asked for their truth, never for ``is None``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import dist
from typing import Any

from sipwidget.view.element import Element, action_key

HTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
JUST_NOW = 350  # ms in which a button is still a surprise under the finger
STILL = 10  # CSS px within which a mouse has not been moved
TYPED = ("digit",)  # buttons that people press twice in a moment and mean it

Child = Element | str
Live = Mapping[str, Any]  # nodes that are inserted as they are, by the names trees give them

# --- the patch ------------------------------------------------------------------------------------


def patch(document: Any, node: Any, old: Element, new: Element, live: Live) -> None:
    """Make ``node``, which shows ``old``, show ``new``; what stays the same is not touched."""
    _set_attributes(node, old.attributes, new.attributes)
    if not new.live:
        _patch_children(document, node, old.children, new.children, live)


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
        else:
            node.removeAttribute(name)
    for name, value in new.items():
        if old.get(name) == value:
            continue
        if name.startswith("--"):
            node.style.setProperty(name, value)
        else:
            node.setAttribute(name, value)


# --- the stage ------------------------------------------------------------------------------------


def make_stage(document: Any) -> Any:
    """The video area: a container with the remote picture and, over it, our own, which is muted."""
    stage = document.createElement("div")
    for part in ("remote", "local"):
        video = document.createElement("video")
        video.setAttribute("data-part", part)
        for name in ("playsinline", "autoplay"):
            video.setAttribute(name, "")
        video.muted = part == "local"
        stage.appendChild(video)
    return stage


# --- the painter ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Arrival:
    """When a button came, where the mouse was then, and the places that buttons had before."""

    time: float
    mouse: tuple[float, float]
    places: tuple[Any, ...]


class Painter:
    """Draws trees into one root and says what is clicked there: ``on_click(action, target, call)``.

    ``proxy`` makes a Python callable one that JavaScript may keep (``pyodide.ffi.create_proxy``).
    The id and the classes of the root stay the page's own. ``live`` holds the nodes that trees may
    name, the stage among them.
    """

    def __init__(
        self,
        document: Any,
        root: Any,
        on_click: Callable[[str, str, str], None],
        proxy: Callable[[Callable[[Any], None]], Any],
    ) -> None:
        self.live: dict[str, Any] = {"stage": make_stage(document)}
        self._document = document
        self._root = root
        self._on_click = on_click
        self._tree: Element | None = None
        self._arrivals: dict[str, _Arrival] = {}
        self._mouse = (-1.0, -1.0)
        self._listeners = [
            (root, "click", proxy(self._clicked)),
            (root, "pointermove", proxy(self._pointed)),
            (root, "keydown", proxy(self._key_pressed)),
            (self.live["stage"].firstChild, "resize", proxy(self._picture_resized)),
        ]
        for node, name, listener in self._listeners:
            node.addEventListener(name, listener)

    def draw(self, tree: Element) -> None:
        """Show the tree; a focus that would be lost goes to what took the place."""
        old = self._tree or self._adopt(tree)
        had_focus = self._root.contains(self._document.activeElement)
        self._note_arrivals(old, tree)
        patch(self._document, self._root, old, tree, self.live)
        self._tree = tree
        self._carry_focus(had_focus)

    def close(self) -> list[Any]:
        """Stop listening; returns the proxies, to be destroyed when none of them is running."""
        for node, name, listener in self._listeners:
            node.removeEventListener(name, listener)
        return [listener for _, _, listener in self._listeners]

    def _adopt(self, tree: Element) -> Element:
        """Take the root over from the page; what it shows then, as a tree."""
        self._root.replaceChildren()
        self._root.classList.add("sipwidget")
        kept = {name: tree.attributes[name] for name in ("id", "class") if name in tree.attributes}
        return Element(tree.tag, kept)

    def _carry_focus(self, had_focus: bool) -> None:
        wanted = list(self._root.querySelectorAll("[data-autofocus]"))
        for node in wanted:
            node.removeAttribute("data-autofocus")
        if had_focus and not self._root.contains(self._document.activeElement):
            wanted += self._root.querySelectorAll("button")
        for node in wanted[:1]:
            node.focus()

    # --- clicks and keys ---

    def _clicked(self, event: Any) -> None:
        button = event.target.closest("[data-action]")
        if not button or not self._root.contains(button):
            return
        names = ("data-action", "data-target", "data-call")
        said = {name: button.getAttribute(name) or "" for name in names}
        if event.detail > 1 and said["data-action"] not in TYPED:
            return  # the second click of a double click
        if not self._is_surprise(action_key(said), event):
            self._on_click(*said.values())

    def _key_pressed(self, event: Any) -> None:
        if event.key == "Escape":
            for button in self._root.querySelectorAll('[data-action="cancel"]'):
                button.click()
        elif event.key == "Enter" and event.repeat:
            event.preventDefault()  # a key held down must not press the next button, too

    def _note_arrivals(self, old: Element, new: Element) -> None:
        before, after = set(_buttons(old)), set(_buttons(new))
        self._arrivals = {key: self._arrivals[key] for key in self._arrivals.keys() & after}
        if after <= before:
            return
        buttons = self._root.querySelectorAll("button")
        places = tuple(each.getBoundingClientRect() for each in buttons)
        arrival = _Arrival(self._document.defaultView.performance.now(), self._mouse, places)
        self._arrivals |= dict.fromkeys(after - before, arrival)

    def _is_surprise(self, key: str, event: Any) -> bool:
        """Whether the button has just come to where another was, under finger or mouse.

        A mouse that has been moved since then is there on purpose; where a finger was, nobody
        knows. Clicks without a pointer (``detail`` 0) are never surprises.
        """
        arrival = self._arrivals.get(key)
        if not arrival or not event.detail or event.timeStamp - arrival.time > JUST_NOW:
            return False
        if event.pointerType == "mouse" and dist(arrival.mouse, _spot(event)) > STILL:
            return False
        return any(_covers(place, event) for place in arrival.places)

    def _pointed(self, event: Any) -> None:
        self._mouse = _spot(event)

    def _picture_resized(self, event: Any) -> None:
        """From the first frame on, the picture's own shape is that of the stage."""
        video = event.target
        if video.videoWidth and video.videoHeight:
            shape = f"{video.videoWidth}/{video.videoHeight}"
            self.live["stage"].style.setProperty("--frame", shape)


def _buttons(tree: Child) -> Iterator[str]:
    if isinstance(tree, Element):
        if key := action_key(tree.attributes):
            yield key
        for child in tree.children:
            yield from _buttons(child)


def _spot(event: Any) -> tuple[float, float]:
    return event.clientX, event.clientY


def _covers(place: Any, event: Any) -> bool:
    return bool(
        place.left <= event.clientX <= place.right and place.top <= event.clientY <= place.bottom
    )
