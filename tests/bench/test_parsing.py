from pathlib import Path

import pytest

from bench import parsing
from bench.results import BUILT, Samples


def test_python_is_started_by_the_script_that_the_built_page_names(tmp_path: Path) -> None:
    (tmp_path / "widget").mkdir()
    page = tmp_path / "widget/index.html"
    page.write_text('<script type="module" async src="./app-abc2/interpreter.js"></script>')
    assert parsing.interpreter(tmp_path) == "/widget/app-abc2/interpreter.js"
    page.write_text("<p>plain")
    with pytest.raises(RuntimeError, match=r"names no interpreter\.js"):
        parsing.interpreter(tmp_path)


def test_a_quarter_of_a_millisecond_is_four_thousand_a_second() -> None:
    samples = Samples()
    parsing.note(samples, BUILT, 0.25)
    assert samples.of("parse", BUILT) == [0.25]
    assert samples.of("parsed_in_a_second", BUILT) == [4000]
