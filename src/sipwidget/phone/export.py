"""The diagnostics as a text that can be sent to somebody: English, whatever the page speaks."""

from collections.abc import Iterator

from sipwidget import __version__
from sipwidget.phone.findings import Findings, Found
from sipwidget.phone.quality import Figures
from sipwidget.phone.trace import Candidate, Conversation

NAME = "sipwidget-diagnostics.txt"
_RULE = "=" * 72


def export(findings: Findings) -> str:
    """All that was found, call by call; what is secret was masked as it came."""
    return "\n".join(_lines(findings)) + "\n"


def _lines(findings: Findings) -> Iterator[str]:
    yield f"sipwidget {__version__}, diagnostics"
    yield "Passwords and digests are masked."
    if findings.masked:
        yield "Placeholders stand for numbers, names, hosts and addresses: the same for the same."
    yield from (f"{name}: {text}" for name, text in findings.facts)
    for found in findings.calls:
        yield from _call(found)
    yield from _messages("Registration, and what is about no call", findings.rest)


def _call(found: Found) -> Iterator[str]:
    one = found.conversation
    direction = "to" if one.outgoing else "from"
    yield from ("", _RULE, f"Call {direction} {one.party}")
    yield from _figures(found.figures) if found.figures else ()
    for side, sent in (("ours", True), ("theirs", False)):
        yield from (f"candidate, {side}: {_candidate(it)}" for it in one.candidates(sent=sent))
    yield from _messages(f"Call-ID {one.call_id}", one)


def _figures(figures: Figures) -> Iterator[str]:
    sample = figures.sample
    yield f"quality at last: {figures.mark}, {figures.loss:.1%} lost"
    yield f"packets: {sample.received} received, {sample.lost} lost, {sample.sent} sent"
    for name, seconds in (("jitter", sample.jitter), ("round trip", sample.round_trip)):
        if seconds is not None:
            yield f"{name}: {seconds * 1000:.0f} ms"
    yield f"codecs: {', '.join(sample.codecs)}"
    for name, end in (("ours", sample.local), ("theirs", sample.remote)):
        if end:
            yield f"chosen candidate, {name}: {_candidate(end)}"


def _candidate(candidate: Candidate) -> str:
    return f"{candidate.kind} {candidate.protocol} {candidate.address} {candidate.port}"


def _messages(title: str, conversation: Conversation) -> Iterator[str]:
    yield from ("", _RULE, title)
    for each in conversation.messages:
        arrow = "->" if each.sent else "<-"
        yield from ("", f"{arrow} {each.at:.3f} s", each.text.replace("\r\n", "\n"))
