import pytest

from tools import setup


def test_each_command_knows_its_lock() -> None:
    assert {
        (setup.ROOT / f"requirements/{lock}.txt").is_file() for lock in setup.LOCKS.values()
    } == {True}


def test_a_failed_step_says_what_failed_and_what_to_do() -> None:
    with pytest.raises(setup.SetupError, match=r"Could not install the tools .*network"):
        setup.run("the tools", "false")
