"""The tests of `sip`, once more in the Pyodide that the product ships: WebAssembly, under Node.

A test that cannot run there by nature (sockets, threads, processes) is marked `native` with its
reason. Each other one that CPython runs has to pass: one that is skipped there is a difference.
"""

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tools import vendor, wasm
from tools.node import find_node

ROOT = Path(__file__).parents[1]
BESIDE = ROOT.parent / "shared"  # more conformance data, where it is there
ROOMS = ("tests/sip", "tests/conformance")
PORTABLE = ("--quiet", "-m", "not native")
INSIDE = ("-p", "_hypothesis_pytestplugin", "-p", "no:cacheprovider", "--noconftest", "-rfEs")
DEADLINE = 600  # seconds; it computes for one minute


def run(*command: str | Path) -> str:
    """What the program says; where it fails, that is the report of this test."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=DEADLINE)
    except subprocess.TimeoutExpired as late:
        pytest.fail(f"over {DEADLINE} s: {(late.stdout or b'').decode()}", pytrace=False)
    if done.returncode != 0:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
    return done.stdout


def portable_tests() -> list[str]:
    """The names of the tests that have to pass in both: those that CPython would run."""
    told = run(sys.executable, "-m", "pytest", "--setup-plan", *PORTABLE, *ROOMS)
    return re.findall(r"^ +(tests/.+)", told, re.MULTILINE)


def run_in_pyodide(node: str, *arguments: str) -> str:
    folders = [ROOT, wasm.PLACE, sysconfig.get_path("purelib"), *([BESIDE] * BESIDE.is_dir())]
    joined = ":".join(map(str, folders))
    return run(node, ROOT / "tests/wasm.mjs", joined, *INSIDE, *arguments)


def test_python_in_webassembly_agrees_with_cpython(capsys: pytest.CaptureFixture[str]) -> None:
    node = find_node()
    if node is None or not (vendor.VENDOR.is_dir() and wasm.PLACE.is_dir()):
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell("needs Node, vendor/ and .venv/wasm: `make test` installs them")
    tests = portable_tests()
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    told = run_in_pyodide(node.node, *PORTABLE, *files)
    summary = told.splitlines()[-1]
    as_expected = re.findall(r"(\d+) (?:passed|xfailed)\b", summary)
    if sum(map(int, as_expected)) != len(tests):
        pytest.fail(f"{told}CPython runs {len(tests)}, and each has to pass", pytrace=False)
    with capsys.disabled():
        sys.stdout.write(f"\nIn WebAssembly: {summary}\n")
