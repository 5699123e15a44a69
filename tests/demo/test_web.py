"""The addresses of the demo over real HTTP."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from yarl import URL

from demo.openhab.host_page import PORCH_LIGHT
from demo.pages import PICTURE
from demo.server import serve
from demo.web import PARTS

Step = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


def against_the_demo(step: Step) -> None:
    async def run() -> None:
        async with serve(0) as running, aiohttp.ClientSession() as session:
            await step(session, running.url)

    asyncio.run(run())


def test_each_new_window_is_led_to_an_account_of_its_own() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        names = []
        for _ in range(3):
            async with session.get(url) as response:
                names.append(response.url.query["account"])
                assert response.headers["Cache-Control"] == "no-store"
        assert names == ["anna", "ben", "clara"]

    against_the_demo(step)


def test_a_window_keeps_its_account_and_an_unknown_one_is_told() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(f"{url}?account=Dora") as response:
            assert "This window is Dora" in await response.text()
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        for name in ("zoe", "echo", "<b>"):
            async with session.get(url, params={"account": name}) as response:
                assert response.status == 404
                assert "/?account=anna" in await response.text()

    against_the_demo(step)


@pytest.mark.parametrize("header", ["Host", "Origin"])
def test_foreign_pages_and_names_are_refused(header: str) -> None:
    """DNS rebinding, and WebSockets across sites."""

    async def step(session: aiohttp.ClientSession, url: str) -> None:
        for path in ("", "sip", "door", "sipwidget/index.html"):
            for value in ("http://evil.example", "evil.example", "null", "[::1"):
                async with session.get(url + path, headers={header: value}) as response:
                    assert response.status in (400, 403)

    against_the_demo(step)


def test_both_loopback_names_are_ours() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        numeric = url.replace("localhost", "127.0.0.1")
        async with session.get(numeric, headers={"Origin": numeric.rstrip("/")}) as response:
            assert response.status == 200

    against_the_demo(step)


@pytest.mark.parametrize(("name", "kind"), PARTS.items())
def test_what_belongs_to_the_page_is_served(name: str, kind: str) -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(f"{url}{name}") as response:
            assert response.content_type == kind
            assert response.headers["X-Content-Type-Options"] == "nosniff"

    against_the_demo(step)


def test_the_door_tells_how_it_is_and_has_a_bell() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(f"{url}door") as response:
            assert response.headers["Cache-Control"] == "no-store"
            assert await response.json() == {
                "stage": "idle",
                "words": "Nobody is at the door.",
                "open": False,
                "keys": "",
                "light": False,
            }
        async with session.get(f"{url}door/ring") as response:
            assert response.status == 405  # a link or a picture must not ring
        async with session.post(f"{url}door/ring") as response:
            assert "No phone is there yet" in (await response.json())["words"]

    against_the_demo(step)


def test_the_phone_is_below_its_own_path() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(URL(f"{url}sipwidget/../Makefile", encoded=True)) as response:
            assert response.status == 404
        async with session.get(f"{url}sipwidget/index.html") as response:
            assert response.content_type == "text/html"

    against_the_demo(step)


def test_the_door_gives_its_picture_and_tells_of_the_porch_light() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(url + PICTURE.removeprefix("/")) as response:
            assert (response.status, response.content_type) == (200, "image/jpeg")
            assert (await response.read()).startswith(b"\xff\xd8\xff")
        for light in (True, False):
            async with session.post(f"{url}rest/items/{PORCH_LIGHT}", data="TOGGLE") as response:
                assert response.status == 200
            async with session.get(f"{url}door") as response:
                assert (await response.json())["light"] is light

    against_the_demo(step)
