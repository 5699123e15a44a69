from dataclasses import replace

from sipwidget.phone.model import Call, CallState, Entry, Model
from sipwidget.phone.notices import alert, notice
from sipwidget.view.element import to_html
from sipwidget.view.notices import notices, sentence
from sipwidget.view.words import speaker

SAY = speaker("en")
ASKED = Model(asked=Entry("620", "Front door"))


def shown(model):
    return notices(model, SAY, covered=False).children


def answers(question):
    return [
        (each.attributes["data-action"], each.attributes.get("data-target"), each.children)
        for each in question.children
        if each.tag == "button"
    ]


def test_nothing_is_said_without_a_reason():
    assert shown(Model()) == ()


def test_notices_have_their_role_and_code_in_order():
    told = Model(notices=(notice("call-busy", party="Door"), alert("microphone-refused")))
    said = [(each.attributes["role"], each.attributes["data-code"]) for each in shown(told)]
    assert said == [("status", "call-busy"), ("alert", "microphone-refused")]


def test_a_hidden_party_is_the_other_side_in_a_sentence():
    """A22"""
    told = sentence(notice("call-busy", party=""), SAY)
    assert told == "The other side is busy. Try again later."


def test_withheld_settings_can_be_allowed():
    (question,) = shown(Model(withheld="pbx.example"))
    assert answers(question) == [("consent", None, ("Allow on this device",))]


def test_a_browser_that_blocks_sound_is_mended_by_one_button():
    """A27"""
    (question,) = shown(Model(sound_blocked=True))
    assert answers(question) == [("sound", None, ("Allow sound",))]
    assert "This browser plays no sound before the first tap" in to_html(question)


def test_a_call_that_a_rule_wants_can_be_made_or_refused():
    (question,) = shown(ASKED)
    assert question.attributes["role"] == "status"
    assert question.attributes["data-code"] == "command-asks"
    assert "A rule wants to call Front door." in to_html(question)
    assert answers(question) == [
        ("dial", "620", ("Call Front door",)),
        ("cancel", None, ("No",)),
    ]


def test_who_has_no_name_is_called_by_the_number():
    (question,) = shown(Model(asked=Entry("620", "")))
    assert "A rule wants to call 620." in to_html(question)


def test_a_call_goes_before_what_a_rule_wants():
    """A16"""
    ringing = Call("c", CallState.INCOMING, "Door", "620@box")
    assert shown(replace(ASKED, calls=(ringing,), focus="c")) == ()


def test_under_a_sheet_no_question_can_be_answered():
    assert "inert" in notices(ASKED, SAY, covered=True).attributes
    assert "inert" not in notices(ASKED, SAY, covered=False).attributes
