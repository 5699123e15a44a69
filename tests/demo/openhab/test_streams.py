"""Server-sent events over real HTTP."""

import asyncio
import json

from demo.openhab.fake import FakeOpenHab
from tests.demo.openhab.against import Client, against, ask, event

TOPICS = {"topics": "openhab/items/Phone/command,openhab/items/*/statechanged"}


def test_an_event_is_json_with_a_payload_in_a_string() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        async with client.get("/rest/events", params=TOPICS) as stream:
            assert stream.content_type == "text/event-stream"
            await ask(client, "POST", "/rest/items/Lock", data="ON")
            await ask(client, "POST", "/rest/items/Phone", data="dial:620")
            told = [await event(stream) for _ in range(3)]
        topics = [json.loads(data)["topic"] for _, data in told]
        assert [name for name, _ in told] == ["message"] * 3
        assert [topic.removeprefix("openhab/items/") for topic in topics] == [
            "Lock/statechanged",
            "Phone/command",
            "Phone/statechanged",
        ]
        command = json.loads(told[1][1])
        assert command["type"] == "ItemCommandEvent"
        assert json.loads(command["payload"]) == {"type": "String", "value": "dial:620"}

    against(step)


def test_a_quiet_stream_is_kept_alive() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.streams.alive = 0.01
        async with client.get("/rest/events") as stream:
            name, data = await event(stream)
        assert (name, json.loads(data)["type"]) == ("alive", "ALIVE")

    against(step)


def test_a_stream_ends_when_a_test_or_the_server_ends_it() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        async with client.get("/rest/events") as stream:
            assert fake.streams.count == 1
            fake.streams.close()
            assert await stream.content.read() == b""
        async with client.get("/rest/events/states") as stream, asyncio.timeout(2):
            await event(stream)
            await client.server.close()  # which waits for all requests
            assert await stream.content.read() == b""

    against(step)


def test_a_filter_that_openhab_refuses_is_refused_and_a_stream_needs_the_role() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        assert (await ask(client, "GET", "/rest/events?topics=("))[0] == 400
        fake.auth.implicit_user_role = False
        assert (await ask(client, "GET", "/rest/events"))[0] == 401
        assert (await ask(client, "GET", "/rest/events/states"))[0] == 401

    against(step)


def test_states_are_told_of_the_items_that_were_asked_for() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.house.update("Phone", "registered")
        async with client.get("/rest/events/states") as stream:
            name, connection = await event(stream)
            assert name == "ready"
            path = f"/rest/events/states/{connection}"
            assert (await ask(client, "POST", path, json=["Phone", "Gone"]))[0] == 200
            first = json.loads((await event(stream))[1])
            fake.house.update("Lock", "ON")
            fake.house.update("Phone", "connected")
            second = json.loads((await event(stream))[1])
            assert (await ask(client, "POST", path, data="no JSON"))[0] == 400
        assert first == {"Phone": {"state": "registered", "type": "String"}}
        assert second == {"Phone": {"state": "connected", "type": "String"}}
        assert (await ask(client, "POST", "/rest/events/states/x", json=[]))[0] == 404

    against(step)
