import json
from pathlib import Path

import pytest

from bench import bundle

LOCK = bundle.HERE / "package-lock.json"


def test_the_libraries_are_those_that_the_figures_name() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    wanted = {"jssip": "3.13.8", "sip.js": "0.21.2"}
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_the_bundle_of_a_page_is_not_that_of_its_parser(tmp_path: Path) -> None:
    for name in ("jssip-AB12CD34.js", "parse-jssip-AB12CD34.js"):
        (tmp_path / name).touch()
    assert bundle.bundle(tmp_path, "jssip").name == "jssip-AB12CD34.js"
    with pytest.raises(ValueError, match="not enough"):
        bundle.bundle(tmp_path, "sipjs")
