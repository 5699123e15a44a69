from dataclasses import replace

import pytest

from sipwidget.phone import phonebook
from sipwidget.phone.board import SOME_SECONDS
from sipwidget.phone.effects import (
    CloseSocket,
    Consent,
    MakeOffer,
    OpenSocket,
    ReleaseMedia,
    Transmit,
)
from sipwidget.phone.inputs import (
    Clicked,
    Commanded,
    Configured,
    Insecure,
    Leaving,
    NetworkChanged,
    OfferMade,
    Seen,
)
from sipwidget.phone.model import CallState, Connection, Sheet
from sipwidget.phone.notices import alert
from sipwidget.phone.settings import Config
from sipwidget.sip.message import respond
from tests.phone.bench import (
    CONFIG,
    OFFER,
    SECOND_CALL,
    Bench,
    announced,
    answered,
    asked,
    calling,
    dialing,
    grant,
    kinds,
    messages,
    ready,
    refuse,
    ringing,
    sent,
    talking,
)

MANY = phonebook.parse("620=Door, 621 = Gate")

# --- the call icon --------------------------------------------------------------------------------


def test_a_tap_with_one_entry_dials_it_at_once():
    bench = ready()
    assert asked(bench.do(Clicked("call")))
    assert bench.call.party == "Door"
    assert bench.phone.model.sheet is None


def test_a_tap_with_several_entries_offers_them_in_order_and_a_choice_dials():
    bench = ready(phonebook=MANY)
    assert bench.do(Clicked("call")) == []
    model = bench.phone.model
    assert (model.sheet, model.entries) == (Sheet.PHONEBOOK, MANY)
    bench.do(Clicked("dial", "621"))
    assert (bench.phone.model.sheet, bench.call.party) == (None, "Gate")


def test_cancel_closes_the_phonebook_and_sends_nothing():
    bench = ready(phonebook=MANY)
    assert bench.do(Clicked("call"), Clicked("cancel")) == []
    assert bench.phone.model.sheet is None


def test_a_call_closes_the_phonebook_for_good():
    bench = ready(phonebook=MANY)
    bench.do(Clicked("call"))
    bench.peer_calls()
    assert bench.phone.model.sheet is None
    bench.peer_does(lambda peer: peer.hang_up(bench.caller(), 0))
    assert bench.phone.model.sheet is None


def test_a_tap_without_entries_asks_for_some():
    bench = ready(phonebook=())
    assert bench.do(Clicked("call")) == []
    assert bench.codes == ["phonebook-empty"]
    bench.tick(SOME_SECONDS)
    assert bench.codes == []


def test_of_two_entries_one_of_which_is_ones_own_the_other_is_dialed():
    bench = ready(phonebook=MANY, own_address="620@pbx.example")
    bench.do(Clicked("call"))
    assert bench.call.party == "Gate"


@pytest.mark.parametrize("entries", ["620=Door", "620=Door,621=Gate"])
def test_a_tap_while_yellow_sends_nothing_and_says_so(entries):
    bench = Bench()
    bench.configure(phonebook=phonebook.parse(entries))
    assert bench.do(Clicked("call")) == []
    assert bench.phone.model.sheet is None
    assert bench.do(Clicked("dial", "620")) == []
    assert bench.codes == ["call-not-connected"]
    assert bench.phone.model.calls == ()
    bench.open()
    assert bench.codes == []


def test_a_tap_during_a_call_does_nothing():
    bench = talking()
    assert bench.do(Clicked("call"), Clicked("dial", "621")) == []


# --- nothing to connect to ------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [{"domain": ""}, {"websocket_urls": ()}, {"edit": True}])
def test_without_a_server_or_while_editing_there_is_no_connection(settings):
    bench = Bench()
    assert bench.configure(**settings) == []
    assert bench.phone.model.connection is Connection.OFF
    assert bench.phone.model.edit is ("edit" in settings)
    assert bench.do(Clicked("call"), NetworkChanged(), Seen(True), Leaving()) == []
    assert bench.phone.next_deadline() is None


def test_what_is_wrong_with_the_configuration_is_told_until_it_is_right():
    bench = Bench()
    problem = alert("config-missing", error="config", name="domain")
    bench.do(Configured(replace(CONFIG, domain=""), (problem,)))
    assert bench.phone.model.notices == (problem,)
    assert bench.phone.model.error == "config"
    bench.configure()
    assert bench.phone.model.notices == ()


