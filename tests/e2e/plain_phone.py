"""A plain SIP phone over UDP with plain RTP that sends back what it hears: Debian's sipp."""

import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.e2e.server import SipServer, free_port

SCENARIOS = Path(__file__).with_name("sipp")


class PlainPhone:
    """One call while the `with` block lasts: `echo` waits for it, `door` calls `callee`."""

    def __init__(
        self, server: SipServer, scenario: str, *, port: int = 0, callee: str = "", stay: float = 2
    ) -> None:
        """`stay` are the seconds for which a caller talks; port 0 is any free one."""
        media = free_port(socket.SOCK_DGRAM)
        own = port or free_port(socket.SOCK_DGRAM)
        self._command = [
            *("sipp", f"127.0.0.1:{server.sip_port}", "-sf", f"{SCENARIOS / scenario}.xml"),
            *("-i", "127.0.0.1", "-p", str(own), "-mi", "127.0.0.1", "-mp", str(media)),
            *("-rtp_echo", "-m", "1", "-nostdin", "-d", str(int(stay * 1000))),
            *("-key", "domain", server.domain, "-s", callee or "nobody"),
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self._directory = tempfile.TemporaryDirectory(prefix="sipwidget-")

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            cwd=self._directory.name,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(5)
        self._directory.cleanup()

    def succeeded(self, seconds: float = 15) -> bool:
        """Wait for the end of the call: whether it went as the scenario has it."""
        assert self._process is not None
        return self._process.wait(seconds) == 0
