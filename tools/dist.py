"""Packs what people install: `python -m tools.dist` makes dist/sipwidget-VERSION.zip.

The zip holds one folder, sipwidget/, for openHAB's html folder or any static host. openHAB knows no
type for .mjs, and a browser runs no module without one: each module's name ends in .js here.
Equal input gives equal bytes: names are sorted, times and permissions fixed.
"""

import json
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from sipwidget import __version__

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "sipwidget"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip can tell
Files = dict[str, bytes]

PAGE = {  # what index.html names, and where it lies in the folder; each stands there once
    "./vendor/pyscript/core.js": "./runtime/pyscript/core.js",
    "./src/sipwidget/main.py": "./main.py",
    "./pyscript.toml": "./pyscript.json",
}
# PyScript loads its plug-ins even where the configuration switches them off; what only an editor, a
# terminal, TOML or MicroPython would load is never asked for.
PYSCRIPT = (
    *("core.js", "core-*.js", "error-*.js", "deprecations-manager-*.js", "donkey-*.js"),
    *("py-editor-*.js", "py-game-*.js", "py-terminal-*.js"),
)
RUNTIME = {  # each pattern matches one file of vendor/
    **{f"pyscript/{pattern}": "pyscript/*" for pattern in PYSCRIPT},
    "pyodide/pyodide.mjs": "pyodide/pyodide.js",
    "pyodide/pyodide.asm.mjs": "pyodide/pyodide.asm.js",
    "pyodide/pyodide.asm.wasm": "pyodide/*",
    "pyodide/pyodide-lock.json": "pyodide/*",
    "pyodide/python_stdlib.zip": "pyodide/*",
}
PATCHES = {  # in these files each of the texts stands once
    "pyodide/pyodide.js": {
        "pyodide.asm.mjs": "pyodide.asm.js",
        "\n//# sourceMappingURL=pyodide.mjs.map": "",
    },
    "pyodide/pyodide.asm.js": {"pyodide.asm.mjs": "pyodide.asm.js"},
}


class DistError(Exception):
    """The zip cannot be made; the text says what to do about it."""


def folder(root: Path) -> Files:
    """Every file of the folder by its name. Raises DistError."""
    if not (root / "vendor").is_dir():
        raise DistError("There is no vendor/ to pack: `make dist` brings it.")
    files = {
        "index.html": replaced(root / "index.html", PAGE),
        "pyscript.json": config((root / "pyscript.toml").read_text()),
        "main.py": (root / "src/sipwidget/main.py").read_bytes(),
        "sipwidget.zip": pack(modules(root / "src")),
        **{name: (root / "docs" / name).read_bytes() for name in ("settings.md", "supported.md")},
        "LICENSE": (root / "LICENSE").read_bytes(),
        **{f"runtime/{name}": data for name, data in runtime(root / "vendor")},
        **below(root / "packaging", ""),
        **below(root / "static", "static/", without="openhab/"),
        **below(root / "static/openhab", "openhab/"),
    }
    check(files)
    return files


def below(place: Path, prefix: str, without: str = "//") -> Files:
    """All files below a folder of ours, but hidden ones and one of its folders."""
    found = {path.relative_to(place).as_posix(): path for path in place.rglob("*")}
    return {
        prefix + name: path.read_bytes()
        for name, path in found.items()
        if path.is_file() and "/." not in f"/{name}" and not name.startswith(without)
    }


def runtime(vendor: Path) -> Iterator[tuple[str, bytes]]:
    """What the browser runs: PyScript, Pyodide and PyYAML, by its new name."""
    for pattern, name in RUNTIME.items():
        found = list(vendor.glob(pattern))
        if len(found) != 1:
            raise DistError(f"vendor/ holds {len(found)} files {pattern}, not one: `make dist`.")
        path = found[0]
        new = name.replace("*", path.name)
        yield new, replaced(path, PATCHES[new]) if new in PATCHES else path.read_bytes()
    with zipfile.ZipFile(vendor / "yaml.zip") as archive:
        yield "yaml.zip", pack({name: archive.read(name) for name in archive.namelist()})


def replaced(path: Path, patches: Mapping[str, str]) -> bytes:
    """The file with each text replaced, which must stand in it exactly once."""
    text = path.read_bytes().decode()
    for old, new in patches.items():
        if text.count(old) != 1:
            raise DistError(f"{path.name} holds {old!r} {text.count(old)} times, not once.")
        text = text.replace(old, new)
    return text.encode()


def config(toml: str) -> bytes:
    """PyScript's configuration for the folder, as JSON, which takes no parser to be loaded."""
    found = tomllib.loads(toml)
    found["interpreter"] = "./runtime/pyodide/pyodide.js"
    found["files"] = {"./runtime/yaml.zip": "./*", "./sipwidget.zip": "./*"}
    return json.dumps(found, indent=2).encode() + b"\n"


def modules(source: Path) -> Files:
    """Our package as it is imported, without main.py, which the page names."""
    found = {path.relative_to(source).as_posix(): path for path in source.rglob("*.py")}
    return {name: path.read_bytes() for name, path in found.items() if name != "sipwidget/main.py"}


def check(files: Files) -> None:
    """Raises DistError where index.html names what is not there."""
    named = re.findall(r'(?:href|src|config)="\./([^"?#]+)', files["index.html"].decode())
    lacking = [name for name in named if name not in files]
    if lacking:
        raise DistError(f"index.html names {', '.join(lacking)}, which is not in the folder.")


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, in the order of their names."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return made.getvalue()


def zipped(root: Path) -> bytes:
    """The zip with its one folder. Raises DistError."""
    return pack({f"{FOLDER}/{name}": data for name, data in folder(root).items()})


def main() -> None:
    """Writes the zip and says where it is."""
    try:
        made = zipped(ROOT)
    except DistError as error:
        sys.exit(f"No zip: {error}")
    path = ROOT / "dist" / f"sipwidget-{__version__}.zip"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made)
    print(f"{path.relative_to(ROOT)} ({path.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
