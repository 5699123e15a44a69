from bench import report
from bench.results import BUILT, PLAIN, Samples, tell

MACHINE: dict[str, object] = {
    "processors": 2,
    "model": "Slow One",
    "memory_gib": 4.0,
    "versions": {"Chromium": "156.0"},
    "load_before": [0.1, 0.2, 0.3],
    "load_after": [1.0, 0.5, 0.4],
    "day": "2026-11-29",
    "minutes": 9.5,
}
STEPS = {"warm": {"registered": 445.0, "first byte": 9.0}}


def written(old: str) -> str:
    samples = Samples()
    samples.add("python_cold", BUILT, 700.0)
    samples.add("python_cold", PLAIN, 3500.0)
    return report.page(tell(samples, MACHINE), STEPS, old)


def test_it_says_what_was_measured_on_what() -> None:
    text = written(report.LINE)
    assert "| python_cold | plain PyScript | 0.20 |  | 1 | 0.20 | reached |" in text
    assert "| python_cold | sipwidget | 700 |  | 1 |" in text
    assert "2026-11-29: 2 processors (Slow One), 4.0 GiB" in text
    assert "0.1 0.2 0.3 before and 1.0 0.5 0.4 after" in text
    assert "Warm, in milliseconds: first byte 9.00, registered 445." in text


def test_what_people_have_written_stays() -> None:
    old = f"# Old\n\n{report.LINE}\n\n## Tried and not kept\n"
    text = written(old)
    assert "# Old" not in text
    assert text.endswith(f"{report.LINE}\n\n## Tried and not kept\n")
    assert written(text) == text


def test_the_page_has_its_line_once() -> None:
    assert report.PAGE.read_text().count(report.LINE) == 1
