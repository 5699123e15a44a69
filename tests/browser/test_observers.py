"""Observers of real nodes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import gc
    import weakref

    import js
    from inside import until

    from sipwidget.browser.observers import Observers

Run = Callable[..., Any]


def test_attributes_children_and_size_are_seen_until_closed(run: Run) -> None:
    async def inside() -> list[str]:
        seen: list[str] = []
        document = js.document
        node = document.body.appendChild(document.createElement("div"))
        observers = Observers(js.window)
        observers.attributes(node, ["data-a"], lambda: seen.append("attribute"))
        observers.tree(node, lambda: seen.append("tree"))
        observers.size(node, lambda: seen.append("size"))
        await until(lambda: seen == ["size"])
        node.setAttribute("data-b", "")
        node.setAttribute("data-a", "")
        await until(lambda: len(seen) == 2)
        child = node.appendChild(document.createElement("p"))
        await until(lambda: len(seen) == 3)
        child.appendChild(document.createElement("b"))
        await until(lambda: len(seen) == 4)
        node.style.height = "123px"
        await until(lambda: len(seen) == 5)
        observers.close()
        observers.close()
        node.setAttribute("data-a", "1")
        node.style.height = "1px"
        child.remove()
        await asyncio.sleep(0.05)
        node.remove()
        return seen

    assert run(inside) == ["size", "attribute", "tree", "tree", "size"]


def test_nothing_keeps_a_closed_observer_alive(run: Run) -> None:
    async def inside() -> bool:
        def changed() -> None:
            pass

        observers = Observers(js.window)
        observers.attributes(js.document.body, ["data-a"], changed)
        observers.close()
        witness = weakref.ref(changed)
        del changed
        gc.collect()
        return witness() is None

    assert run(inside)
