"""What W3C's statistics (webrtc-stats) say of a call's audio, in the phone's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from sipwidget.phone.quality import Sample
from sipwidget.phone.trace import Candidate

Row = Any  # one RTCStats dictionary, as a JavaScript object
Rows = Mapping[str, Row]

_WANTED = {
    "inbound-rtp",
    "outbound-rtp",
    "remote-inbound-rtp",
    "codec",
    "transport",
    "candidate-pair",
    "local-candidate",
    "remote-candidate",
}


def sample(report: Iterable[Row]) -> Sample:
    """The counters, the codecs and the chosen way, from the rows of an RTCStatsReport."""
    rows = {str(row.id): row for row in report if row.type in _WANTED}
    inbound, outbound = _audio(rows, "inbound-rtp"), _audio(rows, "outbound-rtp")
    pair = _chosen_pair(rows)
    ends = [rows.get(_text(pair, f"{end}CandidateId")) for end in ("local", "remote")]
    jitters = [number for row in inbound if (number := _number(row, "jitter")) is not None]
    return Sample(
        received=_total(inbound, "packetsReceived"),
        lost=_total(inbound, "packetsLost"),
        sent=_total(outbound, "packetsSent"),
        jitter=max(jitters, default=None),
        round_trip=_round_trip(rows, pair),
        codecs=_codecs(rows, [*inbound, *outbound]),
        local=_candidate(ends[0]),
        remote=_candidate(ends[1]),
    )


def _audio(rows: Rows, kind: str) -> list[Row]:
    return [row for row in rows.values() if row.type == kind and _text(row, "kind") == "audio"]


def _total(rows: list[Row], name: str) -> int:
    return sum(int(_number(row, name) or 0) for row in rows)


def _chosen_pair(rows: Rows) -> Row | None:
    """Firefox has no row of the transport, but says it of the pair."""
    transports = [row for row in rows.values() if row.type == "transport"]
    for row in transports:
        if pair := rows.get(_text(row, "selectedCandidatePairId")):
            return pair
    pairs = [row for row in rows.values() if row.type == "candidate-pair"]
    return next((row for row in pairs if getattr(row, "selected", False) is True), None)


def _round_trip(rows: Rows, pair: Row | None) -> float | None:
    """By RTCP where the peer reports, else by the checks of ICE."""
    reports = [_number(row, "roundTripTime") for row in _audio(rows, "remote-inbound-rtp")]
    times = [*reports, _number(pair, "currentRoundTripTime")]
    return next((time for time in times if time is not None), None)


def _codecs(rows: Rows, streams: list[Row]) -> tuple[str, ...]:
    found = [rows.get(_text(row, "codecId")) for row in streams]
    names = [_codec(row) for row in found if row is not None]
    return tuple(dict.fromkeys(names))


def _codec(row: Row) -> str:
    channels = int(_number(row, "channels") or 1)
    name = f"{_text(row, 'mimeType').partition('/')[2]}/{int(_number(row, 'clockRate') or 0)}"
    return name if channels == 1 else f"{name}/{channels}"


def _candidate(row: Row | None) -> Candidate | None:
    if row is None:
        return None
    port = str(int(_number(row, "port") or 0))
    return Candidate(
        _text(row, "candidateType"), _text(row, "protocol"), _text(row, "address"), port
    )


def _text(row: Row | None, name: str) -> str:
    value = getattr(row, name, "")
    return value if isinstance(value, str) else ""


def _number(row: Row | None, name: str) -> float | None:
    value = getattr(row, name, None)
    return float(value) if isinstance(value, int | float) else None
