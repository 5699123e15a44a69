import asyncio
import socket
from contextlib import closing

import aiohttp
import pytest

from demo.server import PORTS, PortTakenError, listen, serve, token


def test_a_port_that_is_wanted_and_taken_is_told() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {port} "):
            listen(port)


def test_a_port_that_is_taken_on_the_other_loopback_is_taken() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    taken = socket.create_server(("::1", 0), family=socket.AF_INET6)
    with closing(taken), pytest.raises(PortTakenError):
        listen(taken.getsockname()[1])


def test_without_a_wish_it_is_the_first_free_one() -> None:
    found = listen(None)
    try:
        port = found[0].getsockname()[1]
        assert 8088 <= port < 8088 + PORTS
        assert {one.getsockname()[1] for one in found} == {port}
        assert {one.getsockname()[0] for one in found} <= {"127.0.0.1", "::1"}
        again = listen(None)
        assert again[0].getsockname()[1] > port
        for one in again:
            one.close()
    finally:
        for one in found:
            one.close()


def test_tokens_differ() -> None:
    assert len({token() for _ in range(100)}) == 100


def test_it_serves_and_leaves_nothing_running() -> None:
    async def run() -> str:
        async with (
            serve(0) as running,
            aiohttp.ClientSession() as session,
            session.get(running.url) as response,
        ):
            assert response.status == 200
            assert str(response.url) == f"{running.url}?account=anna"
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return running.url

    url = asyncio.run(run())
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(url.rsplit(":", 1)[1].strip("/"))))
