"""The REST API over real HTTP."""

import json

import pytest

from demo.openhab.auth import Role
from demo.openhab.components import PAGES
from demo.openhab.fake import FakeOpenHab
from tests.demo.openhab.against import PAGE, Client, against, ask, made, signed_in

ADDRESS = "/rest/ui/components/ui:page/overview"


def test_the_language_is_told_to_anybody() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.auth.implicit_user_role = False
        status, text = await ask(client, "GET", "/rest/")
        assert (status, json.loads(text)["locale"]) == (200, "de_DE")

    against(step)


def test_an_item_is_commanded_updated_and_read() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        headers = {"X-OpenHAB-Source": "org.openhab.ui", "Content-Type": "text/plain"}
        sent = {"data": "incoming:**620@fritz.box", "headers": headers}
        assert await ask(client, "POST", "/rest/items/Phone", **sent) == (200, "")
        assert fake.house.texts("Phone") == ["incoming:**620@fritz.box"]
        assert fake.house.commands[0].source == "org.openhab.ui"
        assert await ask(client, "PUT", "/rest/items/Phone/state", data="ö") == (202, "")
        _, text = await ask(client, "GET", "/rest/items/Phone")
        assert json.loads(text) == {"name": "Phone", "type": "String", "state": "ö"}
        assert len(fake.house.commands) == 1

    against(step)


def test_an_empty_body_and_an_item_that_is_not_there_are_refused() -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        assert (await ask(client, "POST", "/rest/items/Phone"))[0] == 400
        for method, path in (("POST", "Gone"), ("PUT", "Gone/state"), ("GET", "Gone")):
            status, text = await ask(client, method, f"/rest/items/{path}", data="x")
            assert status == 404
            assert json.loads(text)["error"]["message"] == "Item Gone does not exist!"

    against(step)


@pytest.mark.parametrize("header", ["Authorization", "X-OPENHAB-TOKEN"])
def test_without_the_implicit_role_a_token_is_needed(header: str) -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.auth.implicit_user_role = False
        assert (await ask(client, "POST", "/rest/items/Phone", data="x"))[0] == 401
        token = await signed_in(fake, client)
        value = f"Bearer {token}" if header == "Authorization" else token
        sent = {"data": "x", "headers": {header: value}}
        assert (await ask(client, "POST", "/rest/items/Phone", **sent))[0] == 200
        fake.auth.expire()
        assert (await ask(client, "POST", "/rest/items/Phone", **sent))[0] == 401
        assert fake.house.texts("Phone") == ["x"]

    against(step)


@pytest.mark.parametrize(
    "path", ["/rest/", "/rest/items/Phone", "/rest/events", "/rest/auth/token"]
)
def test_a_bad_token_is_refused_everywhere(path: str) -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        stale = {"Authorization": "Bearer stale"}
        status, text = await ask(client, "GET", path, headers=stale)
        assert (status, json.loads(text)["error"]["http-code"]) == (401, 401)

    against(step)


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_request"),
        ({"grant_type": "refresh_token", "client_id": "x"}, "invalid_request"),
        ({"grant_type": "refresh_token", "client_id": "x", "refresh_token": "x"}, "invalid_grant"),
    ],
)
def test_a_bad_grant_is_told(form: dict[str, str], error: str) -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        status, text = await ask(client, "POST", "/rest/auth/token", data=form)
        assert (status, json.loads(text)) == (400, {"error": error})

    against(step)


def test_a_page_is_read_by_users_and_saved_by_administrators() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        assert json.loads((await ask(client, "GET", ADDRESS))[1]) == PAGE
        other = {"uid": "overview", "config": {"label": "Home"}}
        assert (await ask(client, "PUT", ADDRESS, json=other))[0] == 401
        for role, status in ((Role.USER, 403), (Role.ADMINISTRATOR, 200)):
            token = {"X-OPENHAB-TOKEN": await signed_in(fake, client, role)}
            assert (await ask(client, "PUT", ADDRESS, json=other, headers=token))[0] == status
        assert fake.components.get(PAGES, "overview") == other

    against(step)


def test_a_page_that_cannot_be_saved_says_why() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        token = {"X-OPENHAB-TOKEN": await signed_in(fake, client, Role.ADMINISTRATOR)}

        async def put(path: str, body: str) -> int:
            return (await ask(client, "PUT", path, data=body, headers=token))[0]

        assert await put(ADDRESS, "no JSON") == 400
        assert await put(ADDRESS, '{"uid": "x"}') == 400
        assert await put("/rest/ui/components/ui:page/x", '{"uid": "x"}') == 404
        fake.components.read_only.add("overview")
        assert await put(ADDRESS, json.dumps(PAGE)) == 405
        assert (await ask(client, "GET", "/rest/ui/components/ui:widget/x"))[0] == 404

    against(step)


def test_other_origins_are_told_nothing() -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        origin = {"Origin": "http://elsewhere.example"}
        async with client.get("/rest/items/Phone", headers=origin) as response:
            assert not [name for name in response.headers if name.startswith("Access-Control")]

    against(step, made())
