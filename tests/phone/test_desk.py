from sipwidget.phone.board import SOME_SECONDS, Board
from sipwidget.phone.desk import Desk
from sipwidget.phone.notices import notice
from sipwidget.sip.account import Account
from sipwidget.sip.uri import NameAddr, Uri
from sipwidget.sip.user_agent import UserAgent
from tests.phone.bench import CONFIG, tokens


def test_without_an_account_and_for_a_call_that_is_gone_nothing_happens() -> None:
    desk = Desk(Board())
    assert desk.ask(lambda agent: agent.hang_up("c1", 0.0)) == []
    desk.agent = UserAgent(Account("1001", "pbx.example"), tokens("t"))
    assert desk.ask(lambda agent: agent.hang_up("c1", 0.0)) == []
    desk.ask(lambda agent: agent.transport_opened(0.0))
    assert desk.ask(lambda agent: agent.register(0.0)) != []


def test_what_is_told_goes_away_after_some_seconds() -> None:
    desk = Desk(Board())
    desk.tell(notice("call-busy"), 5.0)
    assert desk.board.next_deadline() == 5.0 + SOME_SECONDS


def test_a_party_is_named_by_the_phonebook_or_hidden() -> None:
    desk = Desk(Board())
    desk.config = CONFIG
    who = NameAddr("Somebody", Uri("sip", "620", host="pbx.example"), {})
    assert desk.party(who) == "Door"
    desk.config = type(CONFIG)(hide_caller_id=True)
    assert desk.party(who) == ""
