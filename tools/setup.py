"""Set-up, before every command: `python3 -m tools.setup demo|check|test`. Needs only Python.

Each step is skipped when its stamp is current, so that nothing to do is silent and takes no time.
It speaks when it works, and says plainly what it could not do and how to.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from tools import debian, vendor, wasm
from tools.node import Node, find_node
from tools.stamp import Stamp

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
VERSION = "{}.{}".format(*sys.version_info)
LOCKS = {"demo": "demo", "check": "dev", "test": "dev"}


class SetupError(Exception):
    """A step that cannot be done; the text says what to do about it."""


def main(target: str) -> None:
    """All that the command `target` needs: demo, check or test."""
    make_venv()
    install_python_packages(LOCKS[target])
    if target != "check":
        install_runtime()
    if target == "test":
        install_node()
        install_packages_for_pyodide()
        install_debian_packages()


def say(text: str) -> None:
    """One line of progress."""
    print(f"Setting up: {text}", flush=True)


def run(what: str, *command: str | Path) -> None:
    """A step that needs the network; raises SetupError in words where it fails."""
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except subprocess.CalledProcessError as error:
        advice = "Is the network there? The same command goes on where it stopped."
        raise SetupError(f"Could not install {what} (see above). {advice}") from error


def make_venv() -> None:
    """.venv, made anew when the machine's Python is another one."""
    stamp = Stamp(VENV / "python-stamp", (), f"{sys.base_prefix} {sys.version}")
    if stamp.is_current() and PYTHON.exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_pip_maker(f"python{VERSION}-venv")
    say("a Python environment in .venv")
    run("the Python environment", sys.executable, "-m", "venv", "--clear", VENV)
    stamp.write()


def install_pip_maker(package: str) -> None:
    """Debian keeps what makes an environment in a package of its own."""
    if not debian.can_install():
        raise SetupError(f"Python cannot make environments here: {debian.advice([package])}")
    say(f"{package} from Debian")
    try:
        debian.install([package])
    except subprocess.CalledProcessError as error:
        raise SetupError(f"Debian has no {package} for this machine, see above.") from error


def install_python_packages(lock: str) -> None:
    """What requirements/LOCK.txt names, by hash. The lock `dev` holds all of `demo`."""
    stamps = {name: _lock_stamp(name) for name in dict.fromkeys((lock, "dev"))}
    if any(stamp.is_current() for stamp in stamps.values()):
        return
    say(f"Python packages from requirements/{lock}.txt (a minute, the first time)")
    pip_install(lock)
    stamps[lock].write()


def _lock_stamp(lock: str) -> Stamp:
    return Stamp(VENV / f"{lock}-stamp", (ROOT / f"requirements/{lock}.txt",))


def pip_install(lock: str) -> None:
    """pip with a lock file, into .venv."""
    options = ("--quiet", "--disable-pip-version-check", "--require-hashes")
    file = f"requirements/{lock}.txt"
    run("the Python packages", PYTHON, "-m", "pip", "install", *options, "-r", file)


def install_runtime() -> None:
    """vendor/, with Node from PyPI where the machine has none."""
    if vendor.stamp().is_current():
        return
    node = install_node()
    say("the browser's runtime in vendor/ (PyScript, Pyodide, PyYAML)")
    try:
        vendor.fill(node, PYTHON)
    except subprocess.CalledProcessError as error:
        raise SetupError(f"Could not fetch the runtime: {error}. Is the network there?") from error


def install_node() -> Node:
    """The machine's own, or else the one from PyPI."""
    node = find_node()
    if node is None:
        say("Node from PyPI, as there is no Node 20 or newer with npm here (60 MB)")
        pip_install("node")
        node = find_node()
    if node is None:
        raise SetupError("There is no Node for this machine: install Node 20 or newer and npm.")
    return node


def install_packages_for_pyodide() -> None:
    """.venv/wasm, for the tests that run in WebAssembly, too."""
    if wasm.stamp().is_current():
        return
    say("Hypothesis for WebAssembly in .venv/wasm")
    try:
        wasm.fill(PYTHON)
    except subprocess.CalledProcessError as error:
        raise SetupError("Could not fetch it, see above. Is the network there?") from error


def install_debian_packages() -> None:
    """The real servers, phones and browsers. On CI a lack is an error, else tests are skipped."""
    lacking = debian.missing(debian.TEST_PACKAGES)
    if lacking and debian.can_install():
        say(f"{', '.join(lacking)} from Debian (some minutes)")
        try:
            debian.install(lacking)
        except subprocess.CalledProcessError:
            print("apt-get failed, see above.")
        lacking = debian.missing(debian.TEST_PACKAGES)
    if not lacking:
        return
    words = f"Not installed: {', '.join(lacking)}. To install: {debian.advice(lacking)}"
    if os.environ.get("CI"):
        raise SetupError(words)
    print(f"{words}\nThe tests that need them are skipped.", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetupError as error:
        sys.exit(f"Set-up failed: {error}")
