"""What is left out of Pyodide (tools/trim.mjs); that it starts then, the end-to-end tests show."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
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
Trim = Callable[[Path, str], Path]


@pytest.fixture
def node() -> Node:
    found = find_node()
    assert found
    return found


@pytest.fixture
def trim(node: Node, tmp_path: Path) -> Trim:
    """`trim(pyodide, reader)`: the new folder, where a script with that text uses the module."""

    def run(pyodide: Path, reader: str) -> Path:
        (tmp_path / "reader.js").write_text(reader)
        build.run(node, "trim.mjs", pyodide, tmp_path / "less", tmp_path / "reader.js")
        return tmp_path / "less"

    return run


def names(node: Node, pyodide: Path) -> tuple[list[str], list[str]]:
    """What the WebAssembly in that folder takes, and what it gives."""
    command = [node.node, "-e", NAMES, str(pyodide / "pyodide.asm.wasm")]
    taken, given = json.loads(subprocess.check_output(command, env=node.env))
    return taken, given


def test_of_a_thousand_names_those_stay_that_somebody_uses(trim: Trim, node: Node) -> None:
    less = trim(PYODIDE, "module._PyList_Reverse(module.FS)")
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


def test_what_the_webassembly_takes_is_there(trim: Trim, node: Node) -> None:
    """But WebGL, to which it only has pointers that nobody follows."""
    less = trim(PYODIDE, "")
    wanted = [name for name in names(node, less)[0] if not name.startswith("emscripten_gl")]
    (given,) = re.findall(r"var wasmImports=\{(.*)\};", (less / "pyodide.asm.mjs").read_text())
    assert {each.partition(":")[0].strip('"') for each in given.split(",")} == set(wanted)


def test_the_same_input_gives_the_same_bytes(trim: Trim) -> None:
    files = [path.read_bytes() for path in sorted(trim(PYODIDE, "").iterdir())]
    assert files == [path.read_bytes() for path in sorted(trim(PYODIDE, "").iterdir())]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("functionsInTableMap=new WeakMap", "functionsInTableMap=new Map", "0 times, not once"),
        ("JsvArray_Check,", "", "lacks JsvArray_Check"),
    ],
)
def test_a_pyodide_that_is_not_as_expected_is_told(
    trim: Trim, tmp_path: Path, old: str, new: str, words: str
) -> None:
    shutil.copytree(PYODIDE, tmp_path / "other")
    script = tmp_path / "other/pyodide.asm.mjs"
    assert old in script.read_text()
    script.write_text(script.read_text().replace(old, new))
    with pytest.raises(build.BuildError, match=words):
        trim(tmp_path / "other", "")
