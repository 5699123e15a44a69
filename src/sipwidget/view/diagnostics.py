"""The diagnostics sheet: a ladder diagram of each call's SIP messages, its ways, its figures."""

from sipwidget.phone.findings import Findings, Found
from sipwidget.phone.trace import Candidate, Conversation, Message
from sipwidget.view.buttons import text_button
from sipwidget.view.element import Element, h
from sipwidget.view.quality import candidate, figures
from sipwidget.view.words import Say


def diagnostics(findings: Findings, say: Say) -> tuple[Element, Element]:
    """The calls, the newest first and open, then what is about no call; and the buttons."""
    calls = [
        _call(found, say, opened=number == 0, key=f"call-{_number(found.conversation)}")
        for number, found in enumerate(findings.calls)
    ]
    rest = _section("rest", say("trace-rest"), _ladder(findings.rest, say), opened=not calls)
    content = h(
        "div",
        h("p", say("diagnostics-intro"), class_="sipwidget-hint"),
        *calls,
        rest,
        class_="sipwidget-fields",
    )
    masking = _masking(findings, say) if findings.optional else None
    download = text_button("download", say("button-download"))
    close = text_button("cancel", say("button-close"))
    return content, h("div", masking, download, close, class_="sipwidget-actions")


def _masking(findings: Findings, say: Say) -> Element:
    return h(
        "button",
        say("button-mask-numbers"),
        type="button",
        class_="sipwidget-text-button",
        data_action="mask-numbers",
        aria_pressed=str(findings.masked).lower(),
    )


def _call(found: Found, say: Say, *, opened: bool, key: str) -> Element:
    one = found.conversation
    title = say("trace-to" if one.outgoing else "trace-from", party=one.party)
    return _section(
        key,
        title,
        _ladder(one, say),
        figures(found.figures, say) if found.figures else None,
        _candidates("candidates-local", one.candidates(sent=True), say),
        _candidates("candidates-remote", one.candidates(sent=False), say),
        opened=opened,
    )


def _section(key: str, title: str, *content: Element | None, opened: bool) -> Element:
    """What a person opens and closes by itself stays so: the tree says only how it begins."""
    summary = h("summary", title, class_="sipwidget-summary")
    return h("details", summary, *content, key=key, class_="sipwidget-section", open=opened)


def _number(conversation: Conversation) -> int:
    """Of the oldest message: it tells conversations apart whose names are hidden."""
    return conversation.messages[0].number if conversation.messages else 0


# --- the ladder -----------------------------------------------------------------------------------


def _ladder(conversation: Conversation, say: Say) -> Element:
    """Two lines, the phone's and the server's, and in order the messages as arrows between them."""
    messages = conversation.messages
    ends = (h("span", say("ladder-phone")), h("span", say("ladder-server")))
    start = messages[0].at if messages else 0.0
    steps = [_step(each, each.at - start, say) for each in messages]
    return h(
        "div",
        h("div", *ends, class_="sipwidget-ends", aria_hidden="true"),
        h("ol", *steps, class_="sipwidget-ladder"),
    )


def _step(message: Message, after: float, say: Say) -> Element:
    """One arrow; a tap on it shows the whole message."""
    about = f" ({message.about})" if message.about else ""
    direction = say("ladder-sent" if message.sent else "ladder-received")
    summary = h(
        "summary",
        h("span", f"+{after:.2f} s", class_="sipwidget-after"),
        h("span", direction, class_="sipwidget-spoken"),
        h("span", f"{message.title}{about}", class_="sipwidget-arrow"),
        class_="sipwidget-step",
        data_sent=str(message.sent).lower(),
    )
    text = h("pre", message.text.replace("\r\n", "\n"), class_="sipwidget-message")
    return h("li", h("details", summary, text), key=str(message.number))


def _candidates(title: str, found: tuple[Candidate, ...], say: Say) -> Element | None:
    if not found:
        return None
    listed = [h("li", candidate(each)) for each in found]
    return h("div", h("p", say(title)), h("ul", *listed), class_="sipwidget-candidates")
