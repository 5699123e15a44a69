"""Runs in the page, in the widget's own Python, but is none of the widget: what is alive there."""

import asyncio
import gc
import json
from collections import Counter

import js
import pyodide_js

IN_USE = 7  # uordblks, of the ten fields of C's struct mallinfo


def used() -> int:
    """Bytes of the WebAssembly heap that are given out."""
    module = pyodide_js._module
    fields = module._malloc(40)
    module._mallinfo(fields)
    found = int(module.HEAPU32[fields // 4 + IN_USE])
    module._free(fields)
    return found


def census() -> str:
    """The figures, as JSON, after what nobody needs has gone."""
    while gc.collect():
        pass
    figures = {
        "Python tasks": len(asyncio.all_tasks(asyncio.get_event_loop())),
        "Python objects": len(gc.get_objects()),
        "JavaScript objects that Python holds": pyodide_js._module._hiwire_num_refs(),
        "Python heap": used(),
        "WebAssembly memory": pyodide_js._module.HEAPU8.length,
    }
    return json.dumps(figures)


def kinds() -> str:
    """How many objects there are of each kind, as JSON: for whoever looks for a leak."""
    found = Counter(f"{type(it).__module__}.{type(it).__qualname__}" for it in gc.get_objects())
    return json.dumps(found)


js.window.census, js.window.kinds = census, kinds
