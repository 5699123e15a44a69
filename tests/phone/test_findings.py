"""What is found, with people and addresses hidden."""

from sipwidget.phone.findings import Findings, Found, hidden
from sipwidget.phone.quality import Figures, Mark, Sample
from sipwidget.phone.trace import Candidate, Record

LOCAL, REMOTE = (Candidate("host", "udp", f"192.0.2.{n}", "4000") for n in (1, 2))
TEXT = (
    "INVITE sip:620@pbx.example SIP/2.0\r\nTo: <sip:620@pbx.example>\r\n"
    "Call-ID: 1@192.0.2.1\r\nCSeq: 1 INVITE\r\n\r\n"
    "a=candidate:1 1 udp 1 192.0.2.1 4000 typ host\r\n"
)


def findings():
    record = Record()
    record.add(TEXT, 0, sent=True)
    record.add("REGISTER sip:pbx.example SIP/2.0\r\n\r\n", 0, sent=True)
    figures = Figures(Mark.GOOD, 0.0, Sample(local=LOCAL, remote=REMOTE))
    (call,) = record.calls
    return Findings((Found(call, figures),), record.rest, (("told", "Door is busy: 620"),))


def test_everything_is_hidden_by_the_same_placeholders():
    shown = hidden(findings(), ("Door",))
    (found,) = shown.calls
    call, sample = found.conversation, found.figures.sample
    assert call.party == "user-1@host-1"
    assert call.messages[0].text.startswith("INVITE sip:user-1@host-1 SIP/2.0\r\n")
    assert call.call_id == f"1@{sample.local.address}"
    assert [each.address for each in call.candidates(sent=True)] == [sample.local.address]
    assert sample.remote.address not in ("192.0.2.2", sample.local.address)
    assert shown.rest.messages[0].text.startswith("REGISTER sip:host-1 SIP")
    assert shown.facts == (("told", "name-1 is busy: user-1"),)
    assert shown.masked


def test_nothing_that_tells_somebody_is_left():
    left = repr(hidden(findings(), ("Door",)))
    assert not [secret for secret in ("620", "pbx", "192.0.2", "Door") if secret in left]


def test_without_figures_and_calls_there_is_nothing_to_hide():
    assert hidden(Findings(), ()) == Findings(masked=True)
