"""The addresses of the page that stands in for Main UI; test_main_ui.py has it in a browser."""

import json
import re

import pytest

from demo.openhab.auth import SESSION_COOKIE
from demo.openhab.components import PAGES
from demo.openhab.fake import FakeOpenHab
from demo.openhab.host_page import FOLDER, LABELS, PARTS, SHOWN
from tests.demo.openhab.against import Client, against, ask, made

PROPERTIES = {"websocketUrl": "/sip", "sipStateItem": "Phone"}


def home() -> FakeOpenHab:
    fake = made()
    fake.host_page.add_pages(PROPERTIES, "_anna")
    return fake


@pytest.mark.parametrize("name", LABELS)
def test_each_page_is_a_component_and_has_its_part_of_the_document(name: str) -> None:
    page = home().components.get(PAGES, f"{name}_anna")
    assert page
    widgets = [{"component": "widget:sipwidget", "config": PROPERTIES}]
    assert page["slots"]["default"] == ([] if name == "energy" else widgets)
    assert f'data-template="{name}"' in (FOLDER / "home.html").read_text()


def test_the_paths_are_those_of_main_ui_and_arrivals_are_told() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        arrived: list[str] = []
        fake.host_page.arrived = arrived.append
        for path in ("/page/tabs_anna", "/settings/pages/layout/overview_anna"):
            async with client.get(path) as response:
                assert response.content_type == "text/html"
                assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert (await ask(client, "GET", "/page/nowhere"))[0] == 404
        assert arrived == ["tabs_anna", "overview_anna"]

    against(step, home())


@pytest.mark.parametrize(("name", "kind"), PARTS.items())
def test_its_parts_are_served(name: str, kind: str) -> None:
    async def step(_: FakeOpenHab, client: Client) -> None:
        async with client.get(f"/{name}") as response:
            assert (response.status, response.content_type) == (200, kind)

    against(step, home())


def test_the_page_has_nothing_that_its_policy_forbids_and_says_what_it_is() -> None:
    page = (FOLDER / "home.html").read_text()
    assert not re.search(r"\son\w+=|https?://", page)
    assert re.findall(r"<script[^>]*>[^<]*<", page) == ['<script type="module" src="/home.js"><']
    assert "No openHAB runs here" in page


def test_states_and_the_last_words_of_the_items_are_told() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        fake.host_page.look = lambda: fake.house.update("FrontDoor_Lock", "open")
        for number in range(9):
            fake.house.command("Phone", str(number), 0)
            fake.house.command("Lock", "ON", 0)
        _, text = await ask(client, "GET", "/home/items?items=Phone,Gone")
        answer = json.loads(text)
        assert answer["states"].keys() == SHOWN.keys()
        assert answer["states"]["FrontDoor_Lock"] == "open"
        assert [one["text"] for one in answer["log"]] == [str(number) for number in range(1, 9)]

    against(step, home())


def test_a_sign_in_leaves_a_cookie_that_no_script_sees() -> None:
    async def step(fake: FakeOpenHab, client: Client) -> None:
        async with client.post("/home/sign-in") as response:
            cookie = response.headers["Set-Cookie"]
            token = (await response.json())["refreshToken"]
        assert cookie.startswith(f"{SESSION_COOKIE}=")
        assert "HttpOnly" in cookie
        assert token not in cookie
        assert (await ask(client, "GET", "/home/sign-in"))[0] == 405

    against(step, home())
