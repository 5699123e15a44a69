import html
import json
import re

from demo.accounts import DOMAIN, PEOPLE, Account
from demo.latch import OPENS
from demo.openhab.host_page import PORCH_LIGHT
from demo.pages import PICTURE, choice_page, home_settings, phone_page, widget_settings
from sipwidget.phone.config import Source, configure
from sipwidget.phone.properties import PROPERTIES
from tests.demo.wire import DIRECTORY

ANNA = PEOPLE[0]


def test_all_settings_are_properties_of_the_phone() -> None:
    known = {one.name for one in PROPERTIES}
    assert widget_settings(ANNA, DIRECTORY).keys() <= known
    assert home_settings(ANNA, DIRECTORY).keys() <= known


def test_each_home_has_items_of_its_own() -> None:
    settings = [home_settings(one, DIRECTORY) for one in PEOPLE]
    items = {str(one[name]) for one in settings for name in ("sipStateItem", "commandItem")}
    assert len(items) == 2 * len(PEOPLE)
    assert all(re.fullmatch(r"\w+", item) for item in items)


def test_the_phone_gets_its_account_and_the_others_to_call() -> None:
    found = re.search(r'data-config="([^"]*)"', phone_page(ANNA, DIRECTORY))
    assert found
    settings = json.loads(html.unescape(found[1]))
    assert settings == widget_settings(ANNA, DIRECTORY)
    assert (settings["username"], settings["domain"]) == ("anna", DOMAIN)
    assert "anna=" not in settings["phonebook"]


def test_the_page_has_nothing_inline_that_its_policy_forbids() -> None:
    page = phone_page(ANNA, DIRECTORY)
    assert not re.search(r"<style|style=|\son\w+=|https?://", page)
    assert re.findall(r"<script[^>]*>[^<]*<", page) == ['<script type="module" src="/door.js"><']


def test_the_phone_can_open_the_door() -> None:
    settings = widget_settings(ANNA, DIRECTORY)
    assert settings["dtmfString"] == OPENS
    assert str(settings["phonebook"]).startswith("620=Door,")
    page = phone_page(ANNA, DIRECTORY)
    assert re.search(r'data-demo="door" data-open="false"', page)
    assert re.search(r'<button [^>]*data-demo="ring" aria-label="[^"]+"', page)


def test_the_page_says_who_this_is_and_links_to_all_others() -> None:
    page = phone_page(ANNA, DIRECTORY)
    assert "This window is Anna" in page
    accounts = re.findall(r'href="/\?account=(\w+)"', page)
    assert accounts == [one.name for one in PEOPLE[1:]]


def test_a_choice_leads_where_it_is_asked_to() -> None:
    page = choice_page("All in use", "", PEOPLE[:1], "/page/overview_")
    assert re.findall(r'href="([^"]*anna)"', page) == ["/page/overview_anna"]
    assert 'href="/home"' in phone_page(ANNA, DIRECTORY)


def test_texts_are_never_markup() -> None:
    page = choice_page("<b>", "&", [Account("x", "<i>", "1", "")])
    assert "&lt;b&gt;" in page
    assert "&lt;i&gt;" in page
    assert "<i>" not in page


def test_a_newcomer_sees_the_door_and_can_switch_a_light() -> None:
    settings = widget_settings(ANNA, DIRECTORY)
    config, problems = configure(settings, page_url="http://localhost/", source=Source.HOST)
    (light,) = config.buttons
    assert (light.item, light.when, config.picture_url) == (PORCH_LIGHT, "always", PICTURE)
    assert problems == ()
