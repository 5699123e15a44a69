"""The demo as `make demo` starts it, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
Process = subprocess.Popen[str]


@contextmanager
def demo_process() -> Iterator[tuple[str, Process]]:
    """Its address, which ends with a slash, and the process, which is killed at the end."""
    environment = {**os.environ, "PYTHONPATH": "src", "PYTHONUNBUFFERED": "1"}
    environment.pop("PORT", None)
    program = [sys.executable, "-m", "demo"]
    with subprocess.Popen(
        program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        ready = next(line for line in process.stdout if line.startswith("Ready: "))
        yield ready.removeprefix("Ready: ").strip(), process
        process.kill()
