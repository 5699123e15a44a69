"""Credentials for openHAB's REST: a real fetch against a scripted server."""

import base64
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.rest import GRANT, Rest, token

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import until
    from inside_rest import stage
    from pyodide.code import run_js

    from sipwidget.browser.access import Access, Request
    from sipwidget.browser.promises import Rejected

Run = Callable[..., Any]
GET = "GET /rest/items"


@pytest.fixture
def rest(site: Any) -> Iterator[Rest]:
    """An openHAB that lets nobody in without a token."""
    site.rest = Rest()
    site.rest.anonymous = False
    yield site.rest
    site.rest.over.set()
    site.rest = None


def statuses(run: Run, waits: list[float], kept: str | None = "r1") -> list[int]:
    """What a request gets after each of these waits, in seconds."""

    async def inside(waits: list[float], kept: str | None) -> list[int]:
        window = stage(kept)
        access = Access(window, 4)
        found = []
        for wait in waits:
            window.clock.now += wait * 1000
            response = await access.send(Request("/rest/items"), js.AbortSignal.timeout(4000))
            found.append(response.status)
        return found

    return list(run(inside, waits, kept))


def test_nothing_is_sent_with_a_request_where_nothing_is_asked_for(run: Run, rest: Rest) -> None:
    rest.anonymous = True
    assert statuses(run, [0, 0]) == [200, 200]
    assert rest.lines == [GET, GET]


def test_a_token_is_got_when_openhab_asks_for_it_and_sent_at_once_from_then_on(
    run: Run, rest: Rest
) -> None:
    rest.grants = [token("fresh1")]
    assert statuses(run, [0, 0]) == [200, 200]
    assert rest.lines == [GET, f"{GRANT} r1", f"{GET} (fresh1)", f"{GET} (fresh1)"]


def test_a_token_that_comes_to_its_end_is_renewed_before_anybody_needs_it(
    run: Run, rest: Rest
) -> None:
    """The last words of a page cannot wait for a new one."""
    rest.grants = [token("fresh1"), token("fresh2")]

    async def inside() -> list[float]:
        window = stage("r1")
        access = Access(window, 4)
        await access.send(Request("/rest/items"), js.AbortSignal.timeout(4000))
        waits = list(window.waits())
        window.ring()
        await until(lambda: window.waits().length == 1)
        await access.send(Request("/rest/items"), js.AbortSignal.timeout(4000))
        return waits

    assert run(inside) == [(3600 - 2 * 60) * 1000]
    assert rest.lines[2:] == [f"{GET} (fresh1)", f"{GRANT} r1", f"{GET} (fresh2)"]


def test_who_signs_out_of_main_ui_has_signed_out_here(run: Run, rest: Rest) -> None:
    rest.grants = [token("fresh1")]

    async def inside() -> list[int]:
        window = stage("r1")
        access, found = Access(window, 4), []
        for _ in range(2):
            request = access.send(Request("/rest/items"), js.AbortSignal.timeout(4000))
            found.append((await request).status)
            window.localStorage = run_js("({getItem: () => null})")
        return found

    assert run(inside) == [200, 401]
    assert rest.lines[-1] == GET


def test_the_refresh_grant_names_the_origin_as_main_ui_does(
    run: Run, rest: Rest, site: Any
) -> None:
    bodies: list[str] = []

    class Noting(Rest):
        def _grant(self, request: Any, body: str) -> None:
            bodies.append(body)
            super()._grant(request, body)

    site.rest = Noting()
    site.rest.anonymous = False
    statuses(run, [0], "a&b")
    origin = site.origin.replace(":", "%3A").replace("/", "%2F")
    assert bodies == [
        f"grant_type=refresh_token&client_id={origin}&redirect_uri={origin}&refresh_token=a%26b"
    ]
    assert site.rest.asked[1]["content-type"] == "application/x-www-form-urlencoded"


def test_a_refresh_token_that_was_kept_as_json_is_read(run: Run, rest: Rest) -> None:
    statuses(run, [0], '"r1"')
    assert rest.lines == [GET, f"{GRANT} r1"]


@pytest.mark.parametrize("kept", [None, "", '""'])
def test_without_a_refresh_token_the_refusal_stands(run: Run, rest: Rest, kept: str | None) -> None:
    assert statuses(run, [0], kept) == [401]
    assert rest.lines == [GET]


