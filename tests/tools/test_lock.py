from pathlib import Path

import pytest

from tools import lock

ROOT = Path(lock.__file__).parents[1]
LOCKS = sorted(ROOT.glob("requirements/*.txt"))
NPM = [folder / "package-lock.json" for folder in lock.NPM]


def test_what_tests_need_is_locked_together_with_the_demo() -> None:
    assert "--constraint" in lock.compile_command(Path("uv"), "dev", upgrade=False)
    assert "--upgrade" in lock.compile_command(Path("uv"), "demo", upgrade=True)


@pytest.mark.parametrize("file", [*LOCKS, *NPM], ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_lock_names_hashes_and_no_registry(file: Path) -> None:
    text = file.read_text()
    assert "sha256:" in text or '"integrity": "sha512-' in text
    assert "://" not in text


def test_a_package_has_one_version_in_all_locks() -> None:
    lines = [line.split()[0] for file in LOCKS for line in file.read_text().splitlines()]
    pinned = {line for line in lines if "==" in line}
    assert len(pinned) == len({line.partition("==")[0] for line in pinned})
