"""Runs in the page, in the widget's own Python, but is none of the widget: what is alive there."""

import asyncio
import gc
import json
import sys
from collections import Counter

import js
import pyodide_js


def size() -> int:
    """Bytes of all objects that have come since the start, be they tracked by the collector or not.

    Those of the snapshot are frozen, and are not looked at: to note them would take some megabytes.
    """
    seen, total, todo = set[int](), 0, gc.get_objects()
    while todo:
        one = todo.pop()
        if id(one) not in seen:
            seen.add(id(one))
            total += sys.getsizeof(one)
            todo += (it for it in gc.get_referents(one) if not gc.is_tracked(it))
    return total


def sweep() -> None:
    """Let go of what nobody needs."""
    while gc.collect():
        pass


def census() -> str:
    """The figures, as JSON."""
    figures = {
        "Python tasks": len(asyncio.all_tasks(asyncio.get_event_loop())),
        "Python objects": len(gc.get_objects()),
        "JavaScript objects that Python holds": pyodide_js._module._hiwire_num_refs(),
        "Python heap": size(),
        "WebAssembly memory": pyodide_js._module.HEAPU8.length,
    }
    return json.dumps(figures)


def kinds() -> str:
    """How many objects there are of each kind, as JSON: for whoever looks for a leak."""
    found = Counter(f"{type(it).__module__}.{type(it).__qualname__}" for it in gc.get_objects())
    return json.dumps(found)


for each in (sweep, census, kinds):
    setattr(js.window, each.__name__, each)
