"""A plain SIP phone over UDP with plain RTP that sends back what it hears: Debian's sipp."""

import math
import re
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.e2e.server import SipServer, free_port

SCENARIOS = Path(__file__).with_name("sipp")


class PlainPhone:
    """One call while the `with` block lasts, as the scenario has it: `door` calls, others wait.

    Those that wait are reached as `user`, if one is given.
    """

    def __init__(
        self,
        server: SipServer,
        scenario: str,
        *,
        user: str = "",
        callee: str = "",
        stay: float = 2,
        status: str = "200 OK",
        tone: int = 0,
    ) -> None:
        """What a scenario may make use of: seconds to stay, a status line, a tone in Hertz."""
        self._server = server
        self._user = user
        port = free_port(socket.SOCK_DGRAM)
        self._contact = f"sip:{user}@127.0.0.1:{port}"
        self._directory = tempfile.TemporaryDirectory(prefix="sipwidget-")
        self._messages = Path(self._directory.name) / "messages"
        script = Path(self._directory.name) / "scenario.xml"
        sound = Path(self._directory.name) / "tone"
        sound.write_bytes(_mu_law(tone) * 20)
        values = {"STATUS": status, "STAY": int(stay * 1000), "TONE": sound}
        text = (SCENARIOS / f"{scenario}.xml").read_text()
        script.write_text(re.sub(r"@([A-Z]+)@", lambda gap: str(values[gap[1]]), text))
        self._command = [
            *("sipp", f"127.0.0.1:{server.sip_port}", "-sf", str(script)),
            *("-i", "127.0.0.1", "-p", str(port), "-mi", "127.0.0.1"),
            *("-mp", str(free_port(socket.SOCK_DGRAM)), "-m", "1", "-nostdin"),
            *(() if tone else ("-rtp_echo",)),
            *("-d", str(int(stay * 1000)), "-s", callee or "nobody"),
            *("-key", "domain", server.domain, "-trace_msg", "-message_file", str(self._messages)),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            cwd=self._directory.name,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if self._user:
            self._server.bind(self._user, self._contact)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._user:
            self._server.unbind(self._user, self._contact)
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(5)
        self._directory.cleanup()

    def succeeded(self, seconds: float = 15) -> bool:
        """Wait for the end of the call: whether it went as the scenario has it."""
        assert self._process is not None
        return self._process.wait(seconds) == 0

    def received(self, method: str) -> list[str]:
        """The requests of that method that have come, once each, as they were on the wire."""
        text = self._messages.read_text(errors="replace") if self._messages.exists() else ""
        found = re.split(r"(?m)^-{10,}.*\n(?=.*\bmessage (?:received|sent))", text)
        requests = [part.partition("\n\n")[2] for part in found if "message received" in part[:200]]
        return list(dict.fromkeys(each for each in requests if each.startswith(f"{method} ")))


def _mu_law(hertz: int) -> bytes:
    """A second of a tone, loud, as G.711 has it: sign, exponent and mantissa, all bits inverted."""
    encoded = bytearray()
    for each in range(8000):
        sample = int(8000 * math.sin(2 * math.pi * hertz * each / 8000))
        biased = abs(sample) + 132
        exponent = biased.bit_length() - 8
        mantissa = biased >> (exponent + 3) & 0x0F
        encoded.append(0xFF ^ ((sample < 0) << 7 | exponent << 4 | mantissa))
    return bytes(encoded)
