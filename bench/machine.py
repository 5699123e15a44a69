"""What was measured on, and with which versions."""

import json
import os
import platform
import re
import subprocess
from pathlib import Path

from bench.browsers import program

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "JsSIP": ("bench", "jssip"),
    "SIP.js": ("bench", "sip.js"),
    "PyScript": ("", "@pyscript/core"),
    "Pyodide": ("", "pyodide"),
}


def describe(proc: Path = Path("/proc")) -> dict[str, object]:
    """Processors, memory, and all versions that matter."""
    return {
        "processors": os.cpu_count(),
        "model": model((proc / "cpuinfo").read_text()),
        "memory_gib": round(total_memory((proc / "meminfo").read_text()), 1),
        "versions": versions(),
    }


def load() -> list[float]:
    """The load average of the last 1, 5 and 15 minutes."""
    return [round(each, 2) for each in os.getloadavg()]


def model(cpuinfo: str) -> str:
    """What the first processor calls itself; on some machines it has no name."""
    found = re.search(r"^model name\s*:\s*(.+)$", cpuinfo, re.MULTILINE)
    return found[1] if found else platform.machine()


def total_memory(meminfo: str) -> float:
    """GiB of the machine."""
    found = re.search(r"^MemTotal:\s+(\d+) kB$", meminfo, re.MULTILINE)
    return int(found[1]) / 2**20 if found else 0.0


def versions() -> dict[str, str]:
    """Of the browser, the SIP server, Python, and the libraries as locked."""
    return {
        "Chromium": first_number(said(program(), "--version")),
        "Kamailio": first_number(said("/usr/sbin/kamailio", "-v")),
        "Python": platform.python_version(),
        "kernel": platform.release(),
        **{name: locked(*place) for name, place in LOCKS.items()},
    }


def locked(folder: str, package: str) -> str:
    """The version of an npm package in one of the two locks."""
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    return str(lock["packages"][f"node_modules/{package}"]["version"])


def first_number(text: str) -> str:
    """The first word that is a version; "" where there is none."""
    found = re.search(r"\d+(?:\.\d+)+", text)
    return found[0] if found else ""


def said(*command: str) -> str:
    """What a program prints."""
    return subprocess.run(command, capture_output=True, text=True).stdout
