"""The self-test sheet: each step with a mark, its name, and what is to be said about it."""

from sipwidget.phone.verdicts import Report, Result, Verdict
from sipwidget.view.buttons import text_button
from sipwidget.view.element import Element, h
from sipwidget.view.notices import sentence
from sipwidget.view.words import Say

_MARKS = {
    Result.WAITING: "·",
    Result.RUNNING: "…",
    Result.PASSED: "✓",
    Result.FAILED: "✗",
    Result.SKIPPED: "-",
}


def self_test(report: Report, say: Say) -> tuple[Element, Element]:
    """The steps in order, a question in one of them, the test call; and the buttons."""
    question = _question(say) if report.asks else None
    steps = [
        _step(name, verdict, say, question if name == "sound" else None)
        for name, verdict in report.steps
    ]
    content = h(
        "div",
        h("p", say("selftest-intro"), class_="sipwidget-hint"),
        h("ol", *steps, class_="sipwidget-checks", aria_live="polite"),
        _test_call(report, say),
        class_="sipwidget-fields",
    )
    start = text_button("selftest-start", say("button-selftest-start"))
    close = text_button("cancel", say("button-close"))
    return content, h("div", close, start, class_="sipwidget-actions")


def _step(name: str, verdict: Verdict, say: Say, question: Element | None) -> Element:
    """The mark is for the eye; the outcome is said in words to others."""
    return h(
        "li",
        h("span", _MARKS[verdict.outcome], class_="sipwidget-check-mark", aria_hidden="true"),
        h("span", say(f"test-{name}"), class_="sipwidget-check-name"),
        h("span", say(f"outcome-{verdict.outcome}"), class_="sipwidget-outcome"),
        h("p", sentence(verdict.told, say), class_="sipwidget-hint") if verdict.told else None,
        question,
        key=name,
        class_="sipwidget-check",
        data_step=name,
        data_outcome=verdict.outcome,
    )


def _question(say: Say) -> Element:
    heard = text_button("selftest-heard", say("button-selftest-heard"))
    unheard = text_button("selftest-unheard", say("button-selftest-unheard"))
    words = h("p", say("selftest-question"))
    return h(
        "div", words, heard, unheard, key="question", class_="sipwidget-question", role="status"
    )


def _test_call(report: Report, say: Say) -> Element:
    field = h(
        "input",
        type="text",
        name="echo",
        value=report.target,
        class_="sipwidget-input",
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        aria_describedby="sipwidget-hint-echo",
    )
    label = h("label", h("span", say("field-echo")), field, class_="sipwidget-field")
    call = text_button("selftest-call", say("button-selftest-call"))
    hint = h("p", say("selftest-hint"), id="sipwidget-hint-echo", class_="sipwidget-hint")
    return h("div", h("div", label, call, class_="sipwidget-entry"), hint, key="echo")
