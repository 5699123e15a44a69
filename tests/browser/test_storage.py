import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import js
    from pyodide.code import run_js

    from sipwidget.browser.storage import Storage
    from sipwidget.phone.device import Device, restore

Run = Callable[..., Any]


def test_what_is_written_is_read_again_until_it_is_removed(run: Run) -> None:
    async def inside() -> list[object]:
        storage = Storage(js.window)
        written = storage.write("test", {"a": [1, "ü", None]})
        read = storage.read("test")
        return [written, read, storage.remove("test"), storage.read("test")]

    assert run(inside) == [True, {"a": [1, "ü", None]}, True, None]


@pytest.mark.parametrize("text", ["{", "", '"text"', "1", "null", "[[1, 2], [3]]"])
def test_garbage_is_as_good_as_nothing(run: Run, text: str) -> None:
    async def inside(text: str) -> list[object]:
        window = run_js("text => ({localStorage: {getItem: () => text, setItem() {}}})")(text)
        storage = Storage(window)
        return [storage.local_account(), storage.overrides(), list(storage.trusted())]

    assert run(inside, text) == [None, {}, []]


@pytest.mark.parametrize(
    "window",
    [
        "({navigator, get localStorage() { throw new DOMException('no', 'SecurityError') }})",
        "({navigator, localStorage: null})",
        "({navigator})",
    ],
)
def test_a_refused_storage_holds_nothing_and_raises_nothing(run: Run, window: str) -> None:
    async def inside(window: str) -> list[object]:
        storage = Storage(run_js(window))
        kept = [storage.write("x", 1), storage.remove("x"), storage.add_trusted("wss://a", "b")]
        kept += [storage.save_device(Device("tablet")), storage.damaged()]
        kept += [storage.save_calls({"alice": []}), storage.calls() is not None]
        found = [storage.read("x"), storage.local_account(), storage.overrides()]
        same = storage.instance_id() == storage.instance_id()
        return [*kept, *found, list(storage.trusted()), same]

    assert run(inside, window) == [False] * 7 + [None, None, {}, [], True]


@pytest.mark.parametrize("key", ["openhab.ui:sipConfig", "sipwidget:device"])
@pytest.mark.parametrize("text", ["{", "", "null", "[]", "1", "[" * 100_000])
def test_what_was_kept_for_the_device_and_cannot_be_read_is_damaged(
    run: Run, key: str, text: str
) -> None:
    async def inside(key: str, text: str) -> list[object]:
        make = run_js("""(key, text) => ({localStorage: {
            getItem: name => name === key ? text : null, setItem() {}}})""")
        empty = run_js("({localStorage: {getItem: () => null}})")
        storage = Storage(make(key, text))
        return [storage.damaged(), Storage(empty).damaged(), storage.local_account()]

    assert run(inside, key, text) == [True, False, None]


