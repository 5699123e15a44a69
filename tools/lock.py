"""Writes the lock files anew: `make lock`. Nothing else in the project ever chooses a version.

requirements/*.in say what is wanted, requirements/*.txt (every version, every hash, for every
Python from 3.11 on) and package-lock.json what is installed. A version that is already locked
stays; `make lock UPGRADE=1` takes the newest. What `make bench` measures has a lock of its own.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tools.node import find_node

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("demo", "dev", "node")
NPM = (ROOT, ROOT / "bench")
UV = "uv==0.13.9"


def compile_command(uv: Path, name: str, upgrade: bool) -> list[str]:
    """The command that turns requirements/NAME.in into NAME.txt, with no registry named in it."""
    command = [str(uv), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    command += ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--no-header", "--no-annotate"]
    command += ["--upgrade"] if upgrade else []
    command += ["--constraint", "demo.txt"] if name == "dev" else []
    return [*command, f"{name}.in", "--output-file", f"{name}.txt"]


def main() -> None:
    """Locks the Python packages with uv from a throwaway environment, then the npm packages."""
    upgrade = bool(os.environ.get("UPGRADE"))
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder) / "bin"
        subprocess.run([scripts / "pip", "install", "--quiet", UV], check=True)
        for name in LOCKS:
            command = compile_command(scripts / "uv", name, upgrade)
            subprocess.run(command, cwd=ROOT / "requirements", check=True)
    node = find_node()
    if node is None:
        sys.exit("Needs Node 20 or newer with npm: run `make demo` once, which installs it.")
    npm = [*node.npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit"]
    npm.append("--omit-lockfile-registry-resolved")
    for project in NPM:
        subprocess.run(npm, cwd=project, env=node.env, check=True)


if __name__ == "__main__":
    main()
