"""WebSockets in the browser, against a server that plays one part for each path."""

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from websockets.sync.server import Server, ServerConnection, serve
from websockets.typing import Subprotocol

if TYPE_CHECKING:
    import js
    from inside import Inbox, until
    from pyodide.code import run_js

    from sipwidget.browser.socket import Sockets
    from sipwidget.phone.inputs import SocketClosed, SocketOpened, SocketReceived, SocketSilent

Run = Callable[..., Any]


def _play(connection: ServerConnection) -> None:
    assert connection.request is not None
    pings = 0
    match connection.request.path:
        case "/binary":
            connection.send(b"\x00\xff")
            connection.recv()
        case "/pong":
            for frame in connection:
                if frame != "\r\n\r\n":
                    break
                pings += 1
                connection.send("\r\n")
            connection.send(str(pings))
            for _ in connection:
                pass  # it says nothing more
        case "/bye":
            connection.recv()
            connection.close(1001, "going")
        case _:
            for frame in connection:
                connection.send(frame)


def _choose(connection: ServerConnection, offered: list[Subprotocol]) -> Subprotocol | None:
    assert connection.request is not None
    return None if connection.request.path == "/mute" else offered[0]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    sip = [Subprotocol("sip")]
    with serve(_play, "127.0.0.1", 0, subprotocols=sip, select_subprotocol=_choose) as server:
        yield from _running(server)


def _running(server: Server) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
    server.shutdown()
    thread.join()


def test_text_goes_out_and_comes_in_as_text(run: Run, url: str) -> None:
    async def inside(url: str) -> list[object]:
        inbox = Inbox()
        sockets = Sockets(inbox, js.window)
        sockets.open(7, url)
        opened = await inbox.wait(SocketOpened)
        sockets.send(7, "Türe\r\n")
        received = await inbox.wait(SocketReceived)
        sockets.close(7)
        return [opened, received]

    assert run(inside, url) == [
        "SocketOpened(socket=7)",
        r"SocketReceived(socket=7, data='Türe\r\n')",
    ]


def test_a_binary_frame_comes_as_bytes(run: Run, url: str) -> None:
    async def inside(url: str) -> object:
        inbox = Inbox()
        sockets = Sockets(inbox, js.window)
        sockets.open(1, url + "/binary")
        received = await inbox.wait(SocketReceived)
        sockets.close(1)
        return received

    assert run(inside, url) == r"SocketReceived(socket=1, data=b'\x00\xff')"


def test_a_close_by_the_server_tells_code_and_reason(run: Run, url: str) -> None:
    async def inside(url: str) -> object:
        inbox = Inbox()
        sockets = Sockets(inbox, js.window)
        sockets.open(2, url + "/bye")
        await inbox.wait(SocketOpened)
        sockets.send(2, "go")
        return await inbox.wait(SocketClosed)

    assert run(inside, url) == (
        "SocketClosed(socket=2, code=1001, reason='going', opened=True, problem='')"
    )


@pytest.mark.parametrize("place", ["ws://127.0.0.1:9", "/mute"])
def test_a_handshake_that_fails_was_never_open(run: Run, url: str, place: str) -> None:
    async def inside(url: str) -> object:
        inbox = Inbox()
        Sockets(inbox, js.window).open(3, url)
        return await inbox.wait(SocketClosed)

    assert run(inside, place if "://" in place else url + place) == (
        "SocketClosed(socket=3, code=1006, reason='', opened=False, problem='')"
    )


def test_an_address_that_the_browser_refuses_is_a_problem_of_the_url(run: Run) -> None:
    async def inside() -> list[object]:
        inbox = Inbox()
        Sockets(inbox, js.window).open(4, "ws://[")
        (closed,) = inbox.inputs
        return [closed.opened, closed.problem]

    assert run(inside) == [False, "url"]


def test_a_socket_forbidden_on_a_secure_page_is_insecure(run: Run) -> None:
    async def inside() -> list[object]:
        window = run_js("""({
            WebSocket: class { constructor() {
                throw Object.assign(new Error("no"), {name: "SecurityError"})
            } }
        })""")
        inbox = Inbox()
        Sockets(inbox, window).open(4, "ws://sip.test")
        (closed,) = inbox.inputs
        return [closed.opened, closed.problem]

    assert run(inside) == [False, "insecure"]


