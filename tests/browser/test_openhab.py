"""openHAB's REST as the shell uses it: a real fetch against a scripted server."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.rest import GRANT, Rest, command, token

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import Inbox
    from inside_rest import stage
    from pyodide.code import run_js

    from sipwidget.browser.following import Times
    from sipwidget.browser.listeners import Listeners
    from sipwidget.browser.openhab import OpenHab
    from sipwidget.browser.picture import NoPictureError
    from sipwidget.phone.inputs import (
        CommandAnswered,
        ItemAnswered,
        ItemCommanded,
        ItemFollowed,
    )

Run = Callable[..., Any]
POST = "POST /rest/items/Phone"


@pytest.fixture
def rest(site: Any) -> Iterator[Rest]:
    site.rest = Rest()
    yield site.rest
    site.rest.over.set()
    site.rest = None


def told(run: Run, *texts: str, item: str = "Phone") -> list[Any]:
    """What comes of telling the Item these texts, each after the answer to the last."""

    async def inside(item: str, texts: list[str]) -> list[object]:
        inbox = Inbox()
        openhab = OpenHab(inbox, stage("r1"))
        answers = []
        for number, text in enumerate(texts):
            openhab.tell(number, item, text)
            answers.append(await inbox.wait(ItemAnswered))
        return [[answer.number, answer.status] for answer in answers] + inbox.inputs

    return list(run(inside, item, list(texts)))


def test_an_item_is_commanded_as_by_main_ui(run: Run, rest: Rest) -> None:
    assert told(run, "incoming:**620@fritz.box", "Türe") == [[0, 200], [1, 200]]
    assert rest.lines == [f"{POST} incoming:**620@fritz.box", f"{POST} Türe"]
    assert rest.asked[0]["content-type"] == "text/plain"
    assert rest.asked[0]["x-openhab-source"] == "org.openhab.ui"


def test_a_button_commands_an_item_as_by_main_ui_and_hears_what_came_of_it(
    run: Run, rest: Rest
) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        openhab = OpenHab(inbox, stage("r1"))
        openhab.command(3, "Gate", "ON")
        openhab.command(4, "Gate", "OFF")
        answers = [await inbox.wait(CommandAnswered) for _ in range(2)]
        return sorted([it.number, it.item, it.command, it.status] for it in answers)

    assert run(inside) == [[3, "Gate", "ON", 200], [4, "Gate", "OFF", 200]]
    assert sorted(rest.lines) == ["POST /rest/items/Gate OFF", "POST /rest/items/Gate ON"]
    assert rest.asked[0]["x-openhab-source"] == "org.openhab.ui"


def test_a_button_that_nobody_answers_is_given_up_soon(run: Run, rest: Rest) -> None:
    rest.silent.add("/rest/items/Gate")

    async def inside() -> int:
        inbox = Inbox()
        OpenHab(inbox, js.window, Times(command=0.1)).command(1, "Gate", "ON")
        return (await inbox.wait(CommandAnswered)).status

    assert run(inside) == 0
    assert rest.lines == ["POST /rest/items/Gate ON"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_a_refusal_is_its_status(run: Run, rest: Rest, status: int) -> None:
    rest.statuses = [status]
    assert told(run, "connected") == [[0, status]]


def test_a_token_is_sent_where_it_is_asked_for(run: Run, rest: Rest) -> None:
    rest.anonymous = False
    rest.grants = [token("fresh1")]
    assert told(run, "connected", "registered") == [[0, 200], [1, 200]]
    assert rest.lines == [
        f"{POST} connected",
        f"{GRANT} r1",
        f"{POST} (fresh1) connected",
        f"{POST} (fresh1) registered",
    ]


@pytest.mark.parametrize(
    ("item", "path"),
    [("a/b?c", "a%2Fb%3Fc"), ("Tür", "T%C3%BCr"), ("\ud800", "%3F"), ("", "")],
)
def test_a_name_that_no_item_has_raises_nothing(run: Run, rest: Rest, item: str, path: str) -> None:
    rest.statuses = [404]
    assert told(run, "connected", item=item) == [[0, 404]]
    assert rest.lines == [f"POST /rest/items/{path} connected"]


@pytest.mark.parametrize("text", ["", "\ud800", "\r\n\0", "x" * 100_000])
def test_any_text_is_told(run: Run, rest: Rest, text: str) -> None:
    assert told(run, text) == [[0, 200]]


def test_an_answer_that_does_not_come_in_time_is_none(run: Run, rest: Rest) -> None:
    rest.silent = {"/rest/items/Phone"}

    async def inside() -> int:
        inbox = Inbox()
        OpenHab(inbox, js.window, Times(answer=0.1)).tell(1, "Phone", "connected")
        return (await inbox.wait(ItemAnswered)).status

    assert run(inside) == 0


def test_an_answer_is_waited_for_longer_than_a_locale(run: Run, rest: Rest) -> None:
    async def inside() -> list[float]:
        window, inbox = stage(), Inbox()
        waits = js.Array.new()
        timeout = "waits => ({timeout: wait => (waits.push(wait), AbortSignal.timeout(wait))})"
        window.AbortSignal = run_js(timeout)(waits)
        openhab = OpenHab(inbox, window)
        openhab.tell(1, "Phone", "connected")
        await inbox.wait(ItemAnswered)
        await openhab.locale()
        return list(waits)

    assert run(inside) == [20_000, 5_000]


def test_no_network_is_no_answer(run: Run, rest: Rest) -> None:
    async def inside() -> int:
        window, inbox = stage(), Inbox()
        window.fetch = run_js("() => Promise.reject(new TypeError('no network'))")
        OpenHab(inbox, window).tell(1, "Phone", "connected")
        return (await inbox.wait(ItemAnswered)).status

    assert run(inside) == 0


def test_the_request_has_begun_when_tell_returns(run: Run, rest: Rest) -> None:
    async def inside() -> list[object]:
        window = stage()
        window.fetch = run_js("""window => (path, {method, keepalive}) => {
            window.begun = [path, method, keepalive];
            return new Promise(() => {});
        }""")(window)
        OpenHab(Inbox(), window).tell(1, "Phone", "disconnected")
        return list(window.begun)

    assert run(inside) == ["/rest/items/Phone", "POST", True]


def test_last_words_are_told_while_the_page_goes_away(
    chromium: Browser, boot: Callable[[Page], Run], rest: Rest
) -> None:
    """A61: the client stops."""

    async def inside() -> None:
        openhab = OpenHab(Inbox(), js.window)
        Listeners(js.window).on("pagehide", lambda _: openhab.tell(1, "Phone", "disconnected"))

    page = chromium.new_page()
    boot(page)(inside)
    page.close(run_before_unload=True)
    assert rest.wait(f"{POST} disconnected")


def test_an_item_is_followed_until_another_or_none_is(run: Run, rest: Rest) -> None:
    rest.streams = [[command("one", "A"), b"hold"], [command("two", "B"), b"hold"]]

    async def inside() -> list[object]:
        inbox = Inbox()
        openhab = OpenHab(inbox, js.window)
        heard = []
        for item in ("A", "B"):
            openhab.follow(item)
            openhab.follow(item)
            await inbox.wait(ItemFollowed)
            heard.append((await inbox.wait(ItemCommanded)).text)
            openhab.follow(item)
        openhab.follow("")
        openhab.follow("")
        await asyncio.sleep(0.1)
        return [heard, inbox.inputs]

    assert run(inside) == [["one", "two"], []]
    assert [line.partition("=")[2] for line in rest.lines] == [
        "openhab/items/A/command",
        "openhab/items/B/command",
    ]
    assert rest.left.wait(4)


def test_commands_and_events_share_one_token(run: Run, rest: Rest) -> None:
    rest.anonymous = False
    rest.grants = [token("fresh1"), token("fresh2")]

    async def inside() -> list[object]:
        inbox = Inbox()
        openhab = OpenHab(inbox, stage("r1"))
        openhab.follow("Door")
        openhab.tell(1, "Phone", "connected")
        told = [(await inbox.wait(ItemAnswered)).status, (await inbox.wait(ItemFollowed)).status]
        openhab.follow("")
        return told

    assert run(inside) == [200, 200]
    assert [line for line in rest.lines if line.startswith(GRANT)] == [f"{GRANT} r1"]


@pytest.mark.parametrize(
    ("body", "locale"),
    [
        ('{"version": "8", "locale": "de_DE"}', "de_DE"),
        ('{"locale": 5}', ""),
        ('{"locale": null}', ""),
        ("{}", ""),
        ("[]", ""),
        ("null", ""),
        ('"locale"', ""),
        ("[" * 60_000, ""),
        ("<!doctype html>", ""),
    ],
)
def test_the_locale_is_openhabs_or_none(run: Run, site: Any, body: str, locale: str) -> None:
    async def inside() -> str:
        return await OpenHab(Inbox(), js.window).locale()

    before = dict(site.pages)
    site.pages["/rest/"] = body
    found = run(inside)
    site.pages.clear()
    site.pages.update(before)
    assert found == locale


def test_the_locale_is_asked_for_without_a_token(run: Run, rest: Rest) -> None:
    async def inside() -> str:
        inbox = Inbox()
        openhab = OpenHab(inbox, stage("r1"))
        openhab.tell(1, "Phone", "connected")
        await inbox.wait(ItemAnswered)
        return await openhab.locale()

    rest.anonymous = False
    rest.grants = [token("fresh1")]
    assert run(inside) == ""
    assert rest.lines[-1] == "GET /rest/"


def test_a_locale_that_does_not_come_in_time_is_none(run: Run, rest: Rest) -> None:
    rest.silent = {"/rest/"}

    async def inside() -> str:
        return await OpenHab(Inbox(), js.window, Times(locale=0.1)).locale()

    assert run(inside) == ""


# --- the picture of the door ----------------------------------------------------------------------


def seen(run: Run, item: str = "Door_Image") -> str:
    """The begin of the address that an Image Item gives, or the problem."""

    async def inside(item: str) -> str:
        try:
            return (await OpenHab(Inbox(), stage("r1")).image(item))[:40]
        except NoPictureError as error:
            return error.problem

    return str(run(inside, item))


PNG = "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (PNG, PNG),
        ("NULL", ""),
        ("UNDEF", ""),
        ("ON", "kind"),
        (7, "kind"),
        ("data:text/html;base64,PGI+", "kind"),
        ("javascript:alert(1)", "kind"),
        (PNG + "A" * 8_000_000, "large"),
    ],
)
def test_an_image_item_gives_its_picture_and_nothing_else(
    run: Run, rest: Rest, state: object, found: str
) -> None:
    rest.body = {"name": "Door_Image", "state": state}
    assert seen(run) == found
    assert rest.lines == ["GET /rest/items/Door_Image"]


@pytest.mark.parametrize(
    ("status", "problem"),
    [(401, "refused"), (403, "refused"), (404, "missing"), (500, "silent")],
)
def test_why_an_item_gives_no_picture(run: Run, rest: Rest, status: int, problem: str) -> None:
    rest.statuses = [status]
    assert seen(run) == problem


def test_a_picture_that_is_no_json_does_not_come(run: Run, rest: Rest) -> None:
    rest.body = "<html>"
    assert seen(run) == "silent"
