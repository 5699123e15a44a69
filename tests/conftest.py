"""For all tests: `@pytest.mark.needs("kamailio", "sipp")` names the programs that a test drives.

Where one is missing the test is skipped, and says what is missing; on CI it fails instead.
"""

import os
import shutil

import pytest

PROGRAM_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*programs): skipped without them; fails on CI")


def pytest_runtest_setup(item: pytest.Item) -> None:
    programs = [name for mark in item.iter_markers("needs") for name in mark.args]
    missing = [name for name in programs if shutil.which(name, path=PROGRAM_PATH) is None]
    if missing:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell(f"needs {', '.join(missing)}: `make test` says how to install it")
