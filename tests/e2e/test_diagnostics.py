"""What a person who looks for a fault sees: the log, the ladder, the quality, the file."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import USERS, Account, MakePhone
from tests.e2e.phone import WAIT_MS, Phone
from tests.e2e.test_media import connect, is_over

DIGEST = re.compile(r"(?:response|ice-pwd)[=:] *\"?[0-9a-zA-Z+/]{8}")


def test_a_call_has_a_mark_and_then_a_ladder_and_a_file_without_secrets(
    phone: MakePhone, new_phone: MakePhone, account: Account
) -> None:
    """N20, N27: what is downloaded holds no password, no digest, no key, and no number if asked."""
    bob = phone(**account("bob"))
    alice = new_phone()  # one that was used before has the calls of then in its file
    alice.open({**account("alice"), "phonebook": "bob=Robert"})
    for one in (alice, bob):
        one.reaches(connection="registered")
    connect(alice, bob)
    mark = alice.button("quality")
    expect(mark).to_have_attribute("data-quality", "good", timeout=WAIT_MS)
    alice.tap("quality")
    expect(alice.root).to_contain_text("opus/48000/2")
    expect(alice.button("hangup")).to_be_visible()
    alice.tap("hangup")
    is_over(alice, bob)

    opened(alice)
    ladder = alice.root.locator("ol").first
    expect(ladder.locator("summary")).to_contain_text(
        ["INVITE", "407", "ACK", "INVITE", "100", "180", "200", "ACK", "BYE", "200"]
    )
    last = ladder.get_by_role("listitem").last
    last.locator("summary").click()
    expect(last).to_contain_text(re.compile("Call-ID: "))
    text = downloaded(alice)
    assert "opus/48000/2" in text
    assert {"bob@sip.test", "127.0.0.1"} <= set(re.findall(r"bob@sip\.test|127\.0\.0\.1", text))
    alice.tap("mask-numbers")
    hidden = downloaded(alice)
    assert not re.search(r"bob|alice|robert|sip\.test|127\.0\.0\.1", hidden, re.IGNORECASE)
    for each in (text, hidden):
        assert each.count("\nBYE ") == 1
        assert each.count('response="***"') >= 2
        assert not DIGEST.search(each)
        assert not [word for word in USERS.values() if word in each]
    alice.tap("cancel")


def test_the_messages_are_in_the_console_where_that_is_wanted(
    phone: MakePhone, account: Account
) -> None:
    """A88: masked; and by default there is none of them."""
    alice = phone(**account("alice"))
    alice.reaches(connection="registered")
    alice.pump()
    assert logged(alice) == []
    alice.configure(**account("bob"), enableSIPDebug=True)
    alice.until(lambda: any("200" in text for text in logged(alice)), "a 200 in the console")
    starts = [re.sub(r"^SIP ([<>]) (?:SIP/2.0 )?(\w+).*", r"\1\2", text) for text in logged(alice)]
    assert starts[-4:] == [">REGISTER", "<401", ">REGISTER", "<200"]
    text = "\n".join(logged(alice))
    assert 'response="***"' in text
    assert not DIGEST.search(text)
    assert USERS["bob"] not in text


def logged(one: Phone) -> list[str]:
    """The SIP messages in the console, each in one line."""
    one.pump()
    return [" ".join(text.split()) for text in one.console if text.startswith("SIP ")]


def opened(one: Phone) -> None:
    """Open the diagnostics, from the settings."""
    one.button("call").click(button="right")
    one.tap("diagnostics")


def downloaded(one: Phone) -> str:
    """The text of the file that the button gives."""
    with one.page.expect_download() as caught:
        one.tap("download")
    assert caught.value.suggested_filename.endswith(".txt")
    return Path(caught.value.path()).read_text("utf-8")