def test_before_it_is_configured_the_phone_is_connecting_and_harmless():
    bench = Bench()
    assert bench.phone.model.connection is Connection.CONNECTING
    for action in ("call", "dial", "accept", "decline", "hangup", "consent", "unknown"):
        assert bench.do(Clicked(action)) == []
    assert bench.do(Leaving()) == []


# --- a new configuration --------------------------------------------------------------------------


def test_looks_and_phonebook_change_without_a_new_connection():
    bench = ready()
    assert bench.configure(phonebook=MANY, icon_size=80, language="de", hide_caller_id=True) == []
    model = bench.phone.model
    assert (model.entries, model.appearance.icon_size) == (MANY, 80)
    assert model.appearance.language == "de"
    bench.peer_calls()
    assert bench.call.party == ""


@pytest.mark.parametrize(
    "settings",
    [
        {"websocket_urls": ("wss://other.example/ws",)},
        {"domain": "other.example"},
        {"username": "1002"},
        {"password": "other"},
        {"authorization_user": "other"},
        {"disable_register": True},
    ],
)
def test_another_account_or_server_takes_a_new_connection(settings):
    bench = ready()
    effects = bench.configure(**settings)
    assert kinds(effects) == ["Transmit", "Announce", "CloseSocket", "OpenSocket"]
    (register,) = messages(effects)
    assert (register.method, register.expires) == ("REGISTER", 0)
    assert announced(effects) == ["disconnected"]


@pytest.mark.parametrize("stage", [dialing, calling, talking, ringing, answered])
def test_a_call_is_never_ended_by_a_new_account(stage):
    bench = stage()
    call = bench.call
    assert bench.configure(password="other") == []
    assert bench.call == call
    effects = bench.do(Clicked("hangup", call=call.id))
    assert kinds(effects)[-2:] == ["CloseSocket", "OpenSocket"]
    assert bench.phone.model.calls == ()


def test_an_account_that_is_changed_back_during_a_call_keeps_the_connection():
    bench = talking()
    bench.configure(password="other")
    bench.configure()
    assert kinds(bench.do(Clicked("hangup", call=bench.call.id)))[-1] == "Announce"


def test_a_connection_lost_while_a_new_account_waits_comes_back_with_the_old_one():
    bench = talking(username="")
    bench.configure()
    bench.configure(icon_size=80)
    bench.lose()
    bench.do(NetworkChanged())
    assert sent(bench.open()) == []
    assert bench.phone.model.connection is Connection.CONNECTED


def test_edit_mode_ends_the_connection_and_leaving_it_brings_it_back():
    bench = ready(refuse(403))
    assert kinds(bench.configure(edit=True))[-1] == "CloseSocket"
    assert (bench.phone.model.connection, bench.codes) == (Connection.OFF, [])
    assert bench.configure() == [OpenSocket(2, *CONFIG.websocket_urls)]


# --- commands -------------------------------------------------------------------------------------


def test_commands_do_what_buttons_do():
    bench = ready()
    bench.do(Commanded("dial:620"))
    assert bench.call.state is CallState.OUTGOING
    bench.do(Commanded("hangup"))
    bench.peer_calls()
    assert asked(bench.do(Commanded(" Answer ")))
    bench.do(Commanded("hangup"))
    bench.peer_calls()
    assert sent(bench.do(Commanded("decline"))) == ["486 INVITE"]


@pytest.mark.parametrize("text", ["", ":", "dial", "dial:", "accept", "consent", "hang up", "x:y"])
def test_a_command_that_says_nothing_does_nothing(text):
    bench = ringing(withheld=("autoDial",))
    assert bench.do(Commanded(text)) == []
    assert bench.call.state is CallState.INCOMING


# --- consent, and a page that gives no microphone -------------------------------------------------


def test_consent_is_given_for_the_server_that_the_link_names():
    bench = ready(withheld=("autoDial",))
    assert bench.phone.model.withheld
    assert bench.do(Clicked("consent")) == [Consent(*CONFIG.server)]
    bench.configure()
    assert not bench.phone.model.withheld
    assert bench.do(Clicked("consent")) == []


def test_a_page_without_a_secure_context_is_told_once_unless_a_setting_says_no():
    bench = ready()
    bench.do(Insecure(), Insecure())
    assert (bench.codes, bench.phone.model.error) == (["insecure-context"], "insecure")
    bench.configure(hide_insecure_message=True)
    assert bench.codes == []
    bench.do(Insecure())
    assert (bench.codes, bench.phone.model.error) == ([], None)


