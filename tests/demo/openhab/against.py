"""A fake openHAB on a real port, and a browser's way to ask it."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from demo.openhab.auth import SESSION_COOKIE, Role
from demo.openhab.components import PAGES
from demo.openhab.fake import FakeOpenHab

ITEMS = {"Phone": "String", "Lock": "Switch"}
PAGE = {"uid": "overview", "component": "oh-layout-page"}
Client = TestClient[object, object]
Step = Callable[[FakeOpenHab, Client], Awaitable[None]]


def made() -> FakeOpenHab:
    """With two Items and a page."""
    numbers = count()
    fake = FakeOpenHab(lambda: f"t{next(numbers)}", ITEMS, "de_DE")
    fake.components.add(PAGES, dict(PAGE))
    return fake


def against(step: Step, fake: FakeOpenHab | None = None, folder: Path | None = None) -> None:
    """`step` gets the fake and a client of its origin."""

    async def run() -> None:
        openhab = fake or made()
        async with asyncio.timeout(20), TestClient(TestServer(openhab.app(folder))) as client:
            await step(openhab, client)

    asyncio.run(run())


async def ask(client: Client, method: str, path: str, **rest: object) -> tuple[int, str]:
    """Status and text."""
    async with client.request(method, path, **rest) as response:
        return response.status, await response.text()


async def signed_in(fake: FakeOpenHab, client: Client, role: Role = Role.USER) -> str:
    """An access token, got as a page gets it."""
    session = fake.auth.sign_in(role)
    form = {
        "grant_type": "refresh_token",
        "client_id": "http://localhost",
        "redirect_uri": "http://localhost",
        "refresh_token": session.refresh_token,
    }
    cookies = {SESSION_COOKIE: session.id}
    async with client.post("/rest/auth/token", data=form, cookies=cookies) as response:
        assert response.status == 200
        answer = await response.json()
    assert answer["refresh_token"] == session.refresh_token
    assert answer["expires_in"] == 3600
    return str(answer["access_token"])


async def event(response: ClientResponse) -> tuple[str, str]:
    """The next event's name and data."""
    name = (await response.content.readline()).decode().removeprefix("event: ").strip()
    data = (await response.content.readline()).decode().removeprefix("data: ").strip()
    assert await response.content.readline() == b"\n"
    return name, data
