"""openHAB around the phone: the state Item and the command Item of one widget."""

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.board import SOME_SECONDS
from sipwidget.phone.effects import FollowItem, MakeOffer, TellItem, Trace
from sipwidget.phone.house import ASKING
from sipwidget.phone.inputs import (
    Clicked,
    Configured,
    Elected,
    ItemAnswered,
    ItemCommanded,
    ItemFollowed,
    Leaving,
)
from sipwidget.phone.model import Entry, Sheet
from sipwidget.phone.settings import Config
from tests.phone.bench import Bench, asked, kinds, ready, ringing, talking


def told(effects: list[object]) -> list[str]:
    return [each.text for each in effects if isinstance(each, TellItem)]


def settle(bench: Bench) -> None:
    """openHAB takes all that it is told, at once."""
    for effect in bench.effects:
        if isinstance(effect, TellItem):
            bench.do(ItemAnswered(effect.number, 200))


# --- the state Item -------------------------------------------------------------------------------


def test_a_call_is_told_from_its_begin_to_its_one_end() -> None:
    bench = ready(sip_state_item="State")
    settle(bench)
    bench.peer_calls()
    settle(bench)
    bench.peer_does(lambda peer: peer.hang_up(bench.caller(), 0))
    settle(bench)
    texts = told(bench.effects)
    assert texts[:3] == ["connected", "registered", "incoming:620@pbx.example"]
    assert texts[3:] == ["failed:620@pbx.example"]


def test_without_a_state_item_nobody_is_told() -> None:
    bench = ringing()
    assert "TellItem" not in kinds(bench.effects)


def test_while_the_page_is_edited_nothing_is_told_or_followed() -> None:
    bench = Bench()
    assert bench.configure(edit=True, sip_state_item="State", command_item="Rule") == []


def test_a_page_that_goes_away_says_so_and_follows_nothing_any_more() -> None:
    bench = ready(sip_state_item="State", command_item="Rule")
    settle(bench)
    effects = bench.do(Leaving())
    assert told(effects) == ["disconnected"]
    assert effects[-1] == FollowItem("")
    assert bench.do(Leaving()) == []


def test_a_page_that_is_edited_from_now_on_says_that_the_phone_is_gone() -> None:
    bench = ready(sip_state_item="State", command_item="Rule")
    settle(bench)
    effects = bench.configure(edit=True, sip_state_item="State", command_item="Rule")
    assert told(effects) == ["disconnected"]
    assert FollowItem("") in effects


def test_what_still_waits_when_the_page_goes_away_goes_out_at_once() -> None:
    bench = ready(sip_state_item="State")
    bench.peer_calls()
    texts = told(bench.do(Leaving()))  # "connected" is under way, "registered" superseded
    assert texts == [
        "incoming:620@pbx.example",
        "failed:620@pbx.example",
        "disconnected",
    ]


def test_a_page_that_stays_after_all_follows_again() -> None:
    bench = ready(command_item="Rule")
    bench.do(Leaving())
    assert FollowItem("Rule") in bench.configure(command_item="Rule")


def test_another_account_goes_on_with_the_same_items() -> None:
    bench = ready(sip_state_item="State", command_item="Rule")
    settle(bench)
    effects = bench.configure(sip_state_item="State", command_item="Rule", username="1002")
    assert told(effects) == ["disconnected"]
    follows = [each.item for each in effects if isinstance(each, FollowItem)]
    assert follows == ["", "Rule"]  # between them the election for the other account


# --- of two phones with one account ---------------------------------------------------------------


def standby(**settings: object) -> Bench:
    bench = Bench()
    bench.alone = False
    bench.configure(**settings)
    bench.open()
    return bench


def test_who_stands_by_leaves_rules_and_the_connection_to_the_other_and_tells_its_own_calls() -> (
    None
):
    bench = standby(sip_state_item="State", command_item="Rule")
    bench.do(Clicked("dial", "620"))
    bench.do(Leaving())
    settle(bench)
    assert told(bench.effects) == ["outgoing:620@pbx.example", "failed:620@pbx.example"]
    assert FollowItem("Rule") not in bench.effects


def test_who_takes_over_tells_how_it_is_connected_and_obeys_rules_from_then_on() -> None:
    bench = standby(sip_state_item="State", command_item="Rule")
    (claim,) = bench.elections
    bench.do(Elected(claim.account))
    settle(bench)
    assert told(bench.effects) == ["connected", "registered"]
    assert bench.effects.count(FollowItem("Rule")) == 1