def test_a_device_is_kept_under_the_keys_of_the_contract_and_leaves_no_entry_when_empty(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        kept = js.window.localStorage
        storage = Storage(js.window)
        device = Device("tablet", "s3cret", "620", "State", enable_video=False, camera="c1")
        saved = storage.save_device(device)
        texts = [kept.getItem("openhab.ui:sipConfig"), kept.getItem("sipwidget:device")]
        back = restore(storage.local_account(), storage.overrides()) == device
        cleared = storage.save_device(Device())
        left = [kept.getItem(key) or "" for key in ("openhab.ui:sipConfig", "sipwidget:device")]
        return [saved, texts, back, cleared, left]

    account = {
        "username": "tablet",
        "password": "s3cret",
        "ownSipAddress": "620",
        "sipStateItem": "State",
    }
    overrides = {"enableVideo": False, "camera": "c1"}
    texts = [json.dumps(account), json.dumps(overrides)]
    assert run(inside) == [True, texts, True, True, ["", ""]]


def test_a_full_storage_says_that_nothing_was_kept(run: Run) -> None:
    async def inside() -> bool:
        return Storage(js.window).write("test", "x" * 6_000_000)

    assert run(inside) is False


def test_the_local_account_is_that_of_oh_sipclient_as_text(run: Run) -> None:
    """A50"""

    async def inside() -> object:
        account = '{"username": 620, "password": "p", "sipStateItem": null, "other": "x"}'
        js.window.localStorage.setItem("openhab.ui:sipConfig", account)
        found = Storage(js.window).local_account()
        js.window.localStorage.removeItem("openhab.ui:sipConfig")
        return found

    assert run(inside) == {
        "username": "620",
        "password": "p",
        "ownSipAddress": "",
        "sipStateItem": "",
    }


def test_a_password_keeps_its_blanks_and_a_name_does_not(run: Run) -> None:
    async def inside() -> list[str]:
        storage = Storage(js.window)
        storage.save_device(Device(" tablet ", " s3 "))
        found = storage.local_account()
        storage.save_device(Device())
        return [found["username"], found["password"]]

    assert run(inside) == ["tablet", " s3 "]


def test_where_pages_cannot_agree_on_one_that_registers_each_is_a_device_of_its_own(
    run: Run,
) -> None:
    async def inside() -> list[object]:
        window = run_js("({localStorage, navigator: {}})")
        storage, other = Storage(window), Storage(window)
        same = storage.instance_id() == storage.instance_id()
        return [same, storage.instance_id() == other.instance_id()]

    assert run(inside) == [True, False]


def test_consents_add_up_and_outlive_the_page(run: Run) -> None:
    async def inside() -> list[object]:
        for url, domain in (("wss://b", "b"), ("wss://a", "a"), ("wss://b", "b")):
            Storage(js.window).add_trusted(url, domain)
        found = sorted(Storage(js.window).trusted())
        js.window.localStorage.removeItem("sipwidget:trusted")
        return found

    assert run(inside) == [["wss://a", "a"], ["wss://b", "b"]]


def test_the_instance_is_a_uuid_that_outlives_the_page(run: Run) -> None:
    """RFC 5626 section 4.1"""

    async def inside() -> list[str]:
        storage = Storage(js.window)
        ids = [storage.instance_id(), storage.instance_id(), Storage(js.window).instance_id()]
        js.window.localStorage.setItem("sipwidget:instance", '"urn:uuid:garbage"')
        ids.append(Storage(js.window).instance_id())
        js.window.localStorage.removeItem("sipwidget:instance")
        return ids

    first, again, reloaded, mended = run(inside)
    assert first == again == reloaded != mended
    for urn in (first, mended):
        assert re.fullmatch(
            "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", urn
        )


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("'openhab.ui:sipConfig'", 1),
        ("'sipwidget:device'", 1),
        ("'sipwidget:trusted'", 1),
        ("null", 1),
        ("'openhab.ui:theme.dark'", 0),
        ("'sipwidget:instance'", 0),
        ("'sipwidget:history'", 0),
    ],
)
def test_what_another_frame_keeps_is_seen_until_closed(run: Run, key: str, changes: int) -> None:
    """An account saved in the page editor's frame is used at once elsewhere."""

    async def inside(key: str) -> int:
        changes: list[int] = []
        listeners = Storage(js.window).watch(lambda: changes.append(1))
        tell = run_js("key => { dispatchEvent(new StorageEvent('storage', {key})) }")
        tell(run_js(key))
        listeners.close()
        tell(run_js(key))
        return len(changes)

    assert run(inside, key) == changes


def test_what_one_widget_of_a_page_keeps_the_others_are_told(run: Run) -> None:
    """The browser's own event goes to other windows only."""

    async def inside() -> list[object]:
        storage, told = Storage(js.window), []
        for name in ("one", "other"):
            storage.watch(lambda name=name: told.append(name))
        storage.save_device(Device("tablet"))
        saved = [*told]
        storage.save_device(Device())
        storage.add_trusted("wss://a", "a")
        js.window.localStorage.removeItem("sipwidget:trusted")
        return [saved, len(told)]

    assert run(inside) == [["one", "other"], 6]
