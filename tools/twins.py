"""Every module with code has its test: `python -m tools.twins`.

The twin of src/sipwidget/sip/uri.py is tests/sip/test_uri.py, that of tools/node.py is
tests/tools/test_node.py. Modules without a function of their own (values,
constants, protocols) have nothing to test.
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "src/sipwidget": "tests",
    "tools": "tests/tools",
    "demo": "tests/demo",
    "bench": "tests/bench",
}
WITHOUT = ("__init__.py", "__main__.py", "main.py")  # maps and starters: run end to end


def missing(root: Path) -> list[str]:
    """`module: twin` for each module whose twin is not there."""
    rooms = ((root / source, root / tests) for source, tests in ROOMS.items())
    pairs = [(file, twin(file, *room)) for room in rooms for file in sorted(room[0].rglob("*.py"))]
    lacking = [(file, test) for file, test in pairs if needs_twin(file) and not test.is_file()]
    return [f"{file.relative_to(root)}: {test.relative_to(root)}" for file, test in lacking]


def twin(file: Path, source: Path, tests: Path) -> Path:
    """Where the test of `file`, which is somewhere below `source`, has to be."""
    return tests / file.parent.relative_to(source) / f"test_{file.name}"


def needs_twin(file: Path) -> bool:
    """True for a module with a function in it, or a method."""
    if file.name in WITHOUT:
        return False
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.walk(ast.parse(file.read_text()))
    return any(isinstance(node, functions) and not is_declared(node) for node in tree)


def is_declared(function: ast.AST) -> bool:
    """True for a function of a protocol, whose body is `...`."""
    return ast.unparse(function).rstrip().endswith(":\n    ...")


def main() -> None:
    """Exits with the list of what is missing."""
    lacking = missing(ROOT)
    if lacking:
        sys.exit("Modules without their test:\n  " + "\n  ".join(lacking))


if __name__ == "__main__":
    main()
