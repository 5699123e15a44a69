from itertools import pairwise

from tools import wasm
from tools.vendor import lock_entry


def test_pip_is_told_which_machine_pyodide_is() -> None:
    told = wasm.options({"abi_version": "2026_0", "python": "3.14.2", "arch": "wasm32"})
    pairs = dict(pairwise(told))
    assert pairs["--platform"] == "pyemscripten_2026_0_wasm32"
    assert pairs["--python-version"] == "3.14"
    assert "--require-hashes" in told


def test_the_compiled_package_is_locked() -> None:
    assert lock_entry(wasm.LOCK.read_text(), wasm.COMPILED).startswith("hypothesis==")
