import io
import json
import re
import tomllib
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from sipwidget.phone.config import Source, configure, read_document
from tools import dist

ROOT = Path(__file__).parents[2]
LICENCES = ROOT / "packaging/licences"
PAGE = """\
<link rel="stylesheet" href="./static/widget.css">
<script type="module" src="./vendor/pyscript/core.js"></script>
<script type="py" src="./src/sipwidget/main.py" config="./pyscript.toml"></script>
"""
TOML = """\
interpreter = "./vendor/pyodide/pyodide.mjs"
plugins = ["!error"]
[files]
"./src/sipwidget/__init__.py" = "./sipwidget/__init__.py"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The smallest source that a zip can be made of; what Pyodide's files hold is told apart."""
    texts = {
        "index.html": PAGE,
        "pyscript.toml": TOML,
        "src/sipwidget/main.py": "start()",
        "src/sipwidget/__init__.py": "",
        "src/sipwidget/sip/uri.py": "class Uri: ...",
        "static/widget.css": ".sipwidget {}",
        "static/openhab/sipwidget.yaml": "uid: sipwidget",
        "static/.swp": "",
        "packaging/INSTALL.md": "# Installing",
        "docs/settings.md": "# Settings",
        "docs/supported.md": "# Supported",
        "LICENSE": "MIT",
        "config.yaml": "password: secret",
        "vendor/pyscript/xterm-A1.js": "",
        "vendor/pyodide/pyodide.mjs": "a('pyodide.asm.mjs')\n//# sourceMappingURL=pyodide.mjs.map",
        "vendor/pyodide/pyodide.asm.mjs": "'pyodide.asm.mjs'",
    }
    for pattern in dist.RUNTIME:
        texts.setdefault(f"vendor/{pattern.replace('*', 'A1')}", pattern)
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    with zipfile.ZipFile(tmp_path / "vendor/yaml.zip", "w") as archive:
        archive.writestr("yaml/__init__.py", "import re")
    return tmp_path


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_the_folder_holds_what_is_needed_and_nothing_private(tree: Path) -> None:
    files = dist.folder(tree)
    runtime = {name for name in files if name.startswith("runtime/")}
    assert files.keys() - runtime == {
        *("index.html", "main.py", "pyscript.json", "sipwidget.zip", "static/widget.css"),
        *("openhab/sipwidget.yaml", "INSTALL.md", "settings.md", "supported.md"),
        "LICENSE",
    }
    assert len(runtime) == len(dist.RUNTIME) + 1
    assert "runtime/pyscript/core-A1.js" in runtime
    assert "runtime/pyscript/xterm-A1.js" not in runtime
    assert names(files["sipwidget.zip"]) == ["sipwidget/__init__.py", "sipwidget/sip/uri.py"]


def test_every_module_of_javascript_ends_in_js(tree: Path) -> None:
    """openHAB has no type for .mjs; each reference follows the new name."""
    files = dist.folder(tree)
    assert [name for name in files if name.endswith(".mjs")] == []
    assert files["runtime/pyodide/pyodide.js"] == b"a('pyodide.asm.js')"
    assert files["runtime/pyodide/pyodide.asm.js"] == b"'pyodide.asm.js'"


def test_the_page_names_what_is_in_the_folder(tree: Path) -> None:
    page = dist.folder(tree)["index.html"].decode()
    assert 'src="./runtime/pyscript/core.js"' in page
    assert 'src="./main.py" config="./pyscript.json"' in page
    (tree / "index.html").write_text(PAGE + '<link href="./static/gone.css">')
    with pytest.raises(dist.DistError, match=r"static/gone\.css"):
        dist.folder(tree)


def test_pyscript_is_told_where_things_lie(tree: Path) -> None:
    found = json.loads(dist.folder(tree)["pyscript.json"])
    assert found.pop("files") == {"./runtime/yaml.zip": "./*", "./sipwidget.zip": "./*"}
    assert found.pop("interpreter") == "./runtime/pyodide/pyodide.js"
    assert found == {"plugins": tomllib.loads(TOML)["plugins"]}


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("vendor/pyodide/pyodide.asm.mjs", "a = 1", "pyodide.asm.mjs holds .* 0 times"),
        ("index.html", PAGE + PAGE, "index.html holds .* 2 times"),
        ("vendor/pyscript/core-B2.js", "", r"2 files pyscript/core-\*\.js"),
    ],
)
def test_a_patch_that_does_not_fit_is_told(tree: Path, file: str, text: str, words: str) -> None:
    (tree / file).write_text(text)
    with pytest.raises(dist.DistError, match=words):
        dist.folder(tree)


def test_without_the_runtime_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(dist.DistError, match="make dist"):
        dist.zipped(tmp_path)


def test_the_same_source_gives_the_same_bytes(tree: Path) -> None:
    first = dist.zipped(tree)
    (tree / "main.pyc").touch()
    (tree / "index.html").touch()
    (tree / "index.html").chmod(0o600)
    assert dist.zipped(tree) == first
    found = names(first)
    assert found == sorted(found)
    assert {name.split("/")[0] for name in found} == {"sipwidget"}


def test_the_example_is_a_configuration() -> None:
    text = (ROOT / "packaging/config.example.yaml").read_text()
    config, notices = configure(
        read_document(text, "config.yaml"), page_url="https://oh/", source=Source.HOST
    )
    assert notices == ()
    assert (config.username, config.dtmf_string) == ("621", "#")


class Component(NamedTuple):
    """A row of the table in licences/README.md."""

    name: str
    version: str
    licence: str
    file: str  # "-" where there is none
    place: str


def components() -> list[Component]:
    rows = re.findall(r"(?m)^\| (.+) \|$", (LICENCES / "README.md").read_text())
    return [Component(*row.split(" | ")) for row in rows[2:]]


def test_each_component_has_its_licence_and_each_licence_its_component() -> None:
    named = {one.file for one in components()} - {"-"}
    assert named == {path.name for path in LICENCES.iterdir()} - {"README.md"}


def test_a_licence_that_is_not_there_is_accounted_for() -> None:
    told = (LICENCES / "README.md").read_text().partition("## What is not here")[2]
    lacking = [one.name for one in components() if one.file == "-"]
    assert lacking
    assert [name for name in lacking if not re.search(rf"(?m)^- .*\b{name}\b.*:", told)] == []


def test_each_package_that_pyscript_brings_is_a_component() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    shipped = (name for name, package in lock["packages"].items() if name and "dev" not in package)
    packages = {name.rpartition("node_modules/")[2] for name in shipped}
    unused = {"ws", "@types/emscripten", "@ungap/with-resolvers"}  # of Node, of types, of no chunk
    parts = packages - unused - {"@pyscript/core", "pyodide"}
    assert parts - {one.name for one in components()} == set()


def test_the_versions_are_those_that_are_locked() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    (yaml,) = re.findall(r"(?m)^pyyaml==(\S+)", (ROOT / "requirements/demo.txt").read_text())
    told = {one.name: one.version for one in components()}
    assert told["PyScript"] == packages["node_modules/@pyscript/core"]["version"]
    assert told["Pyodide"] == packages["node_modules/pyodide"]["version"]
    assert told["PyYAML"] == yaml
