"""A telephone with a mind of its own: Debian's baresip, over UDP with plain RTP.

    with Baresip(server, "bob", "pw-bob", tone=440) as bob:
        bob.command("dial", "sip:alice@sip.test")
        bob.until("CALL_ESTABLISHED")

It is driven and watched over its ctrl_tcp module: JSON in netstrings, both ways.
"""

import array
import contextlib
import json
import math
import os
import queue
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import wave
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from tests.e2e.server import SipServer, free_port, free_sip_port

TEMPLATE = Path(__file__).with_name("baresip.cfg.in")
RATE = 8000  # of G.711, and thus of all its sound files
START_SECONDS = 8.0
SECONDS = 15.0
LOUD = 200  # of 32767, what it hears of Chromium's test microphone, which beeps once a second


@dataclass(frozen=True, slots=True)
class Event:
    """What the telephone tells: `CALL_INCOMING`, `CALL_DTMF_START`, with the time it came."""

    kind: str
    text: str
    time: float


class Baresip:
    """A telephone of `user`, registered while the `with` block lasts.

    It plays a tone of so many Hertz. `answer` is what it does with a call: `manual` waits for the
    command `accept`, `early` does so with early media, `auto` answers.
    """

    def __init__(
        self,
        server: SipServer,
        user: str,
        password: str,
        *,
        tone: int = 440,
        answer: str = "manual",
    ) -> None:
        self._server = server
        self._user = user
        self._sip_port = free_sip_port()
        self._control_port = free_port(socket.SOCK_STREAM)
        self._account = (
            f"<sip:{user}@{server.domain}>;auth_user={user};auth_pass={password}"
            f';outbound="sip:127.0.0.1:{server.sip_port};transport=udp";regint=300'
            f";answermode={answer};audio_codecs=pcmu,pcma\n"
        )
        self._tone = tone
        self._directory = Path(tempfile.mkdtemp(prefix="sipwidget-"))
        self._events: queue.Queue[Event] = queue.Queue()
        self._seen: list[Event] = []

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            stack.callback(shutil.rmtree, self._directory, ignore_errors=True)
            self._process = self._start()
            stack.callback(_end, self._process)
            self._control = stack.enter_context(self._connect())
            threading.Thread(target=self._read, daemon=True).start()
            self._wait_until_registered()
            self._exit = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._exit.close()

    # --- what is done with it ---

    def command(self, name: str, text: str = "") -> None:
        """One of its own commands: `dial` an address, `accept`, `hangup`."""
        body = json.dumps({"command": name, "params": text}).encode()
        self._control.sendall(b"%d:%s," % (len(body), body))

    # --- what it tells ---

    def until(self, kind: str, seconds: float = SECONDS) -> Event:
        """The next event of that kind; others are passed over. Raises AssertionError for none."""
        deadline = time.monotonic() + seconds
        with contextlib.suppress(queue.Empty):
            while True:
                event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
                self._seen.append(event)
                if event.kind == kind:
                    return event
        raise AssertionError(
            f"no {kind}; seen: {[each.kind for each in self._seen]}\n{self._log()}"
        )

    def rest(self) -> list[Event]:
        """All that has come since, and is taken out."""
        events = []
        with contextlib.suppress(queue.Empty):
            while True:
                events.append(self._events.get_nowait())
        return events

    def loudness(self) -> float:
        """How loud the last second was that it heard, as a root mean square of 16-bit samples."""
        found = sorted(self._directory.glob("dump-*-dec.wav"))
        heard = found[-1].read_bytes()[44:][-2 * RATE :] if found else b""
        samples = array.array("h", heard[: len(heard) & ~1])
        return math.sqrt(sum(each * each for each in samples) / max(1, len(samples)))

    # --- how it lives ---

    def _start(self) -> subprocess.Popen[bytes]:
        values = {
            "SIP_PORT": self._sip_port,
            "CONTROL_PORT": self._control_port,
            "MODULES": _modules(),
            "TONE": self._write_tone(),
            "HEARD": self._directory,
        }
        config = re.sub(r"@([A-Z_]+)@", lambda gap: str(values[gap[1]]), TEMPLATE.read_text())
        (self._directory / "config").write_text(config)
        (self._directory / "accounts").write_text(self._account)
        (self._directory / "contacts").write_text("")
        with (self._directory / "log").open("wb") as log:
            return subprocess.Popen(
                ["baresip", "-4", "-f", str(self._directory)],
                env={**os.environ, "HOME": str(self._directory)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _write_tone(self) -> Path:
        """A minute of the tone; each of its seconds is the same, for whole Hertz."""
        second = (
            int(9000 * math.sin(2 * math.pi * self._tone * each / RATE)) for each in range(RATE)
        )
        samples = array.array("h", second)
        path = self._directory / "tone.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes() * 60)
        return path

    def _connect(self) -> socket.socket:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self._control_port))
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"baresip does not start:\n{self._log()}") from None
                time.sleep(0.02)

    def _wait_until_registered(self) -> None:
        """At the server: the event comes before anybody can listen."""
        deadline = time.monotonic() + START_SECONDS
        mine = f"127.0.0.1:{self._sip_port}"
        while not any(mine in each for each in self._server.contacts().get(self._user, [])):
            if time.monotonic() > deadline:
                raise RuntimeError(f"baresip does not register:\n{self._log()}")
            time.sleep(0.02)

    def _read(self) -> None:
        """Takes what comes until the connection ends; runs in a thread."""
        with contextlib.suppress(OSError), self._control.makefile("rb") as stream:
            while length := _number(stream):
                message = json.loads(stream.read(length))
                stream.read(1)  # the comma
                if message.get("event"):
                    text = message.get("param", "")
                    self._events.put(Event(message["type"], text, time.monotonic()))

    def _log(self) -> str:
        return (self._directory / "log").read_text(errors="replace")[-2000:]


def _number(stream: BinaryIO) -> int:
    """The digits before the next colon; 0 at the end of the stream."""
    digits = b""
    while (one := stream.read(1)) not in (b":", b""):
        digits += one
    return int(digits or 0)


def _modules() -> Path:
    """Where Debian put baresip's modules on this kind of machine."""
    return [*Path("/usr/lib").glob("*/baresip/modules"), Path("/usr/lib/baresip/modules")][0]


def _end(process: subprocess.Popen[bytes]) -> None:
    """It unregisters when it is asked to end."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
