"""The page on its own: documents, links, and how far a link is trusted (CONTRACT.md, The page)."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.conftest import MakePhone, scripted_account
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import ScriptedServer

LOCAL = {"username": "local", "password": "pw-local"}
WITH_ACCOUNT = f"localStorage.setItem('openhab.ui:sipConfig', {json.dumps(json.dumps(LOCAL))});"


def fragment(**properties: object) -> str:
    """What a link puts behind the page's name."""
    return f"#{quote(json.dumps(properties))}"


@pytest.fixture
def beside(site_folder: Path) -> Iterator[Path]:
    """`config.yaml` beside the page, removed afterwards."""
    path = site_folder / "widget/config.yaml"
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture
def alone(new_phone: MakePhone) -> Phone:
    """A page that may be told of things that are wrong."""
    one = new_phone()
    one.tolerant = True
    return one


def drawn(one: Phone) -> None:
    """Wait until Python has drawn the widget."""
    one.page.wait_for_function(
        "performance.getEntriesByName('sipwidget:ready').length", timeout=BOOT_MS
    )


def test_a_page_that_is_told_nothing_says_so(alone: Phone) -> None:
    """A72; then a fragment configures it without a reload, good or bad; A100a."""
    alone.open_alone()
    drawn(alone)
    alone.reaches(connection="off", error="config")
    alone.says("websocketUrl")
    for bad in ("#not json", "#%7B%22websocketUrl%22", "#[1,2]"):
        alone.page.evaluate("hash => { location.hash = hash; }", bad)
        alone.reaches(connection="off", error="config")
    alone.says("fragment|#")
    with ScriptedServer() as server:
        hash_ = fragment(**scripted_account(server))
        alone.page.evaluate("hash => { location.hash = hash; }", hash_)
        server.link().register()
        alone.reaches(connection="registered")
    assert [url for url in alone.requests if not url.startswith((alone.url, "data:"))] == []


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("?config=/missing.yaml", "", "missing.yaml"),
        ("?config=/bad.yaml", "websocketUrl: ws://a\n phonebook: *620\n", "line 2"),
        ("?config=http://other.test/phone.yaml", "", "other.test|same"),
    ],
)
def test_a_document_that_cannot_be_read_is_named(
    alone: Phone, site_folder: Path, query: str, text: str, words: str
) -> None:
    """Issue 3: missing, no YAML, of another origin."""
    if text:
        (site_folder / "bad.yaml").write_text(text)
    alone.open_alone(query)
    drawn(alone)
    alone.reaches(connection="off", error="config")
    alone.says(words)
    assert [url for url in alone.requests if not url.startswith((alone.url, "data:"))] == []


def test_a_document_and_a_fragment_key_by_key(
    alone: Phone, site_folder: Path, scripted: ScriptedServer
) -> None:
    """A47 and CONTRACT.md: the whole block; scalars stay text; the later source wins by key."""
    (site_folder / "phone.yaml").write_text(
        "component: oh-sipclient\n"
        "config:\n"
        f"  websocketUrl: {scripted.url}   # the server\n"
        "  domain: sip.test\n"
        "  username: 0620\n"
        '  phonebook: "**620=Door"\n'
    )
    alone.open_alone("?config=/phone.yaml")
    link = scripted.link(60)
    assert "<sip:0620@sip.test>" in link.register().header("From")
    alone.page.evaluate("hash => { location.hash = hash; }", fragment(username="bob"))
    alone.until(
        lambda: "<sip:bob@sip.test>" in alone.sent("REGISTER")[-1].header("From"), "bob's REGISTER"
    )


def test_a_file_beside_the_page_is_trusted(
    new_phone: MakePhone, beside: Path, scripted: ScriptedServer
) -> None:
    """CONTRACT.md, Trust: config.yaml comes from the host; the local account is used at once."""
    beside.write_text(json.dumps(scripted_account(scripted)))
    alice = new_phone(init=WITH_ACCOUNT)
    alice.open_alone()
    assert "<sip:local@sip.test>" in scripted.link(60).register().header("From")
    alice.reaches(connection="registered")
    assert alice.button("consent").count() == 0


def test_a_link_does_not_use_the_account_of_this_device_by_itself(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    """N37: only after one consent, which is kept for that server, also over a reload."""
    alice = new_phone(init=WITH_ACCOUNT)
    alice.open_alone(fragment(**scripted_account(scripted), autoAnswer="*"))
    link = scripted.link(60)
    assert "<sip:alice@sip.test>" in link.register().header("From")
    alice.reaches(connection="registered")
    alice.tap("consent")
    alice.until(lambda: from_last(alice) == "<sip:local@sip.test>", "the local REGISTER")
    alice.button("consent").wait_for(state="detached")
    alice.forget()
    alice.page.reload()
    alice.until(lambda: alice.sent("REGISTER"), "a REGISTER after the reload", 60)
    assert from_last(alice) == "<sip:local@sip.test>"
    assert [frame for frame in link.seen if "pw-local" in str(frame)] == []


def test_a_page_that_is_not_secure_says_so(
    new_phone: MakePhone, site: str, scripted: ScriptedServer
) -> None:
    """A42: one clear message, no exception; a setting suppresses it."""
    alice = new_phone()
    alice.tolerant = True
    insecure = site.replace("localhost", "sipwidget.test")
    settings = scripted_account(scripted)
    alice.open_alone(fragment(**settings), insecure)
    scripted.link(60).register()
    alice.reaches(error="insecure")
    alice.says("https")
    assert alice.messages.filter(has_text="https").count() == 1
    alice.tap("call")
    alice.reaches(state="idle")
    hidden = fragment(**settings, hideInsecureMessage=True)
    alice.page.evaluate("hash => { location.hash = hash; }", hidden)
    alice.messages.filter(has_text="https").first.wait_for(state="detached")


def from_last(one: Phone) -> str:
    """The address of record in the newest REGISTER."""
    return one.sent("REGISTER")[-1].header("From").partition(";")[0]