@pytest.mark.parametrize(
    "storage", ["null", "undefined", "({getItem() { throw new DOMException('no') }})"]
)
def test_storage_that_the_browser_refuses_is_no_refresh_token(
    run: Run, rest: Rest, storage: str
) -> None:
    async def inside(storage: str) -> int:
        window = stage()
        window.localStorage = run_js(storage)
        answer = await Access(window, 4).send(Request("/rest/items"), js.AbortSignal.timeout(4000))
        return answer.status

    assert run(inside, storage) == 401


def test_a_token_that_is_refused_later_is_dropped_for_a_new_one(run: Run, rest: Rest) -> None:
    rest.grants = [token("fresh1"), token("fresh2")]
    rest.statuses = [200, 401, 200]
    assert statuses(run, [0, 0]) == [200, 200]
    assert rest.lines[2:] == [
        f"{GET} (fresh1)",
        f"{GET} (fresh1)",
        f"{GRANT} r1",
        f"{GET} (fresh2)",
    ]


def test_without_a_new_token_a_refused_one_is_left_away(run: Run, rest: Rest) -> None:
    """A stale token is 401 even where none would have done."""
    rest.grants = [token("fresh1")]
    rest.anonymous = True
    rest.statuses = [401, 200, 401, 200, 200]
    assert statuses(run, [0, 0, 0]) == [200, 200, 200]
    assert rest.lines[2:] == [
        f"{GET} (fresh1)",
        f"{GET} (fresh1)",
        f"{GRANT} r1",
        GET,
        GET,
    ]


def test_what_openhab_said_last_is_the_answer(run: Run, rest: Rest) -> None:
    rest.grants = [token("fresh1")]
    rest.statuses = [401, 403]
    rest.anonymous = True
    assert statuses(run, [0]) == [403]


@pytest.mark.parametrize(("wait", "renews"), [(3539, False), (3541, True), (4000, True)])
def test_a_token_is_not_sent_in_its_last_minute_nor_later(
    run: Run, rest: Rest, wait: float, renews: bool
) -> None:
    rest.grants = [token("fresh1"), token("fresh2")]
    assert statuses(run, [0, wait]) == [200, 200]
    new = [f"{GRANT} r1", f"{GET} (fresh2)"]
    assert rest.lines[3:] == (new if renews else [f"{GET} (fresh1)"])


def test_an_ended_token_is_left_away_where_no_new_one_comes(run: Run, rest: Rest) -> None:
    rest.grants = [token("fresh1")]
    assert statuses(run, [0, 4000]) == [200, 401]
    assert rest.lines[3:] == [f"{GRANT} r1", GET]


@pytest.mark.parametrize("seconds", [0, -5, None, "3600", 10**400])
def test_a_token_is_good_for_its_request_however_long_it_lasts(
    run: Run, rest: Rest, seconds: object
) -> None:
    rest.grants = [token("fresh1", seconds)]
    assert statuses(run, [0]) == [200]


@pytest.mark.parametrize(
    "grant",
    [
        "no JSON",
        "[" * 60_000,
        [],
        {},
        {"access_token": 5},
        {"access_token": ""},
        {"access_token": "a\nb"},
        {"access_token": "ä"},
    ],
)
def test_what_is_no_token_is_not_sent(run: Run, rest: Rest, grant: object) -> None:
    rest.grants = [grant]
    assert statuses(run, [0]) == [401]
    assert rest.lines == [GET, f"{GRANT} r1"]


def test_a_token_that_does_not_come_in_time_is_done_without(run: Run, rest: Rest) -> None:
    rest.silent = {"/rest/auth/token"}

    async def inside() -> int:
        access = Access(stage("r1"), 0.1)
        return (await access.send(Request("/rest/items"), js.AbortSignal.timeout(4000))).status

    assert run(inside) == 401


def test_two_requests_at_one_time_share_one_new_token(run: Run, rest: Rest) -> None:
    async def inside() -> list[int]:
        access = Access(stage("r1"), 4)
        signal = js.AbortSignal.timeout(4000)
        both = [access.send(Request("/rest/items"), signal) for _ in range(2)]
        return [answer.status for answer in await asyncio.gather(*both)]

    rest.grants = [token("fresh1"), token("fresh2")]
    assert run(inside) == [200, 200]
    assert sorted(rest.lines) == [GET, GET, *[f"{GET} (fresh1)"] * 2, f"{GRANT} r1"]


