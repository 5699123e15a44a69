"""The host, seen from an iframe of the test's page, as in openHAB."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    import asyncio

    import js
    from inside import frame, until
    from pyodide.code import run_js

    from sipwidget.browser.host import Host

Run = Callable[..., Any]
JSON = '{"domain": "fragment", "username": "*1#"}'


@pytest.fixture
def pages(site: Any) -> Iterator[dict[str, str]]:
    """The pages of the site, with an empty ``/w/index.html``; what a test adds goes away again."""
    before = dict(site.pages)
    site.pages["/w/index.html"] = "<!doctype html>"
    yield site.pages
    site.pages.clear()
    site.pages.update(before)


def settings(run: Run, address: str, attribute: str | None = None) -> list[Any]:
    """The document, the source and the problems' texts of a frame with this address."""

    async def inside(address: str, attribute: str | None) -> list[object]:
        page = await frame(address, attribute)
        found = await Host(page, js.window).read()
        page.frameElement.remove()
        texts = [dict(problem.values) for problem in found.problems]
        return [dict(found.document), found.source, texts]

    return list(run(inside, address, attribute))


def test_config_yaml_is_read_where_nothing_else_is_said(run: Run, pages: dict[str, str]) -> None:
    pages["/w/config.yaml"] = "domain: beside\nusername: 0620\n"
    assert settings(run, "/w/index.html") == [{"domain": "beside", "username": "0620"}, "host", []]


def test_no_config_yaml_is_no_problem(run: Run, pages: dict[str, str]) -> None:
    assert settings(run, "/w/index.html") == [{}, "host", []]


def test_the_page_of_an_application_is_no_config_yaml(run: Run, pages: dict[str, str]) -> None:
    pages["/w/config.yaml"] = "<!doctype html><p>all paths lead here"
    assert settings(run, "/w/index.html") == [{}, "host", []]


def test_the_attribute_of_the_frame_comes_from_the_host(run: Run, pages: dict[str, str]) -> None:
    pages["/w/config.yaml"] = "domain: not asked for"
    assert settings(run, "/w/index.html", '{"domain": "frame"}') == [
        {"domain": "frame"},
        "host",
        [],
    ]


def test_a_fragment_is_a_link(run: Run, pages: dict[str, str]) -> None:
    assert settings(run, "/w/index.html#" + quote(JSON)) == [
        {"domain": "fragment", "username": "*1#"},
        "link",
        [],
    ]


def test_a_fragment_beside_the_attribute_is_passed_over(run: Run, pages: dict[str, str]) -> None:
    assert settings(run, "/w/index.html#" + quote(JSON), '{"domain": "frame"}') == [
        {"domain": "frame"},
        "host",
        [],
    ]


def test_of_two_places_the_later_wins_key_by_key_and_trust_is_a_links(
    run: Run, pages: dict[str, str]
) -> None:
    pages["/door.yaml"] = "domain: linked\nusername: door\nphonebook: '1'\n"
    attribute = '{"domain": "frame", "username": "", "phonebook": null}'
    assert settings(run, "/w/index.html?config=../door.yaml", attribute) == [
        {"domain": "frame", "username": "door", "phonebook": "1"},
        "link",
        [],
    ]


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("https://other.test/x.yaml", "https://other.test/x.yaml is not on http://localhost:"),
        ("//other.test/x.yaml", "//other.test/x.yaml is not on http://localhost:"),
        ("data:text/plain,domain: x", "is not on http://localhost:"),
        ("http://[", "http://[ is not an address"),
        ("/gone.yaml", "there is no /gone.yaml"),
    ],
)
def test_a_link_that_leads_nowhere_or_elsewhere_is_a_problem(
    run: Run, pages: dict[str, str], link: str, problem: str
) -> None:
    document, _, problems = settings(run, "/w/index.html?config=" + quote(link))
    assert document == {}
    assert [each["where"] for each in problems] == ["?config"]
    assert problem in problems[0]["problem"]


@pytest.mark.parametrize(
    ("address", "attribute", "where"),
    [
        ("/w/index.html#%7B", None, "#, line 1"),
        ("/w/index.html#%FF%", None, "#, line 1"),
        ("/w/index.html", "undefined", "data-config, line 1"),
    ],
)
def test_what_is_not_json_is_a_problem_of_its_place(
    run: Run, pages: dict[str, str], address: str, attribute: str | None, where: str
) -> None:
    document, _, problems = settings(run, address, attribute)
    assert document == {}
    assert [each["where"] for each in problems] == [where]


def test_a_server_that_cannot_be_reached_is_a_problem(run: Run, pages: dict[str, str]) -> None:
    async def inside() -> list[object]:
        page = await frame("/w/index.html?config=/x.yaml", None)
        window = run_js("""({Promise, Array, Object, Reflect,
            fetch: () => Promise.reject(new TypeError("no network"))})""")
        found = await Host(page, window).read()
        page.frameElement.remove()
        return [dict(problem.values) for problem in found.problems]

    assert run(inside) == [
        {"where": "?config", "problem": "cannot be fetched (TypeError: no network)"}
    ]


