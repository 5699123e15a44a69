"""The door's media, against another peer of aiortc that sends events as browsers do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiortc.mediastreams import AudioStreamTrack
from aiortc.rtp import RtpPacket

from demo.intercom import Intercom
from demo.peer import Peer
from demo.tones import offered_tones, with_tones
from sipwidget.sip.sdp import parse

pytestmark = pytest.mark.timeout(60)
Ends = tuple[Intercom, Peer, "asyncio.Queue[str]"]


def nothing() -> None:
    """Nobody wants to know."""


@asynccontextmanager
async def ends() -> AsyncIterator[Ends]:
    """The door, a phone with a voice and an eye, and the keys that the door hears."""
    keys: asyncio.Queue[str] = asyncio.Queue()
    phone, seen = Peer(nothing), asyncio.Event()
    door = Intercom(nothing, seen.set, keys.put_nowait)
    phone.connection.addTrack(AudioStreamTrack())
    try:
        yield door, phone, keys
    finally:
        await phone.close()
        await door.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:  # aiortc's own end by themselves, at most one check of ICE later
        assert not (await asyncio.wait(others, timeout=2))[1]


async def press(phone: Peer, payload_type: int, event: int) -> None:
    """The packets of one key, over the transport and by the source of the voice."""
    sender = phone.connection.getSenders()[0]
    for number in range(4):
        octets = bytes((event, 0x8A if number > 1 else 0x0A, 0, 160))
        packet = RtpPacket(payload_type, 0, 40_000 + number, 90_000, sender._ssrc, octets)
        await sender.transport._send_rtp(packet.serialize())


async def seen(phone: Peer) -> None:
    """Pictures and sounds come."""
    async with asyncio.timeout(20):
        for receiver in phone.connection.getReceivers():
            for _ in range(3):
                await receiver.track.recv()


def test_whom_the_door_calls_gets_picture_and_sound_and_can_press_keys() -> None:
    async def run() -> None:
        async with ends() as (door, phone, keys):
            offer = await door.offer()
            sound, picture = parse(offer).media
            assert (sound.kind, sound.direction) == ("audio", "sendrecv")
            assert (picture.kind, picture.direction) == ("video", "sendonly")
            assert offered_tones(offer) == {"101": 8000}
            assert offer.count("a=rtpmap:101 ") == 1  # nothing else has the number
            answer = await phone.answer(offer)
            assert answer
            assert await door.take(with_tones(answer, {"101": 8000}))
            await seen(phone)
            await press(phone, 101, 11)
            async with asyncio.timeout(5):
                assert await keys.get() == "#"
            assert keys.empty()

    asyncio.run(run())


def test_who_calls_the_door_keeps_the_numbers_of_its_events() -> None:
    async def run() -> None:
        async with ends() as (door, phone, keys):
            phone.connection.addTransceiver("video", direction="sendrecv")
            offer = with_tones(await phone.offer(), {"110": 48_000, "126": 8000})
            answer = await door.answer(offer)
            assert answer
            assert offered_tones(answer) == {"110": 48_000, "126": 8000}
            assert [one.direction for one in parse(answer).media] == ["sendrecv", "sendonly"]
            assert await phone.take(answer)
            await seen(phone)
            await press(phone, 126, 5)
            async with asyncio.timeout(5):
                assert await keys.get() == "5"

    asyncio.run(run())


def test_a_call_without_pictures_and_without_events_is_a_call() -> None:
    async def run() -> None:
        async with ends() as (door, phone, _):
            answer = await door.answer(await phone.offer())
            assert answer
            assert [one.kind for one in parse(answer).media] == ["audio"]
            assert offered_tones(answer) == {}
            assert await phone.take(answer)
            await seen(phone)

    asyncio.run(run())


def test_what_makes_no_call_is_told() -> None:
    async def run() -> None:
        async with ends() as (door, _, _):
            assert await door.answer("v=0\r\nm=audio 9 RTP/AVP 0\r\n") is None

    asyncio.run(run())
