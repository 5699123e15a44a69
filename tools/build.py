"""The built form: `python -m tools.build` makes build/sipwidget/, which hosts serve.

All that the page loads lies in one folder whose name holds the hash of what is in it, `app-HASH`:
no page mixes files of two versions, and a host may let browsers keep them for ever. Equal input
gives equal bytes. docs/boot.md says why each step is there.
"""

import ast
import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.node import Node, find_node
from tools.pack import Files, below, pack
from tools.page import INLINE, BuildError, page, patched
from tools.stamp import Stamp

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "build/sipwidget"
STDLIB = ROOT / "build/stdlib.zip"
SITE_PACKAGES = "/lib/python3.14/site-packages"
PYSCRIPTS_PYTHON = "node_modules/@pyscript/core/src/stdlib/pyscript"
# Besides our own modules: what PyScript needs, what a traceback does, and codecs, which Python
# imports when they are first named.
IMPORTS = (
    *("pyscript", "yaml", "logging", "traceback"),
    *("encodings.ascii", "encodings.latin_1", "encodings.utf_8_sig"),
)

RENAMED = {  # modules end in .js: openHAB has no type for others, and browsers want one
    "pyodide/pyodide.mjs": "pyodide.js",
    "pyodide/pyodide.asm.mjs": "pyodide.asm.js",
    "pyodide/pyodide.asm.wasm": "pyodide.asm.wasm",
    "pyscript/core-*.js": "pyscript.js",
}
# Besides PyScript's core: who makes use of Pyodide's module. All else of it is left out.
READERS = ("static/interpreter.js", "tools/snapshot.mjs", "tools/bytecode.mjs")
PATCHES = {  # in these files each of the texts stands once
    "pyodide.js": {
        "pyodide.asm.mjs": "pyodide.asm.js",
        "\n//# sourceMappingURL=pyodide.mjs.map": "",
        # static/early.js compiles it already.
        '_(e+"pyodide.asm.wasm")': "{binary:globalThis.sipwidgetEarly.code}",
        "l=await WebAssembly.instantiate(await t,s)": "l={module:await t,"
        "instance:await WebAssembly.instantiate(await t,s)}",
        # It then waits for ever: static/start.js hears of it and says so.
        'console.warn("wasm instantiation failed!")': "dispatchEvent(new CustomEvent("
        '"sipwidget:failed",{detail:"WebAssembly does not start"}))',
    },
    "pyodide.asm.js": {
        "pyodide.asm.mjs": "pyodide.asm.js",
        # To sleep with, which a page cannot. Chromium reports it, and reads the script once more to
        # say where it was.
        "new Int32Array(new WebAssembly.Memory({shared:!0,initial:1,maximum:1}).buffer)": "null",
        # The memory has imported it: to compile that line took more than all else of this step.
        'API.rawRun("import _pyodide_core")': 't?[0,""]:API.rawRun("import _pyodide_core")',
    },
    "pyscript.js": {
        # Its plug-ins make editors, terminals and games: it would load all, whatever it is told.
        "for(const[t,s]of Object.entries(Ns))r?": "for(const[t,s]of[])r?",
        # It asks for shared memory. To say what is wrong Chromium reads the script twice more.
        "try{new _r(4,{maxByteLength:8})}catch(e){yr": "if(!_r){yr",
    },
}
# What PyScript runs: main.py itself is bytecode, in the memory (tools/snapshot.mjs) or else in
# packages.zip.
MAIN = """import sipwidget
if hasattr(sipwidget, "main_code"):
    exec(sipwidget.main_code, {"__name__": "sipwidget.main"})
else:
    import sipwidget.main
"""
# What is run at each start, in these words, and whether it may wait: the memory has its bytecode.
KNOWN = (
    *(("{}", False), ("import importlib; importlib", False)),  # Pyodide
    *(("import __main__; __main__.__dict__", False), ("import builtins; builtins.__dict__", False)),
    ("import random; random.seed()", False),  # static/interpreter.js
    *(("import pyscript\n\n", True), (MAIN, True)),  # PyScript
)
LASTING = "service-worker.js"  # beside the page, with a name that never changes