def test_changes_of_attribute_and_fragment_are_seen_until_closed(
    run: Run, pages: dict[str, str]
) -> None:
    async def inside() -> list[int]:
        page = await frame("/w/index.html", "{}")
        changes: list[int] = []
        host = Host(page, js.window)
        host.watch(lambda: changes.append(1))
        element = page.frameElement
        element.setAttribute("title", "not ours")
        element.setAttribute("data-config", '{"a": 1}')
        await until(lambda: len(changes) == 1)
        page.location.hash = "#x"
        await until(lambda: len(changes) == 2)
        host.close()
        host.close()
        element.setAttribute("data-config", "{}")
        page.location.hash = "#y"
        await asyncio.sleep(0.1)
        element.remove()
        return changes

    assert run(inside) == [1, 1]


def test_of_several_widgets_in_a_page_each_has_its_own_attribute(
    run: Run, pages: dict[str, str]
) -> None:
    """It is nearer than the frame's, the host wrote it, and its changes are seen."""

    async def inside() -> list[object]:
        page = await frame("/w/index.html#ignored", '{"domain": "frame"}')
        roots = [page.document.createElement("div") for _ in range(2)]
        roots[0].setAttribute("data-config", '{"domain": "root"}')
        hosts = [Host(page, js.window, root) for root in roots]
        found = [await host.read() for host in hosts]
        changes: list[int] = []
        for number, host in enumerate(hosts):
            host.watch(lambda number=number: changes.append(number))
        roots[1].setAttribute("data-config", '{"domain": "second"}')
        await until(lambda: changes == [1])
        found.append(await hosts[1].read())
        for host in hosts:
            host.close()
        page.frameElement.remove()
        return [[dict(each.document), each.source] for each in found]

    assert run(inside) == [
        [{"domain": "root"}, "host"],
        [{"domain": "frame"}, "host"],
        [{"domain": "second"}, "host"],
    ]


@pytest.mark.parametrize(
    ("theme", "locale", "language", "changes"),
    [
        ("md", "de_DE", "de-DE", 1),
        ("md", "", "browser", 0),
        ("md", "browser", "browser", 0),
        ("", "de_DE", "browser", 0),
    ],
)
def test_main_ui_is_asked_for_its_language_and_nobody_waits_for_it(
    run: Run, pages: dict[str, str], theme: str, locale: str, language: str, changes: int
) -> None:
    async def inside(theme: str, locale: str) -> list[object]:
        page = await frame("/w/index.html", None)
        run_js("(it, name, value) => { Object.defineProperty(it, name, {value}) }")(
            page.navigator, "language", "browser"
        )
        js.document.documentElement.className = theme
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        asked: list[int] = []

        async def ask() -> str:
            asked.append(1)
            return await answer

        changes: list[int] = []
        host = Host(page, js.window, locale=ask)
        host.watch(lambda: changes.append(1))
        at_first = host.language
        await asyncio.sleep(0)
        answer.set_result(locale)
        await asyncio.sleep(0.02)
        host.close()
        js.document.documentElement.removeAttribute("class")
        page.frameElement.remove()
        return [at_first, len(asked), host.language, len(changes)]

    assert run(inside, theme, locale) == ["browser", int(bool(theme)), language, changes]


def test_another_language_of_the_browser_is_a_change(run: Run, pages: dict[str, str]) -> None:
    async def inside() -> int:
        page = await frame("/w/index.html", None)
        changes: list[int] = []
        host = Host(page, js.window)
        host.watch(lambda: changes.append(1))
        page.dispatchEvent(js.Event.new("languagechange"))
        host.close()
        page.dispatchEvent(js.Event.new("languagechange"))
        page.frameElement.remove()
        return len(changes)

    assert run(inside) == 1


@pytest.mark.parametrize(
    ("path", "classes", "menu", "editing"),
    [
        ("/settings/pages/layout/x", "layout-editor", "configure-layout-menu", True),
        ("/settings/pages/layout/x", "layout-editor", "", False),
        ("/settings/pages/layout/x", "", "configure-layout-menu", False),
        ("/page/x", "layout-editor", "configure-layout-menu", False),
    ],
)
def test_the_page_editor_is_recognised(
    run: Run, path: str, classes: str, menu: str, editing: bool
) -> None:
    """A48: the editor with its menus; in its run mode they are gone."""

    async def inside(path: str, classes: str, menu: str) -> bool:
        page = run_js("""(pathname, classes, menu) => {
            const html = `<div class="${classes}"><i class="${menu}"></i><iframe></iframe></div>`;
            const parent = new DOMParser().parseFromString(html, "text/html");
            const frameElement = parent.querySelector("iframe");
            Object.defineProperty(frameElement, "ownerDocument", {value: {
                location: {pathname}, querySelector: what => parent.querySelector(what)}});
            return {frameElement};
        }""")(path, classes, menu)
        return Host(page, js.window).is_editing()

    assert run(inside, path, classes, menu) is editing


@pytest.mark.parametrize(
    "window",
    [
        "({frameElement: null, navigator: {}})",
        "({get frameElement() { throw new Error('SecurityError') }, navigator: {}})",
    ],
)
def test_a_page_without_a_host_of_its_origin_is_neither_edited_nor_secure(
    run: Run, window: str
) -> None:
    async def inside(window: str) -> list[bool]:
        host = Host(run_js(window), js.window)
        return [host.is_editing(), host.is_secure(), Host(js.window, js.window).is_secure()]

    assert run(inside, window) == [False, False, True]
