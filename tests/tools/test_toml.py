import tomllib
from pathlib import Path

import pytest

from tools import toml


def tree(root: Path) -> Path:
    for name in ("main.py", "sip/uri.py", "__init__.py"):
        file = root / "src/sipwidget" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return root


def test_the_table_lists_every_module_but_the_page_s_own(tmp_path: Path) -> None:
    text = toml.rewritten(
        'interpreter = "x"\n\n[files]\n"./gone.py" = "./gone.py"\n', tree(tmp_path)
    )
    assert tomllib.loads(text) == {
        "interpreter": "x",
        "files": {
            "./vendor/yaml.zip": "./*",
            "./src/sipwidget/__init__.py": "./sipwidget/__init__.py",
            "./src/sipwidget/sip/uri.py": "./sipwidget/sip/uri.py",
        },
    }
    assert toml.rewritten(text, tmp_path) == text


def test_a_configuration_without_a_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\[files\]"):
        toml.rewritten('interpreter = "x"\n', tree(tmp_path))
