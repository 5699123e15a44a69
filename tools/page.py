"""The page of the built form: index.html as a page that needs nothing else to be painted.

Its style sheet and its first two scripts stand in the page itself, allowed by their hashes: a widget
in the dock (docs/engine.md) is there when its page is, and Python is asked for at the first byte.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.pack import Files

INLINE = ("start.js", "boot.js")
PLUGINS = ["!error"]  # as in pyscript.toml
NAMES = {  # what index.html names, and what its folder has instead
    "./static/": "./{app}/",
    "./vendor/pyscript/core.js": "./{app}/pyscript/core.js",
    "./src/sipwidget/main.py": "./{app}/main.py",
    'config="./pyscript.toml"': "config='{config}'",
}
SCRIPTS, STYLES = "script-src 'self'", "style-src 'self'"  # of the policy
SHEET = re.compile(r'<link rel="stylesheet" href="\./static/([\w-]+\.css)">\s*')
BOOT = '<script src="./{app}/boot.js"></script>'
HEAD = '<link rel="icon"'  # in front of this goes start.js
ENGINE = '<template id="sipwidget-engine">'  # and after this the preloads
END = "</head>"
EARLY = ("empty.zip", "main.py", "memory.bin.gz", "pyodide.asm.wasm")  # what scripts fetch at once


class BuildError(Exception):
    """It cannot be built; the text says what to do about it."""


def page(source: Files, app: str, files: Files) -> bytes:
    """index.html and what of static/ goes into it, with all that is in the folder ``app`` asked for early."""
    text = source["index.html"].decode()
    style = b"".join(source[name] for name in SHEET.findall(text)).decode()
    start, boot = (source[name].decode() for name in INLINE)
    config = json.dumps({"interpreter": f"./{app}/interpreter.js", "plugins": PLUGINS})
    text = SHEET.sub("", text)
    for old, new in NAMES.items():
        if old not in text:
            raise BuildError(f"index.html does not name {old}.")
        text = text.replace(old, new.format(app=app, config=config))
    changes = {
        HEAD: f"<script>{start}</script>\n    {HEAD}",
        BOOT.format(app=app): f"<script>{boot}</script>",
        ENGINE: "\n      ".join([ENGINE, *preloads(app, files)]),
        END: f"  <style>{style}</style>\n  {END}",
        SCRIPTS: allowed(SCRIPTS, start, boot),
        STYLES: allowed(STYLES, style),
    }
    return patched("index.html", text, changes).encode()


def patched(name: str, text: str, changes: Mapping[str, str]) -> str:
    """The text with each key replaced by its value; each must stand in it exactly once."""
    for old in changes:
        if text.count(old) != 1:
            raise BuildError(f"{name} holds {old!r} {text.count(old)} times, not once.")
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def allowed(place: str, *inline: str) -> str:
    """A directive that lets these run, too, by their SHA-256 (CSP Level 3, 2.3.1)."""
    digests = (base64.b64encode(hashlib.sha256(each.encode()).digest()) for each in inline)
    return " ".join([place, *(f"'sha256-{each.decode()}'" for each in digests)])


def preloads(app: str, files: Files) -> Iterator[str]:
    """Python first: nothing can happen before it is there."""
    yield f'<script type="module" async src="./{app}/interpreter.js"></script>'
    for name in sorted(files):
        if name == "storage.js":
            yield f'<link rel="preload" as="script" href="./{app}/{name}">'
        elif name.endswith(".js") and Path(name).name != "interpreter.js":
            yield f'<link rel="modulepreload" href="./{app}/{name}">'
        elif name in EARLY:
            yield f'<link rel="preload" as="fetch" crossorigin href="./{app}/{name}">'