def stamp() -> Stamp:
    """Current as long as nothing has changed that the built form is made of."""
    folders = ("src", "static", "packaging", "tools")
    made_of = (path for name in folders for path in (ROOT / name).rglob("*") if path.is_file())
    files = [path for path in made_of if "__pycache__" not in path.parts]
    single = ("index.html", "pyscript.toml", "LICENSE", "docs/settings.md", "docs/supported.md")
    files += [ROOT / name for name in (*single, "vendor/stamp")]
    names = sorted(str(path.relative_to(ROOT)) for path in files)
    return Stamp(ROOT / "build/stamp", tuple(sorted(files)), "\n".join(names))


def build() -> Path:
    """The folder, made anew if it has to be. Raises BuildError."""
    wanted = stamp()
    if not wanted.is_current():
        write(folder(ROOT), BUILT)
        wanted.write()
    return BUILT


def write(files: Files, to: Path) -> None:
    """The files as a folder, in place of the one that is there."""
    with tempfile.TemporaryDirectory(dir=to.parent) as beside:
        made = Path(beside) / to.name
        for name, data in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        shutil.rmtree(to, ignore_errors=True)
        made.rename(to)


def folder(root: Path) -> Files:
    """Every file of the folder by its name. Raises BuildError."""
    app, beside = application(root), statics(root)
    name = f"app-{digest({**app, **beside})}"
    files = {
        "index.html": page(beside, name),
        **{f"{name}/{file}": data for file, data in app.items()},
        LASTING: beside[LASTING],
        **{each: (root / "docs" / each).read_bytes() for each in ("settings.md", "supported.md")},
        "LICENSE": (root / "LICENSE").read_bytes(),
        **below(root / "packaging", ""),
        **below(root / "static/openhab", "openhab/"),
    }
    check(files)
    return files


def application(root: Path) -> Files:
    """All that the page loads. Raises BuildError."""
    node = find_node()
    if not (root / "vendor").is_dir() or node is None:
        raise BuildError("There is no vendor/ to build with: `make build` brings it.")
    with tempfile.TemporaryDirectory() as place:
        vendor = trimmed(root, node, Path(place))
        return {
            **{name: data for name, data in statics(root).items() if not is_outside(name)},
            "main.py": MAIN.encode(),
            "empty.zip": pack({}),
            **with_packed(dict(runtime(vendor))),
            **python(root, vendor / "pyodide", node),
        }


def trimmed(root: Path, node: Node, place: Path) -> Path:
    """What the browser runs, but of Pyodide only what somebody uses."""
    (place / "pyscript").symlink_to(root / "vendor/pyscript")
    readers = [*root.glob("vendor/pyscript/core-*.js"), *(root / name for name in READERS)]
    run(node, "trim.mjs", root / "vendor/pyodide", place / "pyodide", *readers)
    return place


def statics(root: Path) -> Files:
    """The page, and what it loads besides Python, by its name."""
    page = {"index.html": (root / "index.html").read_bytes()}
    return page | below(root / "static", "", without="openhab/")


def is_outside(name: str) -> bool:
    """Whether it is not a file of the folder `app-HASH`."""
    return name in (LASTING, *INLINE) or name.endswith((".css", ".html"))


def runtime(vendor: Path) -> Iterator[tuple[str, bytes]]:
    """What the browser runs: PyScript and Pyodide, by its new name."""
    for pattern, name in RENAMED.items():
        found = list(vendor.glob(pattern))
        if len(found) != 1:
            raise BuildError(f"vendor/ holds {len(found)} files {pattern}, not one: `make build`.")
        yield name, replaced(found[0], PATCHES.get(name, {}))


def with_packed(files: Files) -> Files:
    """The files, and packed what the page unpacks, or what a host may send in its place."""
    packed = {f"{name}.gz": gzip.compress(data, 9, mtime=0) for name, data in files.items()}
    return {**files, **packed}


# --- Python: its bytecode, and the memory of one that has imported it -----------------------------