def test_one_who_gives_up_takes_no_token_from_the_other(run: Run, rest: Rest) -> None:
    async def inside() -> int:
        access = Access(stage("r1"), 4)
        signal = js.AbortSignal.timeout(4000)
        first = asyncio.ensure_future(access.send(Request("/rest/items"), signal))
        other = asyncio.ensure_future(access.send(Request("/rest/items"), signal))
        while access._refreshing is None:
            await asyncio.sleep(0)
        first.cancel()
        return (await other).status

    rest.grants = [token("fresh1")]
    assert run(inside) == 200


def test_the_bearer_header_is_for_those_who_read_no_other(run: Run, rest: Rest) -> None:
    rest.reads = ("authorization",)
    rest.grants = [token("fresh1"), token("fresh2")]
    assert statuses(run, [0, 0, 4000]) == [200, 200, 200]
    assert rest.lines[2:] == [
        f"{GET} (fresh1)",
        f"{GET} (Bearer fresh1)",
        f"{GET} (Bearer fresh1)",
        f"{GRANT} r1",
        f"{GET} (Bearer fresh2)",
    ]


@pytest.mark.parametrize("challenge", ['Basic realm="home"', 'Digest realm="x", basic realm="y"'])
def test_no_bearer_header_where_basic_authentication_is_asked_for(
    run: Run, rest: Rest, challenge: str
) -> None:
    rest.good = set()
    rest.grants = [token("fresh1")]
    rest.challenge = challenge

    async def inside() -> int:
        """With no password, so that the browser does not ask for it."""
        window = stage("r1")
        window.fetch = run_js("""async (path, options) => {
            const response = await fetch(path, {...options, credentials: "omit"});
            return response;
        }""")
        answer = await Access(window, 4).send(Request("/rest/items"), js.AbortSignal.timeout(4000))
        return answer.status

    assert run(inside) == 401
    assert rest.lines == [GET, f"{GRANT} r1", f"{GET} (fresh1)"]


def test_no_bearer_header_where_ours_was_taken_before(run: Run, rest: Rest) -> None:
    rest.grants = [token("fresh1"), token("bad")]
    rest.statuses = [200, 401]
    assert statuses(run, [0, 0]) == [200, 401]
    assert rest.lines[3:] == [f"{GET} (fresh1)", f"{GRANT} r1", f"{GET} (bad)", GET]


def test_a_token_that_nobody_takes_is_tried_in_both_headers_and_then_left_away(
    run: Run, rest: Rest
) -> None:
    rest.grants = [token("bad")]
    assert statuses(run, [0, 0]) == [401, 401]
    new = [GET, f"{GRANT} r1"]
    assert rest.lines == [*new, f"{GET} (bad)", f"{GET} (Bearer bad)", *new]


def test_the_browsers_own_password_for_a_proxy_goes_with_our_token(
    chromium: Browser, boot: Callable[[Page], Run], rest: Rest, site: Any
) -> None:
    rest.basic = "Basic " + base64.b64encode(b"wall:tablet").decode()
    rest.grants = [token("fresh1")]
    page = chromium.new_page(http_credentials={"username": "wall", "password": "tablet"})
    assert statuses(boot(page), [0, 0]) == [200, 200]
    page.close()
    lines = [line for line in rest.lines if rest.basic in line]
    assert lines[-2:] == [f"{GET} (fresh1) ({rest.basic})"] * 2


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_login_page_that_the_request_is_led_to_is_no_success(
    run: Run, rest: Rest, status: int
) -> None:
    rest.anonymous = True
    rest.statuses = [status]

    async def inside() -> str:
        access = Access(stage(), 4)
        try:
            await access.send(Request("/rest/items"), js.AbortSignal.timeout(4000))
        except Rejected as error:
            return error.name
        return ""

    assert run(inside) == "TypeError"


def test_no_text_of_ours_shows_a_token(run: Run, rest: Rest) -> None:
    async def inside() -> str:
        access = Access(stage("secret"), 4)
        await access.send(Request("/rest/items"), js.AbortSignal.timeout(4000))
        request = Request("/rest/auth/token", "POST", body="refresh_token=secret")
        return f"{request} {access._known}"

    rest.grants = [token("fresh1")]
    told = run(inside)
    assert "end=" in told
    assert "secret" not in told
    assert "fresh1" not in told
