import os
import time
from pathlib import Path

from bench import browsers


def test_the_time_of_a_process_is_that_of_its_processor() -> None:
    before, begun = browsers.processor_time(os.getpid()), time.process_time()
    while time.process_time() - begun < 0.02:
        pass
    spent = browsers.processor_time(os.getpid()) - before
    assert spent >= 20
    assert spent <= (time.process_time() - begun) * 1000 + 1


def test_memory_that_nobody_else_has_is_private(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    lines = ["55d0-7ffc ---p 0 [rollup]", "Rss: 204800 kB", "Pss: 9 kB"]
    lines += ["Shared_Clean: 102400 kB", "Private_Clean: 1024 kB", "Private_Dirty: 50176 kB"]
    (tmp_path / "7/smaps_rollup").write_text("\n".join(lines))
    assert browsers.memory(7, tmp_path) == {"rss": 200.0, "private": 50.0}


def test_a_profile_is_gone_behind_its_block() -> None:
    with browsers.profile() as folder:
        (folder / "Cookies").touch()
    assert not folder.exists()
