"""How good a call is: a mark of bars, and the figures behind it."""

from sipwidget.phone.model import Call, Model, Sheet
from sipwidget.phone.quality import Figures, Mark
from sipwidget.phone.trace import Candidate
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say

_BARS = {Mark.GOOD: 3, Mark.FAIR: 2, Mark.POOR: 1, Mark.SILENT: 0}


def quality_mark(model: Model, call: Call, say: Say) -> Element | None:
    """A button with as many bars as the mark is worth, which shows the figures."""
    if call.quality is None:
        return None
    mark = call.quality.mark
    return h(
        "button",
        _bars(mark),
        type="button",
        class_="sipwidget-quality",
        aria_label=say("button-quality", mark=say(f"quality-{mark}")),
        aria_expanded=str(model.sheet is Sheet.QUALITY).lower(),
        data_action="quality",
        data_call=call.id,
        data_quality=mark,
    )


def _bars(mark: Mark) -> Element:
    """Full and empty ones; a cross where nothing comes."""
    bars = [
        h(
            "rect",
            x=str(4 + 6 * number),
            y=str(15 - 5 * number),
            width="4",
            height=str(5 + 5 * number),
            class_="sipwidget-bar-full" if number < _BARS[mark] else "sipwidget-bar-empty",
        )
        for number in range(3)
    ]
    cross = h("path", d="M3 3l6 6M9 3 3 9", class_="sipwidget-line")
    return h(
        "svg",
        *bars,
        cross if mark is Mark.SILENT else None,
        class_="sipwidget-bars",
        viewBox="0 0 24 24",
        aria_hidden="true",
        focusable="false",
    )


def quality_panel(call: Call, say: Say) -> Element:
    """What is heard, in words, and the figures."""
    title = say("sheet-quality")
    known = figures(call.quality, say) if call.quality else None
    words = say(f"quality-{call.quality.mark}") if call.quality else say("quality-unknown")
    return h(
        "div",
        h("p", words),
        known,
        key="quality",
        class_="sipwidget-figures",
        role="group",
        tabindex=0,
        aria_label=title,
    )


def figures(found: Figures, say: Say) -> Element:
    """The figures as terms and their values."""
    sample = found.sample
    pairs = [
        ("figure-loss", f"{found.loss * 100:.1f} %"),
        ("figure-jitter", _milliseconds(sample.jitter)),
        ("figure-round-trip", _milliseconds(sample.round_trip)),
        ("figure-packets", f"{sample.received} / {sample.sent}"),
        ("figure-codec", ", ".join(sample.codecs)),
        ("figure-local", candidate(sample.local) if sample.local else ""),
        ("figure-remote", candidate(sample.remote) if sample.remote else ""),
    ]
    rows = [h("div", h("dt", say(code)), h("dd", text), key=code) for code, text in pairs if text]
    return h("dl", *rows, class_="sipwidget-terms")


def candidate(found: Candidate) -> str:
    """A network address as it stands in a trace."""
    return f"{found.kind} {found.protocol} {found.address} {found.port}"


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.0f} ms"