# --- last words -----------------------------------------------------------------------------------


def test_leaving_says_bye_gives_the_registration_back_and_closes_the_socket():
    bench = talking()
    call = bench.call.id
    effects = bench.do(Leaving())
    assert sent(effects) == ["BYE", "REGISTER"]
    assert [type(each) for each in effects[:2]] == [Transmit, Transmit], "nothing delays the words"
    assert messages(effects)[1].expires == 0
    assert announced(effects) == ["ended:620@pbx.example", "disconnected"]
    assert ReleaseMedia(call) in effects
    assert effects[-1] == CloseSocket(bench.socket)
    assert bench.phone.model.connection is Connection.OFF
    assert bench.do(Leaving()) == []


@pytest.mark.parametrize(
    ("stage", "words"),
    [(dialing, []), (calling, ["CANCEL"]), (ringing, ["486 INVITE"])],
)
def test_leaving_ends_a_call_at_any_stage(stage, words):
    bench = stage()
    effects = bench.do(Leaving())
    assert [each for each in sent(effects) if each not in ("ACK", "REGISTER")] == words
    assert [type(each) for each in effects].count(ReleaseMedia) == 1
    assert bench.phone.model.calls == ()


def test_a_page_that_comes_back_starts_anew():
    bench = ready()
    bench.do(Leaving())
    assert bench.do(Seen(True)) == []
    assert bench.configure() == [OpenSocket(2, *CONFIG.websocket_urls)]
    bench.open()
    assert bench.phone.model.connection is Connection.REGISTERED


def test_leaving_without_a_connection_only_gives_it_up():
    bench = Bench()
    bench.configure()
    assert bench.do(Leaving()) == [CloseSocket(1)]


# --- looks ----------------------------------------------------------------------------------------


def test_the_model_shows_what_the_settings_say_of_looks():
    bench = ready(
        enable_video=True,
        enable_local_video=True,
        default_video_aspect_ratio="16/9",
        show_video_when_idle=True,
    )
    looks = bench.phone.model.appearance
    assert (looks.video, looks.local_video, looks.idle_video) == (True, True, True)
    assert (looks.aspect_ratio, looks.language) == ("16/9", "en")
    assert asked(bench.do(Clicked("call"))) == MakeOffer(bench.call.id, True, True)


def test_an_empty_configuration_is_one():
    bench = Bench()
    assert bench.do(Configured(Config())) == []
    assert bench.phone.model.connection is Connection.OFF


# --- many phones ----------------------------------------------------------------------------------


def test_two_phones_share_nothing():
    one, other = ready(), ready()
    one.peer_calls()
    one.hear(SECOND_CALL)
    one.do(OfferMade("none", OFFER))
    assert other.phone.model == ready().phone.model


@pytest.mark.parametrize("text", ["", " ", "NULL"])
def test_a_command_that_says_nothing_changes_nothing(text):
    bench = ready()
    before = bench.phone.model
    assert bench.do(Commanded(text)) == []
    assert bench.phone.model == before


@pytest.mark.parametrize("text", ["sing:aloud", "dial", "dial: "])
def test_a_command_that_means_nothing_here_is_told(text):
    bench = ready()
    assert bench.do(Commanded(text)) == []
    assert bench.codes == ["command-unknown"]


def test_no_change_of_the_account_makes_a_realm_take_a_weaker_hash():
    """N8: what a server's realm has accepted counts as long as the page lives."""
    algorithm = "SHA-256"

    def registrar(request):
        if request.headers.get("Authorization"):
            return grant(request)
        challenge = f'Digest realm="r", nonce="n", qop="auth", algorithm={algorithm}'
        return respond(request, 401, to_tag="r", headers=[("WWW-Authenticate", challenge)])

    bench = ready(registrar)
    assert bench.phone.model.connection is Connection.REGISTERED
    algorithm = "MD5"
    bench.configure(username="1002", password="other")
    bench.open()
    assert bench.phone.model.connection is Connection.REFUSED
    assert bench.codes == ["authentication-algorithm"]
    bench.configure(websocket_urls=("wss://other.example/ws",))
    bench.open()
    assert bench.phone.model.connection is Connection.REGISTERED