def python(root: Path, pyodide: Path, node: Node) -> Files:
    """Bytecode of all Python in two zips, and the memory with its table of contents."""
    stdlib = standard_library(root / "vendor/pyodide", node)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "source.zip").write_bytes(pack(packages(root)))
        run(node, "bytecode.mjs", pyodide, place / "source.zip", place / "packages.zip")
        plan = {
            "pyodide": str(pyodide),
            "stdlib": str(stdlib),
            "packages": str(place / "packages.zip"),
            "folder": SITE_PACKAGES,
            "imports": [*IMPORTS, *imports(root / "src")],
            "known": KNOWN,
            "out": name,
        }
        (place / "plan.json").write_text(json.dumps(plan))
        run(node, "snapshot.mjs", place / "plan.json")
        found = json.loads((place / "memory.json").read_text())
        memory = gzip.compress((place / "memory.bin").read_bytes(), 9, mtime=0)
        compiled = (place / "packages.zip").read_bytes()
    lock = json.loads((pyodide / "pyodide-lock.json").read_text())
    return {
        "memory.bin.gz": memory,
        "memory.js": contents({**found, "lock": lock}, memory),
        "packages.zip": compiled,
        "stdlib.zip": stdlib.read_bytes(),
    }


def standard_library(pyodide: Path, node: Node) -> Path:
    """The bytecode of Python's own library; it takes some seconds, and changes with Pyodide."""
    source = pyodide / "python_stdlib.zip"
    done = Stamp(STDLIB.with_suffix(".stamp"), (source, ROOT / "tools/bytecode.mjs"))
    if not done.is_current():
        STDLIB.parent.mkdir(exist_ok=True)
        run(node, "bytecode.mjs", pyodide, source, STDLIB)
        done.write()
    return STDLIB


def packages(root: Path) -> Files:
    """The source of what Python's own library has not: sipwidget, PyScript's Python, PyYAML."""
    with zipfile.ZipFile(root / "vendor/yaml.zip") as archive:
        yaml = {name: archive.read(name) for name in archive.namelist()}
    ours = {name: data for name, data in below(root / "src", "").items() if name.endswith(".py")}
    return {**yaml, **below(root / PYSCRIPTS_PYTHON, "pyscript/"), **ours}


def imports(source: Path) -> list[str]:
    """All of our modules but main.py, which begins, and all that any of them imports, even late."""
    paths = sorted(source.rglob("*.py"))
    ours = (".".join(path.relative_to(source).with_suffix("").parts) for path in paths)
    trees = (node for path in paths for node in ast.walk(ast.parse(path.read_text())))
    found = {name.removesuffix(".__init__") for name in ours} - {"sipwidget.main"}
    for node in trees:
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return sorted(found - {"js"})  # which is the page itself


def contents(found: Mapping[str, object], memory: bytes) -> bytes:
    """A JavaScript module that says what the memory is and where its pages belong."""
    told = {name: value for name, value in found.items() if name != "modules"}
    told |= {"packed": len(memory), "sha256": hashlib.sha256(memory).hexdigest()}
    return f"export const memory = {json.dumps(told)};\n".encode()


def run(node: Node, script: str, *arguments: Path) -> None:
    """One of the scripts beside this file. Raises BuildError."""
    command = [node.node, str(ROOT / "tools" / script), *map(str, arguments)]
    done = subprocess.run(command, env=node.env, capture_output=True, text=True)
    if done.returncode:
        raise BuildError(f"{script} failed: {done.stderr[-2000:]}")


def check(files: Files) -> None:
    """Raises BuildError where index.html names what is not there."""
    named = re.findall(r'(?:href|src|data-\w+)="\./([^"?#]+)', files["index.html"].decode())
    lacking = [name for name in named if name not in files]
    if lacking:
        raise BuildError(f"index.html names {', '.join(lacking)}, which is not in the folder.")


def replaced(path: Path, patches: Mapping[str, str]) -> bytes:
    """The file with each text replaced, which must stand in it exactly once."""
    data = path.read_bytes()
    return patched(path.name, data.decode(), patches).encode() if patches else data


def digest(files: Files) -> str:
    """Twelve characters that change with any byte or name."""
    parts = [part for name, data in sorted(files.items()) for part in (name.encode(), data)]
    whole = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()
    return base64.b32encode(whole).decode().lower()[:12]


def main() -> None:
    """Builds, and says where it is."""
    try:
        place = build()
    except BuildError as error:
        sys.exit(f"Not built: {error}")
    print(f"{place.relative_to(ROOT)}/index.html")


if __name__ == "__main__":
    main()
