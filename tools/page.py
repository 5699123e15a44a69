"""The page of the built form: index.html as a page that needs nothing else to be painted.

Its style sheets and its first scripts stand in the page itself, allowed by their hashes: a
widget in the dock (docs/engine.md) is there when its page is, and Python is asked for at once.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping

from tools.pack import Files

BY_ITSELF = ("boot.js", "heartbeat.js", "frames.js")  # each in the place of its own element
INLINE = ("start.js", "early.js", *BY_ITSELF)
NAMES = {  # what index.html names, and what its folder has instead
    "./static/": "./{app}/",
    "./vendor/pyscript/core.js": "./{app}/pyscript.js",
    "./src/sipwidget/main.py": "./{app}/main.py",
    'config="./pyscript.toml"': "config='{config}'",
}
SCRIPTS, STYLES = "script-src 'self'", "style-src 'self'"  # of the policy
SHEET = re.compile(r'<link rel="stylesheet" href="\./static/([\w-]+\.css)">\s*')
SCRIPT = '<script src="./{app}/{name}"></script>'
HEAD = '<link rel="icon"'  # in front of this goes start.js
ENGINE = '<template id="sipwidget-engine">'  # and after this the preloads
END = "</head>"
AT_ONCE = {"code": "pyodide.asm.wasm.gz", "memory": "memory.bin.gz"}  # static/early.js fetches them
FIRST = ("pyodide.asm.js", "pyodide.js", "memory.js")  # what interpreter.js begins with
THEN = {
    "pyscript.js": 'rel="modulepreload"',
    "storage.js": 'rel="preload" as="script"',
    "empty.zip": 'rel="preload" as="fetch" crossorigin',
    "main.py": 'rel="preload" as="fetch" crossorigin',
}


class BuildError(Exception):
    """It cannot be built; the text says what to do about it."""


def page(source: Files, app: str) -> bytes:
    """index.html and what of static/ goes into it; all else of the folder ``app`` it asks for."""
    text = source["index.html"].decode()
    style = b"".join(source[name] for name in SHEET.findall(text)).decode()
    scripts = {name: source[name].decode() for name in INLINE}
    start, early = scripts["start.js"], scripts["early.js"]
    config = json.dumps({"interpreter": f"./{app}/interpreter.js"})
    text = SHEET.sub("", text)
    for old, new in NAMES.items():
        if old not in text:
            raise BuildError(f"index.html does not name {old}.")
        text = text.replace(old, new.format(app=app, config=config))
    changes = {
        HEAD: f"<script>{start}</script>\n    {HEAD}",
        **{SCRIPT.format(app=app, name=it): f"<script>{scripts[it]}</script>" for it in BY_ITSELF},
        ENGINE: "\n      ".join([ENGINE, *preloads(app, early)]),
        END: f"  <style>{style}</style>\n  {END}",
        SCRIPTS: allowed(SCRIPTS, *scripts.values()),
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


def preloads(app: str, early: str) -> Iterator[str]:
    """Python first: nothing can happen before it is there."""
    yield f'<script type="module" async src="./{app}/interpreter.js"></script>'
    yield from (f'<link rel="modulepreload" href="./{app}/{name}">' for name in FIRST)
    named = " ".join(f'data-{kind}="./{app}/{name}"' for kind, name in AT_ONCE.items())
    yield f"<script {named}>{early}</script>"
    yield from (f'<link {kind} href="./{app}/{name}">' for name, kind in THEN.items())
