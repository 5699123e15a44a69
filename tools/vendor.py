"""Fills vendor/ with all that the browser runs: PyScript, Pyodide and PyYAML. No page asks a CDN.

npm and pip fetch by lock file; what they brought is checked against the hashes in there.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tools.node import Node
from tools.stamp import Stamp

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "vendor"
PYTHON_LOCK = ROOT / "requirements/demo.txt"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip can tell: equal input, equal bytes


def stamp() -> Stamp:
    """Current as long as the lock files and this file are those that vendor/ was made with."""
    sources = (ROOT / "package-lock.json", PYTHON_LOCK, Path(__file__))
    return Stamp(VENDOR / "stamp", sources)


def fill(node: Node, python: Path) -> None:
    """Makes vendor/ anew beside the old one and puts it in place when it is whole.

    `python` is one with pip and setuptools.
    """
    fetched = _npm_packages(node)
    with tempfile.TemporaryDirectory(dir=ROOT, prefix="vendor.") as folder:
        made = Path(folder) / "vendor"
        copy_pyscript(fetched / "@pyscript/core", made / "pyscript")
        copy_pyodide(fetched / "pyodide", made / "pyodide")
        pack_yaml(_yaml_wheel(python, Path(folder)), made / "yaml.zip")
        shutil.rmtree(VENDOR, ignore_errors=True)
        made.rename(VENDOR)
    stamp().write()


def _npm_packages(node: Node) -> Path:
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    subprocess.run([*node.npm, "ci", *options], cwd=ROOT, env=node.env, check=True)
    return ROOT / "node_modules"


def copy_pyscript(package: Path, to: Path) -> None:
    """PyScript's built JavaScript; its source maps (three times as much) stay behind."""
    to.mkdir(parents=True)
    for file in sorted((package / "dist").glob("*.js")):
        shutil.copyfile(file, to / file.name)
    shutil.copyfile(package / "LICENSE", to / "LICENSE")


def copy_pyodide(package: Path, to: Path) -> None:
    """The interpreter, with a lock file that lists no package: there is nothing to be fetched."""
    to.mkdir(parents=True)
    for name in PYODIDE_FILES:
        shutil.copyfile(package / name, to / name)
    lock = json.loads((package / "pyodide-lock.json").read_text())
    (to / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": {}}, indent=1))


def _yaml_wheel(python: Path, folder: Path) -> Path:
    """PyYAML's wheel, built from PyPI's source archive without the C extension."""
    wanted = folder / "yaml.txt"
    wanted.write_text(lock_entry(PYTHON_LOCK.read_text(), "pyyaml"))
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-binary", "pyyaml")
    command = (python, "-m", "pip", "wheel", *options, "--require-hashes", "-r", wanted)
    environment = {**os.environ, "PYYAML_FORCE_LIBYAML": "0"}
    subprocess.run((*command, "-w", folder), env=environment, check=True)
    (wheel,) = folder.glob("*-none-any.whl")
    return wheel


def lock_entry(lock: str, name: str) -> str:
    """The lines of one package, with its hashes, out of a lock file's text."""
    entry = re.search(rf"^{re.escape(name)}==.*(?:\n[ \t].*)*", lock, re.MULTILINE)
    if entry is None:
        raise LookupError(f"{name} is not locked: run `make lock`")
    return entry[0] + "\n"


def pack_yaml(wheel: Path, to: Path) -> None:
    """The package `yaml` and its licence as a zip that Pyodide unpacks; the bytes never vary."""
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(to, "w") as target:
        for name in sorted(source.namelist()):
            if name.startswith("yaml/"):
                target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name))
            elif name.endswith("/LICENSE"):
                target.writestr(zipfile.ZipInfo("yaml/LICENSE", _EPOCH), source.read(name))
