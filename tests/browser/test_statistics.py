"""What the browser's statistics say of a call."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    from inside import Ends, hears, until, watched
    from pyodide.code import run_js

    from sipwidget.browser.statistics import sample
    from sipwidget.phone.inputs import Measured

Run = Callable[..., Any]


def test_a_call_between_two_browsers_has_counters_a_codec_and_a_way(run: Run) -> None:
    """N20"""

    async def inside() -> list[object]:
        ours = watched()
        ends = Ends(ours, watched())
        await ends.connect()
        await until(lambda: ours.connections[0].connectionState == "connected")
        await hears(ours.connections[0])
        ends.media.measure("call")
        first = (await ends.inbox.wait(Measured)).sample
        await hears(ours.connections[0])
        ends.media.measure("call")
        second = (await ends.inbox.wait(Measured)).sample
        ends.release()
        return [
            0 < first.received < second.received,
            second.sent > 0,
            second.lost,
            second.jitter is not None and second.round_trip is not None,
            list(second.codecs),
            [each.kind in ("host", "prflx") for each in (second.local, second.remote)],
            second.local.port != "0",
        ]

    assert run(inside) == [True, True, 0, True, ["opus/48000/2"], [True, True], True]


def test_a_call_that_is_gone_is_not_measured(run: Run) -> None:
    async def inside() -> list[object]:
        ends = Ends(watched(), watched())
        ends.media.measure("call")
        await ends.connect()
        ends.media.measure("call")
        ends.release()
        await asyncio.sleep(0)
        return [each for each in ends.inbox.inputs if isinstance(each, Measured)]

    assert run(inside) == []


def test_firefox_names_the_chosen_pair_by_itself_and_has_no_row_of_the_transport(run: Run) -> None:
    async def inside() -> list[object]:
        rows = run_js("""([
            {id: "a", type: "candidate-pair", selected: false, localCandidateId: "x"},
            {id: "b", type: "candidate-pair", selected: true, localCandidateId: "l",
             remoteCandidateId: "r", currentRoundTripTime: 0.25},
            {id: "l", type: "local-candidate", candidateType: "srflx", protocol: "udp",
             address: "192.0.2.1", port: 4000},
            {id: "r", type: "remote-candidate", candidateType: "relay", protocol: "tcp", port: 9},
            {id: "c", type: "codec", mimeType: "audio/PCMA", clockRate: 8000},
            {id: "i", type: "inbound-rtp", kind: "audio", packetsReceived: 7, packetsLost: -1,
             jitter: 0.5, codecId: "c"},
            {id: "v", type: "inbound-rtp", kind: "video", packetsReceived: 900},
            {id: "o", type: "outbound-rtp", kind: "audio", packetsSent: 8, codecId: "c"},
        ])""")
        found = sample(rows)
        ends = [[it.kind, it.protocol, it.address, it.port] for it in (found.local, found.remote)]
        numbers = [found.received, found.lost, found.sent, found.jitter, found.round_trip]
        return [*ends, numbers, list(found.codecs)]

    assert run(inside) == [
        ["srflx", "udp", "192.0.2.1", "4000"],
        ["relay", "tcp", "", "9"],
        [7, -1, 8, 0.5, 0.25],
        ["PCMA/8000"],
    ]


def test_the_round_trip_that_the_peer_reports_counts_first(run: Run) -> None:
    async def inside() -> list[object]:
        rows = run_js("""([
            {id: "t", type: "transport", selectedCandidatePairId: "p"},
            {id: "p", type: "candidate-pair", currentRoundTripTime: 0.25},
            {id: "r", type: "remote-inbound-rtp", kind: "audio", roundTripTime: 0.5},
        ])""")
        return [sample(rows).round_trip, sample(run_js("([])")).round_trip]

    assert run(inside) == [0.5, None]
