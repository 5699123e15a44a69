from bench import page_change


class Host:
    """A host whose pages take 50 ms, then 60 ms and so on."""

    def __init__(self) -> None:
        self.changes: list[float] = []
        self.asked: list[str] = []

    def click(self, selector: str) -> None:
        self.asked.append(selector)
        self.changes.append(50.0 + 10 * len(self.changes))

    def wait_for_function(self, expression: str, *, arg: object) -> object:
        assert len(self.changes) == arg
        return expression

    def evaluate(self, expression: str) -> list[float]:
        assert expression == "() => changes"
        return self.changes

    def wait_for_timeout(self, timeout: float) -> None:
        self.asked.append(f"{timeout:.0f}")


def test_a_change_is_a_click_and_takes_what_the_host_says_of_the_newest() -> None:
    host = Host()
    assert [page_change.change(host, 1), page_change.change(host, 2)] == [50.0, 60.0]
    assert host.asked == ["button", "1000"] * 2


def test_the_host_reads_the_whole_address_of_the_phone() -> None:
    address = page_change.host("http://a/", "http://a/widget/index.html#%7B%7D")
    assert (
        address == "http://a/change/change.html#http%3A%2F%2Fa%2Fwidget%2Findex.html%23%257B%257D"
    )
