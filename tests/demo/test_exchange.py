import asyncio

from demo.accounts import DOMAIN
from demo.exchange import Exchange
from demo.proxy import Proxy
from tests.demo.wire import DIRECTORY, counting


def test_answers_go_to_the_flow_that_asked_and_to_no_closed_one() -> None:
    async def run() -> None:
        exchange = Exchange(Proxy(DOMAIN, DIRECTORY, counting("p")))
        first: list[str] = []
        second: list[str] = []
        one, two = exchange.join(first.append), exchange.join(second.append)
        exchange.receive(one, "\r\n\r\n")
        exchange.receive(two, "\r\n\r\n")
        exchange.leave(one)
        exchange.leave(one)
        exchange.receive(one, "\r\n\r\n")
        assert (first, second, len(exchange)) == (["\r\n"], ["\r\n"], 1)
        exchange.close()

    asyncio.run(run())
