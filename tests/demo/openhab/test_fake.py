"""A whole origin, and the proxy in front of it."""

from pathlib import Path

from demo.openhab.auth import Role
from demo.openhab.fake import FakeOpenHab
from tests.demo.openhab.against import Client, against, ask, signed_in

BASIC = {"Authorization": "Basic dTpw"}


def test_the_proxy_wants_basic_credentials_for_everything(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")

    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.basic = ("u", "p")
        for path in ("/rest/", "/static/a.js", "/rest/items/Phone"):
            async with client.get(path) as response:
                assert response.status == 401
                assert response.headers["WWW-Authenticate"].startswith("Basic ")
            wrong = {"Authorization": "Basic dTp4"}
            assert (await ask(client, "GET", path, headers=wrong))[0] == 401
            assert (await ask(client, "GET", path, headers=BASIC))[0] == 200

    against(step, folder=tmp_path)


def test_behind_the_proxy_a_token_has_a_header_of_its_own() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.auth.implicit_user_role = False
        token = await signed_in(fake, client, Role.USER)
        fake.basic = ("u", "p")
        both = {**BASIC, "X-OPENHAB-TOKEN": token}
        assert (await ask(client, "GET", "/rest/items/Phone", headers=both))[0] == 200
        assert (await ask(client, "GET", "/rest/items/Phone", headers=BASIC))[0] == 401
        bearer = {"Authorization": f"Bearer {token}"}  # in the place of the proxy's credentials
        assert (await ask(client, "GET", "/rest/items/Phone", headers=bearer))[0] == 401

    against(step)


def test_without_a_folder_there_are_no_files() -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        assert (await ask(client, "GET", "/static/a.js"))[0] == 404

    against(step)
