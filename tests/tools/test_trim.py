"""What is left out of Pyodide (tools/trim.mjs); that it starts then, the end-to-end tests show."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import build
from tools.node import Node, find_node

ROOT = Path(__file__).parents[2]
PYODIDE = ROOT / "vendor/pyodide"
NAMES = """
const module = new WebAssembly.Module(require("node:fs").readFileSync(process.argv[1]));
const names = (all) => all.map(({ name }) => name);
const { imports, exports } = WebAssembly.Module;
console.log(JSON.stringify([names(imports(module)), names(exports(module))]));
"""
START = """
const { loadPyodide } = await import(process.argv[1] + "/pyodide.mjs");
const python = await loadPyodide({ indexURL: process.argv[1] + "/" });
console.log(python.runPython(process.argv[2]));
process.exit();
"""
IMPORTED = """
import importlib, json, sys, shutil, zipfile
for name in sys.builtin_module_names:
    importlib.import_module(name)
json.dumps(sys.builtin_module_names)
"""
READER = "module._PyList_Reverse(module.FS)"


@pytest.fixture(scope="module")
def node() -> Node:
    found = find_node()
    assert found
    return found


@pytest.fixture(scope="module")
def less(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pyodide for one script, which uses two names of its module."""
    return trim(node, PYODIDE, tmp_path_factory.mktemp("trimmed"))


def trim(node: Node, pyodide: Path, place: Path) -> Path:
    (place / "reader.js").write_text(READER)
    build.run(node, "trim.mjs", pyodide, place / "less", place / "reader.js")
    return place / "less"


def names(node: Node, pyodide: Path) -> tuple[list[str], list[str]]:
    """What the WebAssembly in that folder takes, and what it gives."""
    command = [node.node, "-e", NAMES, str(pyodide / "pyodide.asm.wasm")]
    taken, given = json.loads(subprocess.check_output(command, env=node.env))
    return taken, given


def test_of_thousands_of_names_those_stay_that_somebody_uses(less: Path, node: Node) -> None:
    taken, given = names(node, less)
    assert taken == names(node, PYODIDE)[0]
    assert len(given) < 300
    assert {"memory", "__main_argc_argv", "malloc", "PyList_Reverse"} <= set(given)
    assert "PyList_Sort" not in given

    script = (less / "pyodide.asm.mjs").read_text()
    assert len(script) < (PYODIDE / "pyodide.asm.mjs").stat().st_size / 3
    assert '_PyList_Reverse=Module["_PyList_Reverse"]=wasmExports["PyList_Reverse"]' in script
    assert 'Module["FS"]=FS' in script
    assert "glDrawArrays" not in script


def test_what_the_webassembly_takes_is_there(less: Path, node: Node) -> None:
    """But WebGL, to which it only has pointers that nobody follows."""
    wanted = [name for name in names(node, less)[0] if not name.startswith("emscripten_gl")]
    (given,) = re.findall(r"var wasmImports=\{(.*)\};", (less / "pyodide.asm.mjs").read_text())
    assert {each.partition(":")[0].strip('"') for each in given.split(",")} == set(wanted)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("functionsInTableMap=new WeakMap", "functionsInTableMap=new Map", "0 times, not once"),
        ("JsvArray_Check,", "", "lacks JsvArray_Check"),
    ],
)
def test_a_pyodide_that_is_not_as_expected_is_told(
    node: Node, tmp_path: Path, old: str, new: str, words: str
) -> None:
    shutil.copytree(PYODIDE, tmp_path / "other")
    script = tmp_path / "other/pyodide.asm.mjs"
    assert old in script.read_text()
    script.write_text(script.read_text().replace(old, new))
    with pytest.raises(build.BuildError, match=words):
        trim(node, tmp_path / "other", tmp_path)


def test_databases_packers_and_tests_cannot_be_imported_and_all_else_can(
    node: Node, tmp_path: Path
) -> None:
    pyodide = build.trimmed(ROOT, node, tmp_path) / "pyodide"
    command = [node.node, "--input-type=module", "-e", START, str(pyodide), IMPORTED]
    names = set(json.loads(subprocess.check_output(command, env=node.env)))
    assert names >= {"_asyncio", "_random", "_string", "builtins", "unicodedata", "zlib"}
    assert names.isdisjoint({"_bz2", "_lzma", "_sqlite3", "_zstd", "_testcapi", "xxsubtype"})
    before = (PYODIDE / "pyodide.asm.wasm").stat().st_size
    assert (pyodide / "pyodide.asm.wasm").stat().st_size < before - 1_800_000