def test_a_socket_that_webkit_closes_on_a_secure_page_is_insecure(run: Run) -> None:
    async def inside() -> str:
        window = run_js("({WebSocket, sipHeartbeat, location: {protocol: 'https:'}})")
        inbox = Inbox()
        Sockets(inbox, window).open(4, "ws://127.0.0.1:9")
        return (await inbox.wait(SocketClosed)).problem

    assert run(inside) == "insecure"


def test_a_server_that_chose_no_subprotocol_is_left(run: Run) -> None:
    async def inside() -> list[object]:
        window = run_js("""
            globalThis.lenient = class extends EventTarget {
                readyState = 1; protocol = ""; url = "wss://sip.test"; closed = false;
                constructor() { super(); setTimeout(() => this.dispatchEvent(new Event("open"))) }
                close() { lenient.closed = true }
            }; ({WebSocket: lenient, sipHeartbeat})""")
        inbox = Inbox()
        Sockets(inbox, window).open(5, "wss://sip.test")
        closed = await inbox.wait(SocketClosed)
        return [closed.opened, closed.problem, window.WebSocket.closed]

    assert run(inside) == [False, "subprotocol", True]


def test_nothing_comes_from_a_socket_that_we_closed(run: Run, url: str) -> None:
    async def inside(url: str) -> list[object]:
        inbox = Inbox()
        sockets = Sockets(inbox, js.window)
        sockets.open(1, url)
        await inbox.wait(SocketOpened)
        sockets.send(1, "echoed too late")
        sockets.close(1)
        sockets.open(2, url)
        await inbox.wait(SocketOpened)
        sockets.send(2, "echo")
        await inbox.wait(SocketReceived)
        sockets.close(2)
        return inbox.inputs

    assert run(inside, url) == []


def test_sending_and_closing_without_an_open_socket_is_harmless(run: Run, url: str) -> None:
    async def inside(url: str) -> list[object]:
        inbox = Inbox()
        sockets = Sockets(inbox, js.window)
        sockets.send(1, "nobody")
        sockets.close(1)
        sockets.open(2, url)
        sockets.send(2, "too early")
        sockets.close(2)
        sockets.close(2)
        return inbox.inputs

    assert run(inside, url) == []


def test_a_heartbeat_pings_and_keeps_the_pongs_to_itself_until_none_comes(
    run: Run, url: str
) -> None:
    async def inside(url: str) -> list[object]:
        inbox = Inbox()
        sockets = Sockets(inbox, js.window)
        sockets.open(5, url + "/pong")
        await inbox.wait(SocketOpened)
        sent: list[str] = []
        websocket = sockets._lines[5].websocket
        send = websocket.send.bind(websocket)
        websocket.send = lambda text: (sent.append(text), send(text))
        sockets.beat(5, 0.01)
        await until(lambda: len(sent) > 4)
        sockets.send(5, "pings")
        told = await inbox.wait(SocketReceived)
        others = len(inbox.inputs)
        await inbox.wait(SocketSilent)
        sockets.close(5)
        return [int(told.data) > 3, others + len(inbox.inputs)]

    assert run(inside, url) == [True, 0]


def test_a_socket_that_is_closed_has_no_heartbeat(run: Run) -> None:
    """Nor does it get one by what still comes."""

    async def inside() -> list[int]:
        hearts, sent = [], [list[str](), list[str]()]
        for pings in sent:
            socket = js.EventTarget.new()
            socket.send = pings.append
            hearts.append((socket, js.window.sipHeartbeat(socket)))
        (closed, heart), (_, other) = hearts
        heart.beat(0.01)
        heart.stop()
        closed.dispatchEvent(js.MessageEvent.new("message"))
        other.beat(0.05)
        await until(lambda: sent[1])
        other.stop()
        return [len(pings) for pings in sent]

    assert run(inside) == [0, 1]
