"""The demo's openHAB over real HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest
import yaml

from demo.accounts import PEOPLE, Leases
from demo.home import LOCK, Homes
from demo.openhab.fake import FakeOpenHab
from demo.openhab.host_page import YAML
from demo.openhab.house import Event
from demo.server import serve, token
from tests.demo.wire import DIRECTORY

ROOT = Path(__file__).parents[2]
Step = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


def against_the_demo(step: Step) -> None:
    async def run() -> None:
        async with serve(0) as running, aiohttp.ClientSession() as session:
            await step(session, running.url)

    asyncio.run(run())


def test_each_window_is_led_to_a_home_of_its_own() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(url) as response:
            assert response.url.query["account"] == "anna"
        found = []
        for _ in PEOPLE:
            async with session.get(f"{url}home") as response:
                assert response.status == 200
                found.append(response.url.path)
        names = ("ben", "clara", "dora", "emil", "anna")  # anna is the one given longest ago
        assert found == [f"/page/overview_{name}" for name in names]

    against_the_demo(step)


def test_who_opens_a_page_has_its_account() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        await session.get(f"{url}settings/pages/layout/overview_anna")
        async with session.get(url) as response:
            assert response.url.query["account"] == "ben"

    against_the_demo(step)


def test_the_widget_is_the_projects_and_is_where_openhab_has_it() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(f"{url}rest/ui/components/ui:widget/sipwidget") as response:
            widget = await response.json()
        assert widget == yaml.safe_load((ROOT / YAML.format("sipwidget")).read_text())
        async with session.get(url + widget["config"]["src"].removeprefix("/")) as response:
            assert (response.status, response.content_type) == (200, "text/html")

    against_the_demo(step)


def test_the_items_of_a_home_take_what_the_phone_and_the_rules_say() -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(f"{url}rest/ui/components/ui:page/overview_ben") as response:
            config = (await response.json())["slots"]["default"][0]["config"]
        assert config["username"] == "ben"
        for name in (config["sipStateItem"], config["commandItem"]):
            async with session.post(f"{url}rest/items/{name}", data="answer") as response:
                assert response.status == 200
        async with session.get(f"{url}home/items?items={config['commandItem']}") as response:
            answer = await response.json()
        assert answer["log"] == [{"item": config["commandItem"], "text": "answer"}]
        assert answer["states"]["FrontDoor_Lock"] == "closed"

    against_the_demo(step)


def test_the_lock_says_how_the_door_is() -> None:
    openhab = FakeOpenHab(token, {})
    door = SimpleNamespace(view=SimpleNamespace(open=False))
    Homes(openhab, ROOT, DIRECTORY, Leases(PEOPLE, lambda *_: False), door)
    told: list[Event] = []
    openhab.house.subscribe(told.append)
    for door.view.open, state in ((False, "closed"), (True, "open"), (True, "open")):
        openhab.host_page.look()
        assert openhab.house.state(LOCK) == state
    assert [event.topic for event in told if event.topic.endswith("/statechanged")] == [
        f"openhab/items/{LOCK}/statechanged"
    ]
    assert len(told) == 2  # and no word when nothing is new


@pytest.mark.parametrize("path", ["rest/items/Anna_Phone_Command", "home/sign-in"])
def test_foreign_pages_may_not_ask(path: str) -> None:
    async def step(session: aiohttp.ClientSession, url: str) -> None:
        foreign = {"Origin": "http://evil.example"}
        async with session.post(url + path, data="dial:620", headers=foreign) as response:
            assert response.status == 403

    against_the_demo(step)
