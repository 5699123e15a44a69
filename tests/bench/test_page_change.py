from bench import page_change
from bench.page_change import GREEN, MARKS
from bench.screen import Picture


class Host:
    """A host whose pages take 50 ms, then 60 ms and so on, and their pictures half of that."""

    def __init__(self) -> None:
        self.changes: list[dict[str, float]] = []
        self.asked: list[str] = []

    def press(self, selector: str, key: str) -> None:
        self.asked.append(f"{selector} {key}")
        count = len(self.changes)
        self.changes.append({"start": 1000.0 * count, "loaded": 50.0 + 10 * count})

    def wait_for_function(self, expression: str, *, arg: object) -> object:
        assert len(self.changes) == arg
        return expression

    def evaluate(self, expression: str) -> dict[str, float]:
        assert expression == "() => changes.at(-1)"
        return self.changes[-1]

    def wait_for_timeout(self, timeout: float) -> None:
        self.asked.append(f"{timeout:.0f}")

    def start(self) -> None:
        self.asked.append("start")

    def stop(self) -> list[Picture]:
        """The old page first, and the new one before it has a phone."""
        count = len(self.changes)
        start, loaded = self.changes[-1].values()
        old, new = MARKS[(count - 1) % 2], MARKS[count % 2]
        seen = [(1.0, {GREEN, old}), (2.0, {new}), (loaded / 2, {GREEN, new})]
        return [Picture(start + after, frozenset(colours)) for after, colours in seen]


def test_a_change_is_a_click_and_lasts_until_the_next_page_is_green() -> None:
    host = Host()
    assert page_change.change(host, host, 1) == (25.0, 50.0)
    assert page_change.change(host, host, 2) == (30.0, 60.0)
    assert host.asked == ["start", "button Enter", "1000"] * 2


def test_the_host_reads_the_whole_address_of_the_phone() -> None:
    address = page_change.host("http://a/", "http://a/widget/index.html#%7B%7D")
    assert (
        address == "http://a/change/change.html#http%3A%2F%2Fa%2Fwidget%2Findex.html%23%257B%257D"
    )
