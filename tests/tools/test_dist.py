import io
import json
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from sipwidget.phone.config import Source, configure, read_document
from tools import dist

ROOT = Path(__file__).parents[2]
LICENCES = ROOT / "packaging/licences"


def test_the_zip_holds_one_folder_and_always_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "app-x").mkdir()
    (tmp_path / "index.html").write_text("page")
    (tmp_path / "app-x/main.py").write_text("start()")
    first = dist.zipped(tmp_path)
    (tmp_path / "index.html").touch()
    (tmp_path / "index.html").chmod(0o600)
    assert dist.zipped(tmp_path) == first
    found = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert found == ["sipwidget/app-x/main.py", "sipwidget/index.html"]


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
