"""Fills .venv/wasm with the one compiled package that the tests need in Pyodide: Hypothesis.

Its wheel for WebAssembly is one of those that requirements/dev.txt locks; all else that pytest
needs there is pure Python and is read from .venv.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.stamp import Stamp
from tools.vendor import ROOT, VENDOR, lock_entry

PLACE = ROOT / ".venv/wasm"
LOCK = ROOT / "requirements/dev.txt"
_PYODIDE = VENDOR / "pyodide/pyodide-lock.json"
COMPILED = "hypothesis"


def stamp() -> Stamp:
    """Current as long as the lock, Pyodide and this file are those that it was made with."""
    return Stamp(PLACE / "stamp", (LOCK, _PYODIDE, Path(__file__)))


def fill(python: Path) -> None:
    """Makes .venv/wasm anew, for the Pyodide in vendor/. `python` is one with pip."""
    shutil.rmtree(PLACE, ignore_errors=True)
    for_pyodide = options(json.loads(_PYODIDE.read_text())["info"])
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(lock_entry(LOCK.read_text(), COMPILED))
        command = [str(python), "-m", "pip", "install", *for_pyodide, "--target", str(PLACE)]
        subprocess.run([*command, "-r", wanted], check=True)
    stamp().write()


def options(info: dict[str, str]) -> list[str]:
    """pip's, for a machine that is not this one: `info` is what Pyodide's lock file says of it."""
    version = ".".join(info["python"].split(".")[:2])
    target = ["--platform", f"pyemscripten_{info['abi_version']}_wasm32"]
    target += ["--python-version", version, "--only-binary", ":all:", "--no-compile"]
    return ["--quiet", "--no-deps", "--require-hashes", *target]
