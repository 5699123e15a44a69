"""What tests can break, over real HTTP."""

import asyncio

import aiohttp
import pytest

from demo.openhab.fake import FakeOpenHab
from tests.demo.openhab.against import Client, against, ask

PHONE = "/rest/items/Phone"


@pytest.mark.parametrize("key", ["Phone", PHONE, "*"])
def test_a_status_is_answered_and_nothing_happens(key: str) -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.faults.status[key] = 503
        assert (await ask(client, "POST", PHONE, data="x"))[0] == 503
        assert (await ask(client, "GET", "/rest/items/Lock"))[0] == (503 if key == "*" else 200)
        fake.faults.status.clear()
        assert (await ask(client, "POST", PHONE, data="y"))[0] == 200
        assert fake.house.texts("Phone") == ["y"]

    against(step)


def test_a_delay_holds_one_item_and_not_the_other() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.faults.delay["Phone"] = 0.2
        slow = asyncio.create_task(ask(client, "POST", PHONE, data="x"))
        assert (await ask(client, "POST", "/rest/items/Lock", data="ON"))[0] == 200
        assert not slow.done()
        await slow
        assert [one.item for one in fake.house.commands] == ["Lock", "Phone"]

    against(step)


def test_what_hangs_is_answered_when_it_is_released() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.faults.hang.add("Phone")
        waiting = asyncio.create_task(ask(client, "POST", PHONE, data="x"))
        while not fake.faults.seen:
            await asyncio.sleep(0)
        assert fake.house.texts("Phone") == []
        fake.faults.hang.clear()
        assert (await waiting)[0] == 200
        assert fake.house.texts("Phone") == ["x"]

    against(step)


def test_what_hangs_does_nothing_once_the_page_has_given_up() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.faults.hang.add("Phone")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(client, "POST", PHONE, data="x"), 0.05)
        await asyncio.sleep(0.05)
        fake.faults.hang.clear()
        assert (await ask(client, "POST", PHONE, data="y"))[0] == 200
        assert fake.house.texts("Phone") == ["y"]

    against(step)


def test_a_dropped_connection_gives_no_answer() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.faults.drop.add("Phone")
        with pytest.raises(aiohttp.ClientConnectionError):
            await ask(client, "POST", PHONE, data="x")
        assert fake.house.texts("Phone") == []

    against(step)


def test_each_request_is_in_the_diary() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        await ask(client, "POST", f"{PHONE}?a=b", data="x", headers={"X-OpenHAB-Source": "me"})
        await ask(client, "GET", "/nowhere")
        first, second = fake.faults.seen
        assert (first.method, first.path, first.body) == ("POST", f"{PHONE}?a=b", "x")
        assert first.headers["x-openhab-source"] == "me"
        assert first.when <= second.when

    against(step)
