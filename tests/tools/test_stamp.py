from pathlib import Path

from tools.stamp import Stamp


def test_a_step_is_due_until_it_was_done(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("a==1")
    stamp = Stamp(tmp_path / "stamp", (tmp_path / "lock",), "3.11")
    assert not stamp.is_current()
    stamp.write()
    assert stamp.is_current()


def test_a_changed_source_or_word_makes_it_due_again(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a==1")
    stamp = Stamp(tmp_path / "stamp", (lock,), "3.11")
    stamp.write()
    assert not Stamp(tmp_path / "stamp", (lock,), "3.12").is_current()
    lock.write_text("a==2")
    assert not stamp.is_current()


def test_text_that_moves_from_one_source_to_the_next_is_a_change(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("ab")
    second.write_text("c")
    stamp = Stamp(tmp_path / "stamp", (first, second))
    stamp.write()
    first.write_text("a")
    second.write_text("bc")
    assert not stamp.is_current()
