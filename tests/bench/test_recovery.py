import time

from bench.recovery import Watch
from tests.e2e.hop import Hop
from tests.e2e.tampering import TEXT, Frame


def frame(start: str) -> Frame:
    said = f"{start}\r\nCSeq: 2 REGISTER\r\n\r\n".encode()
    return Frame(said, TEXT, said)


def test_the_first_registration_after_the_fault_counts() -> None:
    with Hop(9) as hop:
        watch = Watch(hop)
    list(watch.note(frame("SIP/2.0 200 OK")))
    begun = time.monotonic()
    list(watch.note(frame("SIP/2.0 401 Unauthorized")))
    assert watch.since(begun, 0.01) == 0.01
    list(watch.note(frame("SIP/2.0 200 OK")))
    assert watch.since(begun) == watch.times[1] - begun


def test_each_frame_passes() -> None:
    with Hop(9) as hop:
        watch = Watch(hop)
    assert list(watch.note(frame("SIP/2.0 200 OK"))) == [frame("SIP/2.0 200 OK").data]
