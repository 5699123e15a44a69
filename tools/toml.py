"""Keeps the table of files in pyscript.toml equal to the tree: `python -m tools.toml [--write]`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "pyscript.toml"
_HEADING = "[files]\n"


def table(root: Path) -> str:
    """The lines below [files]: PyYAML, and each module but main.py, which index.html names."""
    source = root / "src"
    modules = (file.relative_to(source).as_posix() for file in source.rglob("*.py"))
    wanted = sorted(name for name in modules if name != "sipwidget/main.py")
    lines = (f'"./src/{name}" = "./{name}"\n' for name in wanted)
    return '"./vendor/yaml.zip" = "./*"\n' + "".join(lines)


def rewritten(config: str, root: Path) -> str:
    """The text of pyscript.toml with the table as it has to be; [files] is its last heading."""
    before, heading, _ = config.partition(_HEADING)
    if not heading:
        raise ValueError("pyscript.toml has no line [files]")
    return before + heading + table(root)


def main() -> None:
    """Compares, or writes with --write; exits with words when the table is not the tree."""
    present = CONFIG.read_text()
    wanted = rewritten(present, ROOT)
    if present == wanted:
        return
    if "--write" not in sys.argv[1:]:
        sys.exit("pyscript.toml does not list the files in src/: run python -m tools.toml --write")
    CONFIG.write_text(wanted)


if __name__ == "__main__":
    main()
