"""How the built form is made; tests/e2e/test_boot.py shows that it starts, and when it does not."""

import re
from pathlib import Path

import pytest

from tools import build
from tools.node import find_node

ROOT = Path(__file__).parents[2]
PYSCRIPT = """\
for(const[t,s]of Object.entries(Ns))r?load(s):0
try{new _r(4,{maxByteLength:8})}catch(e){yr=!1}"""
PYODIDE = """\
a('pyodide.asm.mjs');console.warn("wasm instantiation failed!");_(e+"pyodide.asm.wasm");\
l=await WebAssembly.instantiate(await t,s)
//# sourceMappingURL=pyodide.mjs.map"""
CODE = """\
'pyodide.asm.mjs';new Int32Array(new WebAssembly.Memory({shared:!0,initial:1,maximum:1}).buffer)
API.rawRun("import _pyodide_core")"""
# What no browser from before 2015 can read: not one line of such a script would run there.
NEW_SYNTAX = r"=>|`|\b(?:const|let|class|async|await|import|export)\b|\?\.|\?\?|\.\.\.|\bof\b"


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """The smallest runtime; what Pyodide's files hold is told apart."""
    texts = {
        "pyscript/core-A1.js": PYSCRIPT,
        "pyscript/xterm-A1.js": "",
        "pyodide/pyodide.mjs": PYODIDE,
        "pyodide/pyodide.asm.mjs": CODE,
        "pyodide/pyodide.asm.wasm": "wasm",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_pyscript_loads_no_plug_ins_and_nobody_looks_for_an_editor_again_and_again(
    vendor: Path,
) -> None:
    """N35"""
    text = dict(build.runtime(vendor))["pyscript.js"]
    assert text.startswith(b"for(const[t,s]of[])r?load(s):0")


def test_every_module_of_javascript_ends_in_js(vendor: Path) -> None:
    """openHAB has no type for .mjs; each reference follows the new name."""
    files = dict(build.runtime(vendor))
    assert [name for name in files if name.endswith(".mjs")] == []
    assert files["pyodide.js"].startswith(b"a('pyodide.asm.js')")
    assert files["pyodide.asm.js"].startswith(b"'pyodide.asm.js'")


def test_no_script_asks_for_memory_that_pages_may_not_share(vendor: Path) -> None:
    """Chromium tells in the console where that was, for which it reads the script once more."""
    files = dict(build.runtime(vendor))
    assert b"shared" not in files["pyodide.asm.js"]
    assert b"maxByteLength" not in files["pyscript.js"]


def test_when_webassembly_does_not_start_the_page_hears_of_it(vendor: Path) -> None:
    """Pyodide itself would only write it to the console, and wait for ever."""
    files = dict(build.runtime(vendor))
    assert b'dispatchEvent(new CustomEvent("sipwidget:failed"' in files["pyodide.js"]
    assert b"console.warn" not in files["pyodide.js"]


def test_the_first_script_can_be_read_by_browsers_in_which_nothing_else_runs() -> None:
    text = (ROOT / "static/start.js").read_text()
    code = re.sub(r'"[^"\n]*"|//.*', "", text)
    assert re.findall(NEW_SYNTAX, code) == []


def test_of_pyscript_only_what_is_asked_for_is_there(vendor: Path) -> None:
    files = dict(build.runtime(vendor))
    assert sorted(files) == ["pyodide.asm.js", "pyodide.asm.wasm", "pyodide.js", "pyscript.js"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("pyodide/pyodide.asm.mjs", "pyodide.asm.mjs holds .* 0 times"),
        ("pyscript/core-B2.js", r"2 files pyscript/core-\*\.js"),
    ],
)
def test_a_runtime_that_is_not_as_expected_is_told(vendor: Path, file: str, words: str) -> None:
    (vendor / file).write_text("a = 1")
    with pytest.raises(build.BuildError, match=words):
        dict(build.runtime(vendor))


def test_a_file_that_the_page_names_and_that_is_not_there_is_told() -> None:
    with pytest.raises(build.BuildError, match=r"app-x/gone\.css"):
        build.check({"index.html": b'<link href="./app-x/gone.css">'})


def test_everything_that_is_imported_anywhere_is_in_the_memory(tmp_path: Path) -> None:
    package = tmp_path / "sipwidget"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "main.py").write_text("import secrets\nfrom js import window")
    (package / "late.py").write_text("def f():\n    from urllib import parse")
    assert build.imports(tmp_path) == ["secrets", "sipwidget", "sipwidget.late", "urllib"]


def test_the_name_of_the_folder_changes_with_each_byte_and_each_name() -> None:
    names = [build.digest(files) for files in ({"a": b"1"}, {"a": b"2"}, {"b": b"1"}, {})]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z2-7]{12}", name) for name in names)


def test_a_folder_is_written_in_place_of_the_former_one(tmp_path: Path) -> None:
    build.write({"app-1/a": b"1", "index.html": b"1"}, tmp_path / "sipwidget")
    build.write({"app-2/a": b"2", "index.html": b"2"}, tmp_path / "sipwidget")
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert found == ["sipwidget/index.html"]
    assert (tmp_path / "sipwidget/app-2/a").read_bytes() == b"2"


@pytest.mark.timeout(180)
def test_the_same_source_gives_the_same_bytes() -> None:
    """Also the memory of a Python that was started a second time."""
    built = build.build()
    (app,) = built.glob("app-*")
    again = build.application(ROOT)
    assert {name: (app / name).read_bytes() for name in again} == again


def test_without_the_runtime_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(build.BuildError, match="make build"):
        build.application(tmp_path)


def test_a_script_that_fails_is_told(tmp_path: Path) -> None:
    node = find_node()
    assert node
    with pytest.raises(build.BuildError, match=r"snapshot\.mjs failed"):
        build.run(node, "snapshot.mjs", tmp_path / "none.json")
