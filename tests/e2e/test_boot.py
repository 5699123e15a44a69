"""How Python starts in the built form, and that it starts all the same when something is wrong."""

import gzip
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.conftest import BOOTED, MakePhone, scripted_account
from tests.e2e.phone import BOOT_MS, Phone
from tests.e2e.scripted import ScriptedServer

READY = """addEventListener("sipwidget:ready", ({detail}) => {
    document.documentElement.dataset.boot = JSON.stringify(detail);
}, {capture: true});"""
NO_STREAMS = "delete window.DecompressionStream;"
SPEAKS = "Object.defineProperty(navigator, 'language', {{ get: () => '{}' }});"
NO_STATIC_BLOCKS = """window.Function = new Proxy(Function, { construct(made, [text]) {
    if (text.includes("static {")) throw new SyntaxError("Unexpected token {");
    return new made(text);
} });"""
NO_WASM_EXCEPTIONS = "WebAssembly.validate = () => false;"
NO_LIGHT_DARK = "CSS.supports = (...what) => !what.join().includes('light-dark');"
MEMORY, CONTENTS = "**/memory.bin.gz", "**/memory.js"
CODE = "**/pyodide.asm.wasm.gz"
PYTHON = "**/main.py"
PATIENCE = 121_000  # ms: a little more than static/start.js has
Spoil = Callable[[Route], None]


