"""The ladder and what stands around it."""

from sipwidget.phone.findings import Findings
from sipwidget.view.diagnostics import diagnostics
from sipwidget.view.words import speaker
from tests.view.states import FINDINGS, nodes

SAY = speaker("en")


def texts(tree):
    return [child for each in nodes(tree) for child in each.children if isinstance(child, str)]


def found(tree, **attributes):
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return [each for each in nodes(tree) if wanted.items() <= each.attributes.items()]


def test_the_messages_are_an_ordered_list_of_arrows_that_open_to_the_whole_message():
    content, _ = diagnostics(FINDINGS, SAY)
    (ladder, _) = found(content, class_="sipwidget-ladder")
    assert ladder.tag == "ol"
    said = [" ".join(texts(item.children[0].children[0])) for item in ladder.children]
    assert said == ["+0.00 s received INVITE", "+0.25 s sent 486 Busy Here (INVITE)"]
    (message, _) = found(ladder, class_="sipwidget-message")
    text = FINDINGS.calls[0].conversation.messages[0].text
    assert texts(message) == [text.replace("\r\n", "\n")]


def test_the_newest_call_is_open_and_the_rest_where_there_is_none():
    for findings, opened in ((FINDINGS, [True, False]), (Findings(), [True])):
        content, _ = diagnostics(findings, SAY)
        sections = found(content, class_="sipwidget-section")
        assert ["open" in each.attributes for each in sections] == opened


def test_figures_and_ways_stand_below_the_messages_of_their_call():
    call = diagnostics(FINDINGS, SAY)[0].children[1]
    assert "1.2 %" in texts(call)
    assert "relay udp 203.0.113.9 4002" in texts(call)


def test_the_switch_says_whether_it_is_on():
    for masked in (True, False):
        _, actions = diagnostics(Findings(masked=masked), SAY)
        (switch,) = [
            it for it in nodes(actions) if it.attributes.get("data-action") == "mask-numbers"
        ]
        assert switch.attributes["aria-pressed"] == str(masked).lower()


def test_where_numbers_are_always_hidden_there_is_no_switch():
    _, actions = diagnostics(Findings(masked=True, optional=False), SAY)
    assert found(actions, data_action="mask-numbers") == []


def test_the_buttons_are_those_of_the_contract():
    _, actions = diagnostics(Findings(), SAY)
    names = [each.attributes["data-action"] for each in actions.children]
    assert names == ["mask-numbers", "download", "cancel"]
