"""What the diagnostics sheet shows and gives away as a file; whose it is can be hidden."""

from dataclasses import dataclass, field, replace

from sipwidget.phone.pseudonyms import Pseudonyms
from sipwidget.phone.quality import Figures
from sipwidget.phone.trace import Candidate, Conversation, Message

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One call: its messages, and its last figures if it was ever measured."""

    conversation: Conversation
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """The last calls, the newest first; what is about no call; and what is known besides."""

    calls: tuple[Found, ...] = ()
    rest: Conversation = field(default_factory=Conversation)
    facts: Facts = ()
    masked: bool = False  # placeholders stand for people and addresses
    optional: bool = True  # and the person may choose that


def hidden(findings: Findings, names: tuple[str, ...]) -> Findings:
    """The same with placeholders for people, hosts and addresses; ``names`` are known ones."""
    texts = [each.text for one in _conversations(findings) for each in one.messages]
    parties = [f"sip:{one.party}" for one in _conversations(findings)]
    figures = [each.figures.sample for each in findings.calls if each.figures]
    ends = [end.address for it in figures for end in (it.local, it.remote) if end]
    stood_for = Pseudonyms([*texts, *parties, *ends, *(it for _, it in findings.facts)], names)
    return replace(
        findings,
        calls=tuple(_hide_call(each, stood_for) for each in findings.calls),
        rest=_hide(findings.rest, stood_for),
        facts=tuple((name, stood_for.hide(text)) for name, text in findings.facts),
        masked=True,
    )


def _conversations(findings: Findings) -> list[Conversation]:
    return [*(each.conversation for each in findings.calls), findings.rest]


def _hide_call(found: Found, by: Pseudonyms) -> Found:
    figures = found.figures
    if figures:
        ends = (figures.sample.local, figures.sample.remote)
        local, remote = (_hide_candidate(each, by) for each in ends)
        figures = replace(figures, sample=replace(figures.sample, local=local, remote=remote))
    return Found(_hide(found.conversation, by), figures)


def _hide(conversation: Conversation, by: Pseudonyms) -> Conversation:
    messages = tuple(_hide_message(each, by) for each in conversation.messages)
    call_id, party = by.hide(conversation.call_id), by.hide(f"sip:{conversation.party}")[4:]
    return replace(conversation, call_id=call_id, party=party, messages=messages)


def _hide_message(message: Message, by: Pseudonyms) -> Message:
    return replace(message, title=by.hide(message.title), text=by.hide(message.text))


def _hide_candidate(candidate: Candidate | None, by: Pseudonyms) -> Candidate | None:
    return candidate and replace(candidate, address=by.hide(candidate.address))