def test_who_takes_over_without_a_connection_has_nothing_to_tell() -> None:
    bench = standby(sip_state_item="State")
    bench.lose()
    (claim,) = bench.elections
    bench.do(Elected(claim.account))
    assert told(bench.effects) == []


def test_the_end_of_a_call_is_told_where_its_begin_was() -> None:
    bench = talking(sip_state_item="State")
    settle(bench)
    bench.configure(sip_state_item="Other")
    bench.do(Clicked("hangup", call=bench.call.id))
    settle(bench)
    items = [(each.item, each.text) for each in bench.effects if isinstance(each, TellItem)]
    assert items[-2:] == [("State", "ended:620@pbx.example"), ("Other", "registered")]


# --- the command Item -----------------------------------------------------------------------------


def test_the_item_is_followed_once_however_often_the_settings_change() -> None:
    bench = ready(command_item="Rule")
    assert FollowItem("Rule") in bench.effects
    assert "FollowItem" not in kinds(bench.configure(command_item="Rule", icon_size=80))
    assert FollowItem("") in bench.configure()


@pytest.mark.parametrize("status", [401, 403])
def test_events_that_need_a_login_are_told_until_they_come(status: int) -> None:
    bench = ready(command_item="Rule")
    assert bench.do(ItemFollowed(status)) == [
        Trace(f"openHAB: no events of Rule ({status}), trying again")
    ]
    assert bench.codes == ["commands-refused"]
    assert bench.do(ItemFollowed(status)) == []
    bench.do(ItemFollowed(200))
    assert bench.codes == []


def test_events_that_are_lost_are_for_the_console_only() -> None:
    bench = ready(command_item="Rule")
    bench.do(ItemFollowed(200))
    assert kinds(bench.do(ItemFollowed(0), ItemFollowed(0))) == ["Trace"]
    assert bench.codes == []


def test_a_rule_answers_and_hangs_up_as_a_person_does() -> None:
    bench = ringing(command_item="Rule")
    bench.do(ItemCommanded("answer"))
    assert bench.call.state == "incoming-accepted"
    bench = talking(command_item="Rule")
    bench.do(ItemCommanded("hangup"))
    assert bench.phone.model.calls == ()


def test_a_rule_that_may_dial_dials_what_the_phonebook_holds() -> None:
    bench = ready(allow_commands=("dial",))
    assert asked(bench.do(ItemCommanded("dial:620"))) == MakeOffer(bench.call.id, False, False)


def test_a_rule_that_may_not_dial_asks_a_person_for_a_while() -> None:
    bench = ready()
    assert bench.do(ItemCommanded("dial:620")) == []
    assert bench.phone.model.asked == Entry("620", "Door")
    bench.tick(ASKING)
    assert bench.phone.model.asked is None


def test_a_person_says_yes_or_no_to_a_rules_wish() -> None:
    bench = ready()
    bench.do(ItemCommanded("dial:0900"), Clicked("cancel"))
    assert bench.phone.model.asked is None
    bench.do(ItemCommanded("dial:620"), Clicked("dial", "620"))
    assert (bench.call.party, bench.phone.model.asked) == ("Door", None)


@pytest.mark.parametrize("text", ["answer", "hangup", "dtmf:1"])
def test_what_a_rule_wants_next_does_not_take_back_what_it_asked_for(text: str) -> None:
    bench = ready()
    bench.do(ItemCommanded("dial:620"), ItemCommanded(text))
    assert bench.phone.model.asked == Entry("620", "Door")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dial:", "command-unknown"),
        ("decline", "command-not-allowed"),
        ("sing:aloud", "command-unknown"),
        ("NULL", None),
    ],
)
def test_what_is_not_obeyed_is_said(text: str, code: str | None) -> None:
    bench = ringing()
    assert bench.do(ItemCommanded(text)) == []
    assert bench.codes == ([code] if code else [])
    assert bench.call.state == "incoming"
    bench.tick(SOME_SECONDS)
    assert bench.codes == []


def test_a_rule_does_not_close_what_a_person_has_open() -> None:
    bench = ready(phonebook=phonebook.parse("620=Door,621=Gate"))
    bench.do(Clicked("call"), ItemCommanded("hangup"))
    assert bench.phone.model.sheet is Sheet.PHONEBOOK


def test_an_empty_configuration_names_no_item() -> None:
    assert Bench().do(Configured(Config())) == []
