"""What openHAB's state Item gets, and what happens when openHAB does not take it (A57 to A70)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, HttpCredentials

from demo.openhab.auth import Role
from tests.e2e.at_home import ITEMS, Home, boot
from tests.e2e.conftest import SOURCE_TYPES, is_tidied, scripted_account
from tests.e2e.openhab import STATE, OpenHab
from tests.e2e.peers import Callee
from tests.e2e.phone import Phone
from tests.e2e.scripted import ScriptedServer

CALLER = "**620@fritz.box"
MakeHome = Callable[..., Home]


@pytest.fixture(scope="module")
def openhab(site_folder: Path) -> Iterator[OpenHab]:
    """One for all tests here."""
    with OpenHab(site_folder, types=SOURCE_TYPES) as server:
        yield server


@pytest.fixture(scope="module")
def kept(chromium: Browser, openhab: OpenHab) -> Iterator[Phone]:
    """One booted page for those tests that leave nothing behind in it."""
    phone = boot(chromium, openhab)
    yield phone
    phone.close()
    assert phone.complaints == []


@pytest.fixture
def home(kept: Phone, openhab: OpenHab, scripted: ScriptedServer) -> Iterator[Home]:
    """A phone at home that is not connected yet."""
    yield Home(openhab, kept, scripted)
    openhab.faults.status.clear()
    openhab.faults.delay.clear()
    openhab.faults.drop.clear()
    openhab.faults.hang.clear()
    is_tidied(kept)
    kept.reaches(connection="off", state="idle")
    kept.forget()
    kept.tolerant = True
    told = openhab.house.commands
    kept.until(lambda: not told or told[-1].text == "disconnected", "the last word")
    told.clear()
    openhab.faults.seen.clear()


@pytest.fixture
def guarded(chromium: Browser, site_folder: Path, scripted: ScriptedServer) -> Iterator[MakeHome]:
    """`guarded(...)`: an openHAB that lets nobody in without a token, and a page of it."""
    closing: list[Callable[[], object]] = []

    def make(*, signed_in: bool = True, basic: tuple[str, str] | None = None) -> Home:
        server = OpenHab(site_folder, types=SOURCE_TYPES, implicit_user_role=False, basic=basic)
        server.__enter__()
        closing.append(lambda: server.__exit__(None, None, None))
        login = HttpCredentials(username=basic[0], password=basic[1]) if basic else None
        phone = boot(chromium, server, login)
        closing.append(phone.close)
        if signed_in:
            server.sign_in(phone.page, Role.USER)
            phone.open({})
        return Home(server, phone, scripted)

    yield make
    for close in reversed(closing):
        close()


# --- what it is told ------------------------------------------------------------------------------


def test_without_an_item_nothing_is_asked_of_openhab(home: Home) -> None:
    """A57."""
    home.connect(sipStateItem="", commandItem="")
    home.ring().cancel()
    home.phone.reaches(state="idle")
    assert home.openhab.seen("/rest/items") == home.openhab.seen("/rest/events") == []


def test_the_connection_is_told_from_begin_to_end(home: Home) -> None:
    """A59, A60, A61: by commands of Main UI's own source."""
    home.connect()
    home.told("connected", "registered")
    assert home.openhab.sources() == {"org.openhab.ui"}
    home.wire.close()
    home.server.link(60).register()
    home.told("connected", "registered", "disconnected", "connected", "registered")


def test_without_a_registration_nobody_is_told_of_one(home: Home) -> None:
    """A60."""
    home.phone.configure(**scripted_account(home.server), **ITEMS, disableRegister=True)
    home.server.link(60)
    home.told("connected")


def test_the_older_name_of_the_property_names_the_item_too(home: Home) -> None:
    """A57, A87."""
    home.connect(sipStateItem="", stateItem=STATE)
    home.told("connected", "registered")


def test_a_call_that_comes_in_and_is_answered(home: Home) -> None:
    """A62, A63, A66."""
    home.connect()
    caller = home.talk()
    caller.request("BYE")
    home.phone.reaches(state="idle")
    home.told(
        "connected",
        "registered",
        f"incoming:{CALLER}",
        f"incoming-accepted:{CALLER}",
        f"ended:{CALLER}",
    )


def test_a_call_that_nobody_answers_fails_once(home: Home) -> None:
    """A67, A68."""
    home.connect()
    home.ring("<sip:sip.test>").cancel()
    home.told("connected", "registered", "incoming:anonymous@sip.test", "failed:anonymous@sip.test")


def test_a_call_that_goes_out(home: Home) -> None:
    """A64 to A67."""
    home.connect()
    home.phone.tap("call")
    callee = Callee(home.wire)
    callee.answer()
    home.phone.reaches(state="outgoing-accepted")
    home.phone.tap("hangup")
    home.wire.reply(home.wire.request("BYE"), 200)
    home.phone.reaches(state="idle")
    home.phone.tap("call")
    Callee(home.wire, tag="busy").reply(486)
    home.phone.reaches(state="idle")
    home.told(
        "connected",
        "registered",
        "outgoing:620@sip.test",
        "outgoing-accepted:620@sip.test",
        "ended:620@sip.test",
        "outgoing:620@sip.test",
        "failed:620@sip.test",
    )


