from pathlib import Path

from tools import twins

CODE = "def parse() -> int: return 1\n"


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        file = root / f"{name.replace('__', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def test_a_module_without_its_test_is_named(tmp_path: Path) -> None:
    write(tmp_path, src__sipwidget__sip__uri=CODE, tools__node=CODE)
    assert twins.missing(tmp_path) == [
        "src/sipwidget/sip/uri.py: tests/sip/test_uri.py",
        "tools/node.py: tests/tools/test_node.py",
    ]
    write(tmp_path, tests__sip__test_uri="", tests__tools__test_node="")
    assert twins.missing(tmp_path) == []


def test_values_and_starters_need_none(tmp_path: Path) -> None:
    write(tmp_path, src__sipwidget__sip__limits="HEADERS = 200\n", src__sipwidget__main=CODE)
    assert twins.missing(tmp_path) == []


def test_a_protocol_needs_none(tmp_path: Path) -> None:
    write(tmp_path, src__sipwidget__phone__port="class Port:\n    def open(self) -> None: ...\n")
    assert twins.missing(tmp_path) == []


def test_a_method_counts_as_code(tmp_path: Path) -> None:
    write(tmp_path, src__sipwidget__phone__model=f"class Call:\n    {CODE}")
    assert len(twins.missing(tmp_path)) == 1
