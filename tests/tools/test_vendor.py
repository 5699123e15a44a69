import json
import zipfile
from pathlib import Path

import pytest

from tools import vendor

LOCK = """\
pyyaml-env==1 \\
    --hash=sha256:00
pyyaml==6.0.3 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
yarl==1.25.1 \\
    --hash=sha256:cc
"""


def test_one_package_is_taken_from_a_lock_with_its_hashes() -> None:
    assert vendor.lock_entry(LOCK, "pyyaml") == (
        "pyyaml==6.0.3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    )
    with pytest.raises(LookupError, match="make lock"):
        vendor.lock_entry(LOCK, "yaml")


def test_the_zip_holds_the_pure_package_and_is_always_the_same(tmp_path: Path) -> None:
    wheel = tmp_path / "pyyaml-6.0.3-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("_yaml/__init__.py", "")
        archive.writestr("yaml/loader.py", "import re")
        archive.writestr("yaml/__init__.py", "")
        archive.writestr("pyyaml-6.0.3.dist-info/licenses/LICENSE", "MIT")
    vendor.pack_yaml(wheel, tmp_path / "first.zip")
    vendor.pack_yaml(wheel, tmp_path / "second.zip")
    with zipfile.ZipFile(tmp_path / "first.zip") as made:
        assert sorted(made.namelist()) == ["yaml/LICENSE", "yaml/__init__.py", "yaml/loader.py"]
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_pyodide_is_given_no_package_to_fetch(tmp_path: Path) -> None:
    package = tmp_path / "pyodide"
    package.mkdir()
    for name in vendor.PYODIDE_FILES:
        (package / name).write_text(name)
    lock = {"info": {"python": "3.14.2"}, "packages": {"micropip": {"file_name": "m.whl"}}}
    (package / "pyodide-lock.json").write_text(json.dumps(lock))
    vendor.copy_pyodide(package, tmp_path / "made")
    made = json.loads((tmp_path / "made/pyodide-lock.json").read_text())
    assert made == {"info": {"python": "3.14.2"}, "packages": {}}
    assert (tmp_path / "made/pyodide.mjs").read_text() == "pyodide.mjs"
