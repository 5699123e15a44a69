import json
from pathlib import Path

from bench import machine


def test_the_first_processor_speaks_for_all() -> None:
    text = "processor\t: 0\nmodel name\t: Slow One\n\nprocessor\t: 1\nmodel name\t: Other\n"
    assert machine.model(text) == "Slow One"
    assert machine.model("processor\t: 0\nBogoMIPS\t: 108\n")  # as on ARM


def test_memory_is_told_in_gib() -> None:
    assert machine.total_memory("MemTotal:       25165824 kB\nMemFree: 1 kB\n") == 24.0


def test_a_version_is_the_first_that_a_program_says() -> None:
    assert machine.first_number("Chromium 156.0.8078.108 built on Debian 12.1") == "156.0.8078.108"
    assert machine.first_number("no such thing") == ""


def test_libraries_have_the_versions_of_the_locks() -> None:
    folder, package = machine.LOCKS["Pyodide"]
    lock = json.loads((Path(machine.ROOT) / "package.json").read_text())
    assert machine.locked(folder, package) == lock["dependencies"]["pyodide"]
    assert machine.locked(*machine.LOCKS["JsSIP"]) == "3.13.8"


def test_the_load_is_that_of_three_spans() -> None:
    assert len(machine.load()) == 3