def damaged(route: Route) -> None:
    body = bytearray(route.fetch().body())
    body[len(body) // 2] ^= 1
    route.fulfill(status=200, body=bytes(body))


def shortened(route: Route) -> None:
    route.fulfill(status=200, body=route.fetch().body()[:1000])


def unpacked(route: Route) -> None:
    """As where a host takes a file that is packed for one that it has packed itself."""
    route.fulfill(status=200, body=gzip.decompress(route.fetch().body()))


def missing(route: Route) -> None:
    route.fulfill(status=404, body="")


def unreachable(route: Route) -> None:
    route.abort()


def changed(old: str, new: str) -> Spoil:
    """The memory's own description, of another version or of a larger machine."""

    def spoil(route: Route) -> None:
        text = route.fetch().text()
        assert old in text
        route.fulfill(status=200, content_type="text/javascript", body=text.replace(old, new))

    return spoil


def boots(phone: Phone, scripted: ScriptedServer) -> dict[str, str]:
    """It starts, registers, and says how it has started."""
    phone.tolerant = True
    phone.open(scripted_account(scripted))
    phone.page.wait_for_function(BOOTED, timeout=BOOT_MS)
    scripted.link(60).register()
    phone.reaches(connection="registered")
    frame = next(each for each in phone.page.frames if "widget/" in each.url)
    found: dict[str, str] = frame.evaluate("JSON.parse(document.documentElement.dataset.boot)")
    return found


def test_it_starts_with_its_memory(new_phone: MakePhone, scripted: ScriptedServer) -> None:
    alice = new_phone(init=READY)
    told = boots(alice, scripted)
    assert (told["boot"], told["reason"]) == ("snapshot", "")
    assert told["milliseconds"]
    assert [text for text in alice.console if "memory" in text] == []


@pytest.mark.parametrize(
    ("address", "spoil", "words"),
    [
        (MEMORY, missing, "HTTP 404"),
        (MEMORY, unreachable, "fetch"),
        (MEMORY, shortened, "1000 bytes"),
        (MEMORY, damaged, "SHA-256"),
        ("**/*.gz", unpacked, "bytes, not"),
        (CONTENTS, changed('"version": "314.0.7"', '"version": "314.0.5"'), "314.0.5"),
        (CONTENTS, changed('"heap": 31457280', '"heap": 99999999'), "99999999"),
    ],
)
def test_without_its_memory_it_starts_from_bytecode_and_says_why(
    new_phone: MakePhone, scripted: ScriptedServer, address: str, spoil: Spoil, words: str
) -> None:
    alice = new_phone(init=READY)
    alice.page.route(address, spoil)
    told = boots(alice, scripted)
    assert told["boot"] == "compiled"
    assert words in told["reason"]
    assert [text for text in alice.console if words in text]


@pytest.mark.parametrize("spoil", [missing, shortened, damaged])
def test_without_its_packed_code_it_starts_all_the_same(
    new_phone: MakePhone, scripted: ScriptedServer, spoil: Spoil
) -> None:
    alice = new_phone(init=READY)
    alice.page.route(CODE, spoil)
    assert boots(alice, scripted)["boot"] == "snapshot"


def test_a_browser_that_cannot_unpack_it_starts_from_bytecode(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    alice = new_phone(init=READY + NO_STREAMS)
    told = boots(alice, scripted)
    assert (told["boot"], told["reason"]) == (
        "compiled",
        "the browser has no DecompressionStream",
    )


# Python's memory has the bytecode of all that is run at each start.
WATCH = """(python.runPython(`
from _pyodide import _base
from js import window
given = _base.CodeRunner.__globals__
class Watched(given["CodeRunner"]):
    def __init__(self, source, **options):
        window.compiled.push(source)
        super().__init__(source, **options)
given["CodeRunner"] = Watched
`), adopt(python),"""
COMPILED = "() => performance.getEntriesByName('sipwidget:ready').length && compiled"


def test_no_python_is_compiled_while_it_starts(new_phone: MakePhone) -> None:
    """PyScript and Pyodide would: what that calls for the first time takes a tenth of a start."""
    alice = new_phone(init="window.compiled = [];")
    alice.tolerant = True
    alice.page.route("**/interpreter.js", changed("(adopt(python),", WATCH))
    alice.open_alone()
    assert alice.page.wait_for_function(COMPILED, timeout=BOOT_MS).json_value() == []


# --- when Python draws, nothing moves -------------------------------------------------------------

SHIFTS = """window.shifts = [];
const seen = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
seen.observe({ type: "layout-shift", buffered: true });
window.shifted = () => [...shifts, ...seen.takeRecords()].map((each) => each.value);"""
DRESSED = """if (window === top) addEventListener("DOMContentLoaded", () => {{
    document.documentElement.className = "{}";
}});"""
LOOKS = """(root) => {
    const { x, y, width, height } = root.querySelector(".sipwidget-icon").getBoundingClientRect();
    const page = document.documentElement;
    const { colorScheme } = getComputedStyle(root);
    const looks = [page.className, page.style.colorScheme, colorScheme];
    return { icon: [x, y, width, height], looks };
}"""
PAINTED = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"


@pytest.mark.parametrize(
    ("system", "host", "shade"),
    [("light", "aurora dark", "dark"), ("dark", "aurora", "light"), ("dark", "", "")],
)
@pytest.mark.parametrize("size", [None, 96])
def test_when_python_draws_nothing_moves(
    new_phone: MakePhone,
    scripted: ScriptedServer,
    system: Literal["light", "dark"],
    host: str,
    shade: str,
    size: int | None,
) -> None:
    alice = new_phone(init=SHIFTS + DRESSED.format(host))
    alice.tolerant = True  # Main UI's page is asked for openHAB's language, and there is none
    alice.page.emulate_media(color_scheme=system)
    held: list[Route] = []
    alice.page.route(PYTHON, lambda route: held.append(route))
    # Without a registration there are no words below the icon while it is under way.
    alice.open({**scripted_account(scripted), "iconSize": size, "disableRegister": True})
    alice.until(lambda: held, "main.py is asked for")
    alice.root.evaluate(PAINTED)  # it is asked for before there is a body
    before = alice.root.evaluate(LOOKS)
    assert before["icon"][2] == (size or 64)
    assert before["looks"][:2] == [shade, "light" if shade else ""]

    held[0].continue_()
    alice.reaches(connection="connected")
    alice.root.evaluate(PAINTED)
    assert alice.root.evaluate(LOOKS) == before
    assert alice.root.evaluate("shifted()") == []


# --- a tap before Python is there -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("phonebook", "offered"),
    [("620=Door,621=Gate", ["620", "621"]), ("620=Door", [])],
)
def test_a_tap_before_python_is_there_opens_the_phonebook_and_dials_nobody(
    new_phone: MakePhone, scripted: ScriptedServer, phonebook: str, offered: list[str]
) -> None:
    """A3: it was made while the icon was yellow."""
    alice = new_phone()
    held: list[Route] = []
    alice.page.route(PYTHON, lambda route: held.append(route))
    alice.open({**scripted_account(scripted), "phonebook": phonebook})
    alice.until(lambda: held, "main.py is asked for")
    alice.colored("call", "yellow")
    alice.button("call").click()
    held[0].continue_()
    scripted.link(60).register()
    alice.reaches(connection="registered")
    expect(alice.button("dial")).to_have_count(len(offered))
    assert [each.get_attribute("data-target") for each in alice.button("dial").all()] == offered
    assert alice.sent("INVITE") == []


# --- where nothing starts, words stand in place of the icon ---------------------------------------


@pytest.fixture
def lost(chromium: Browser, site: str) -> Iterator[MakePhone]:
    """`new_phone` for pages that cannot work: what they complain of is not looked at."""
    used: list[Phone] = []

    def make(*, init: str = "") -> Phone:
        used.append(Phone(chromium, site, init=init))
        return used[-1]

    yield make
    for one in used:
        one.close()


@pytest.mark.parametrize(
    ("lacking", "language", "words"),
    [
        ("delete window.WebAssembly;", "de-AT", "zu alt .* ab Version 123"),
        (NO_WASM_EXCEPTIONS, "fr", "trop ancien .* Firefox 121"),
        ("delete window.structuredClone;", "nl", "te oud .* vanaf versie 123"),
        ("delete HTMLScriptElement.prototype.noModule;", "it", "troppo vecchio .* 17.5"),
        (NO_STATIC_BLOCKS, "es-MX", "demasiado antiguo .* 17.5"),
        (NO_LIGHT_DARK, "en", "too old .* Safari from 17.5"),
        ("delete window.WebAssembly;", "pt", "too old .* 123"),
    ],
)
def test_a_browser_that_is_too_old_says_which_would_do(
    lost: MakePhone, lacking: str, language: str, words: str
) -> None:
    alice = lost(init=lacking + SPEAKS.format(language))
    alice.page.route("**/pyscript.js", unreachable)  # as if it could not be read there
    alice.open_alone()
    alice.reaches(error="unsupported", connection="off")
    alice.says(words)
    expect(alice.root.get_by_role("alert")).to_have_count(1)
    expect(alice.button("call")).to_have_count(0)


def test_a_browser_that_only_seemed_too_old_works(
    new_phone: MakePhone, scripted: ScriptedServer
) -> None:
    alice = new_phone(init=READY + NO_WASM_EXCEPTIONS)
    boots(alice, scripted)
    assert [text for text in alice.console if "too old" in text]
    assert alice.attribute("data-error") is None
    expect(alice.messages).to_have_count(0)


def raising(route: Route) -> None:
    route.fulfill(status=200, body="1 / 0")


@pytest.mark.parametrize(
    ("addresses", "spoil"),
    [
        (("**/pyscript.js",), missing),
        (("**/pyodide.js",), unreachable),
        (("**/pyodide.asm.wasm*",), missing),
        ((MEMORY, "**/packages.zip"), missing),
        ((PYTHON,), missing),
        ((PYTHON,), raising),
    ],
)
def test_when_python_does_not_start_that_is_said(
    lost: MakePhone, addresses: tuple[str, ...], spoil: Spoil
) -> None:
    alice = lost()
    for address in addresses:
        alice.page.route(address, spoil)
    alice.open_alone()
    alice.reaches(error="start", connection="off")
    alice.says("could not be started. Reload the page")
    alice.until(lambda: [text for text in alice.console if "does not start" in text], "a reason")


def test_when_nothing_comes_that_is_said_while_there_is_a_network_and_python_may_come_late(
    lost: MakePhone,
) -> None:
    alice = lost()
    held: list[Route] = []
    alice.page.clock.install()
    alice.page.route(PYTHON, lambda route: held.append(route))
    alice.open_alone()
    alice.until(lambda: held, "main.py is asked for")
    alice.colored("call", "yellow")

    alice.context.set_offline(True)
    alice.page.clock.fast_forward(PATIENCE)
    alice.colored("call", "yellow")
    alice.context.set_offline(False)
    alice.page.clock.fast_forward(PATIENCE)
    alice.reaches(error="start")
    alice.says("could not be started")

    held[0].continue_()
    alice.reaches(error="config")
    alice.says("websocketUrl")
    assert not [words for words in alice.words() if "could not be started" in words]
