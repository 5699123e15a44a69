"""A small DOM, as strict as a real one where the patch and the painter could go wrong."""
# ruff: noqa: N802, N815 - the names are the DOM's

from types import SimpleNamespace

from sipwidget.browser.dom import HTML


class Node:
    parentNode = None

    def __init__(self, document):
        self.ownerDocument = document
        self.childNodes = []

    def remove_from_parent(self):
        if self.parentNode is not None:
            self.parentNode.childNodes.remove(self)
            self.parentNode = None

    def removeChild(self, node):
        assert node.parentNode is self, "NotFoundError"
        self.ownerDocument.touched.append(node)
        node.remove_from_parent()

    def insertBefore(self, node, place):
        assert place is None or place.parentNode is self, "NotFoundError"
        assert node is not place
        self.ownerDocument.touched.append(node)
        node.remove_from_parent()
        index = len(self.childNodes) if place is None else self.childNodes.index(place)
        self.childNodes.insert(index, node)
        node.parentNode = self

    def appendChild(self, node):
        self.insertBefore(node, None)

    def replaceChildren(self):
        for node in list(self.childNodes):
            self.removeChild(node)

    @property
    def firstChild(self):
        return self.childNodes[0] if self.childNodes else None

    @property
    def nextSibling(self):
        siblings = self.parentNode.childNodes
        following = siblings[siblings.index(self) + 1 :]
        return following[0] if following else None

    def contains(self, node):
        while node is not None and node is not self:
            node = node.parentNode
        return node is self


class Text(Node):
    def __init__(self, document, data):
        super().__init__(document)
        self.data = data


class Style(dict):
    setProperty = dict.__setitem__
    removeProperty = dict.__delitem__


class Tag(Node):
    """An element."""

    def __init__(self, document, namespace, tag):
        super().__init__(document)
        self.namespaceURI, self.tagName = namespace, tag
        self.attributes, self.style, self.listeners = {}, Style(), []
        self._value = ""
        self.captured = []
        self.box = SimpleNamespace(left=0, top=0, right=100, bottom=100)

    @property
    def name(self):
        return self.attributes.get("name", "")

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, value):
        """A select takes only what one of its options says."""
        options = [each.value for each in self.childNodes if isinstance(each, Tag)]
        assert self.tagName != "select" or value in options
        self.ownerDocument.touched.append(self)
        self._value = value

    @property
    def isConnected(self):
        return self.ownerDocument.body.contains(self)

    @property
    def classList(self):
        return SimpleNamespace(add=lambda name: self.attributes.setdefault("class", name))

    def setAttribute(self, name, value):
        assert isinstance(value, str)
        assert not name.startswith(("--", "on"))
        assert name not in ("style", "value")
        self.ownerDocument.touched.append(self)
        self.attributes[name] = value

    def removeAttribute(self, name):
        self.attributes.pop(name, None)
        if name == "style":
            self.style.clear()

    def getAttribute(self, name):
        return self.attributes.get(name)

    def getAttributeNames(self):
        return [*self.attributes, *(["style"] if self.style else [])]

    def getBoundingClientRect(self):
        return self.box

    def addEventListener(self, name, listener, _capture):
        self.listeners.append((name, listener))

    def removeEventListener(self, name, listener, _capture):
        self.listeners.remove((name, listener))

    def dispatch(self, name, **event):
        event = SimpleNamespace(target=self, type=name, **event)
        node = self
        while node is not None:
            for heard, listener in list(node.listeners):
                if heard == name:
                    listener(event)
            node = node.parentNode

    def click(self, time=1e6, detail=0, x=50, y=50, pointer="mouse"):
        where = {"clientX": x, "clientY": y, "pointerType": pointer}
        self.dispatch("click", detail=detail, timeStamp=time, **where)

    def press_key(self, key, repeat=False, composing=False, shift=False):
        """Gives back whether the browser may do what it does by itself."""
        prevented = []
        event = {"key": key, "repeat": repeat, "isComposing": composing, "shiftKey": shift}
        self.dispatch("keydown", preventDefault=lambda: prevented.append(True), **event)
        return not prevented

    def setPointerCapture(self, pointer):
        self.captured.append(pointer)

    def focus(self):
        self.ownerDocument.focused = self

    def descendants(self):
        for child in self.childNodes:
            if isinstance(child, Tag):
                yield child
                yield from child.descendants()

    def querySelectorAll(self, selector):
        return [node for node in self.descendants() if node.matches(selector)]

    def matches(self, selector):
        """Tags and `[name]` or `[name="value"]`, of which several may stand together."""
        return any(self._is(one) for one in selector.split(", "))

    def _is(self, selector):
        tag, *wanted = selector.replace("]", "").split("[")
        if tag and self.tagName != tag:
            return False
        pairs = (each.partition("=") for each in wanted)
        return all(
            name in self.attributes and (not value or self.attributes[name] == value.strip('"'))
            for name, _, value in pairs
        )

    def checkVisibility(self):
        return not self.closest("[hidden]")

    def closest(self, selector):
        node = self
        while node is not None and not node.matches(selector):
            node = node.parentNode
        return node


class Window:
    """A clock that stands until a test lets time pass."""

    def __init__(self, document):
        self.performance = SimpleNamespace(now=lambda: document.now)
        self.timers, self._last = {}, 0
        self.listeners = []

    addEventListener, removeEventListener = Tag.addEventListener, Tag.removeEventListener

    def dispatch(self, name, **event):
        for heard, listener in list(self.listeners):
            if heard == name:
                listener(SimpleNamespace(target=self, **event))

    def setTimeout(self, call, wait):
        self._last += 1
        self.timers[self._last] = (call, wait)
        return self._last

    def clearTimeout(self, timer):
        self.timers.pop(timer, None)

    def let_pass(self, milliseconds):
        """All timers that were set so long ago or less are called."""
        for timer, (call, wait) in list(self.timers.items()):
            if wait <= milliseconds and self.timers.pop(timer, None):
                call()


class Document:
    def __init__(self):
        self.touched, self.focused, self.now = [], None, 0.0
        self.defaultView = Window(self)
        self.body = self.createElement("body")

    @property
    def activeElement(self):
        return self.focused if self.body.contains(self.focused) else self.body

    def createElement(self, tag):
        return Tag(self, HTML, tag)

    def createElementNS(self, namespace, tag):
        return Tag(self, namespace, tag)

    def createTextNode(self, text):
        return Text(self, text)
