"""The diagnostics as a text to send to somebody."""

from sipwidget.phone.export import export
from sipwidget.phone.findings import Findings
from tests.phone.test_findings import findings


def test_the_text_holds_what_was_found_in_order():
    text = export(findings())
    wanted = [
        "told: Door is busy: 620",
        "Call to 620@pbx.example",
        "quality at last: good, 0.0% lost",
        "chosen candidate, ours: host udp 192.0.2.1 4000",
        "chosen candidate, theirs: host udp 192.0.2.2 4000",
        "\ncandidate, ours: host udp 192.0.2.1 4000",
        "Call-ID 1@192.0.2.1",
        "-> 0.000 s\nINVITE sip:620@pbx.example SIP/2.0\nTo:",
        "REGISTER sip:pbx.example SIP/2.0",
    ]
    places = [text.index(each) for each in wanted]
    assert places == sorted(places)
    assert "\r" not in text


def test_it_says_what_was_hidden():
    assert "Placeholders" not in export(Findings())
    assert "Placeholders" in export(Findings(masked=True))