def test_a_page_that_is_left_says_goodbye(
    chromium: Browser, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """A45, A61: the last words get out, of the call and of the connection."""
    home = Home(openhab, boot(chromium, openhab), scripted)
    try:
        home.connect()
        home.talk()
        before = len(home.openhab.commands())
        home.phone.page.goto("about:blank")
        last = {f"ended:{CALLER}", "disconnected"}
        home.phone.until(lambda: set(home.openhab.commands()[before:]) == last, str(last))
    finally:
        home.phone.close()
        openhab.house.commands.clear()


def test_the_item_of_this_device_is_told_in_place_of_the_widgets(
    chromium: Browser, openhab: OpenHab, scripted: ScriptedServer
) -> None:
    """A69."""
    home = Home(openhab, boot(chromium, openhab), scripted)
    try:
        keep = "text => localStorage.setItem('openhab.ui:sipConfig', text)"
        home.phone.page.evaluate(keep, '{"sipStateItem": "Other_State"}')
        home.connect()
        home.told("connected", "registered", item="Other_State")
        assert openhab.commands(STATE) == []
    finally:
        home.phone.close()
        openhab.house.commands.clear()


# --- an openHAB that is slow, or fails ------------------------------------------------------------


def test_a_slow_openhab_gets_all_of_it_in_order(home: Home) -> None:
    """A58."""
    home.openhab.faults.delay[STATE] = 0.4
    home.connect()
    home.talk()
    home.phone.tap("hangup")
    home.wire.reply(home.wire.request("BYE"), 200)
    home.ring("<sip:77@sip.test>").cancel()
    home.told(
        "connected",
        "registered",
        f"incoming:{CALLER}",
        f"incoming-accepted:{CALLER}",
        f"ended:{CALLER}",
        "incoming:77@sip.test",
        "failed:77@sip.test",
    )


@pytest.mark.parametrize("fault", ["500", "503", "dropped"])
def test_a_failing_openhab_is_told_all_of_the_call_when_it_is_back(home: Home, fault: str) -> None:
    """A58, A70: the call goes on meanwhile."""
    home.connect()
    home.told("connected", "registered")
    if fault == "dropped":
        home.openhab.faults.drop.add(STATE)
    else:
        home.openhab.faults.status[STATE] = int(fault)
    home.talk()
    home.phone.says("openHAB")
    home.openhab.faults.status.clear()
    home.openhab.faults.drop.clear()
    home.told("connected", "registered", f"incoming:{CALLER}", f"incoming-accepted:{CALLER}")
    home.phone.reaches(state="incoming-accepted")
    assert any(STATE in line for line in home.phone.console)


def test_an_openhab_that_never_answers_is_given_up_and_asked_again(home: Home) -> None:
    """A58, A70."""
    home.connect()
    home.told("connected", "registered")
    home.openhab.faults.hang.add(STATE)
    home.talk()
    posts = f"POST /rest/items/{STATE}"
    before = home.openhab.seen().count(posts)
    home.phone.until(lambda: home.openhab.seen().count(posts) > before, "another try", 30)
    home.openhab.faults.hang.clear()
    home.phone.reaches(state="incoming-accepted")
    taken = f"incoming-accepted:{CALLER}"
    home.phone.until(lambda: taken in home.openhab.commands(), "the state", 30)
    texts = dict.fromkeys(home.openhab.commands())  # what was given up may have been taken, too
    assert list(texts)[2:4] == [f"incoming:{CALLER}", taken]


def test_an_item_that_there_is_not_is_named_and_told_when_there_is(home: Home) -> None:
    """A70."""
    home.connect(sipStateItem="No_Such_Item")
    home.phone.says("No_Such_Item")
    home.ring()
    home.openhab.house.add("No_Such_Item")
    wanted = ["registered", f"incoming:{CALLER}"]  # "connected" may have been superseded
    home.phone.until(lambda: home.openhab.commands("No_Such_Item")[-2:] == wanted, str(wanted), 30)


def test_another_item_is_told_how_things_stand(home: Home) -> None:
    home.connect()
    home.told("connected", "registered")
    account = scripted_account(home.server)
    home.phone.configure(**account, **{**ITEMS, "sipStateItem": "Other_State"})
    home.told("registered", item="Other_State")


# --- an openHAB that wants a login ----------------------------------------------------------------


def test_who_is_signed_in_tells_the_item_also_after_the_token_is_stale(guarded: MakeHome) -> None:
    """A58: the token is fetched by the refresh grant, and a stale one dropped."""
    home = guarded()
    home.connect()
    home.told("connected", "registered")
    home.openhab.expire()
    home.ring().cancel()
    home.told("connected", "registered", f"incoming:{CALLER}", f"failed:{CALLER}")
    requests = [one for one in home.openhab.faults.seen if one.path == "/rest/auth/token"]
    assert len(requests) == 2
    assert all("grant_type=refresh_token" in one.body for one in requests)


@pytest.mark.parametrize("how", ["nobody", "revoked"])
def test_who_is_not_signed_in_is_told_and_calls_all_the_same(guarded: MakeHome, how: str) -> None:
    home = guarded(signed_in=how != "nobody")
    if how == "revoked":
        home.openhab.revoke()
    home.connect()
    home.phone.says("sign in|login")
    home.talk()
    assert home.openhab.commands() == []


def test_behind_a_proxy_with_basic_authentication_the_token_has_its_own_header(
    guarded: MakeHome,
) -> None:
    home = guarded(basic=("proxy", "pass"))
    home.connect()
    home.told("connected", "registered")
    posts = [one for one in home.openhab.faults.seen if one.path.startswith("/rest/items")]
    assert posts[-1].headers["Authorization"].startswith("Basic ")
    assert "X-OPENHAB-TOKEN" in posts[-1].headers
