"""A plain SIP phone over UDP with plain RTP that sends back what it hears: Debian's sipp."""

import re
import socket
import subprocess
import tempfile
from collections.abc import Mapping
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
        keys: Mapping[str, str] | None = None,
    ) -> None:
        """`stay` are the seconds of the scenario's pause, `keys` the texts of its own keywords."""
        self._server = server
        self._user = user
        port = free_port(socket.SOCK_DGRAM)
        self._contact = f"sip:{user}@127.0.0.1:{port}"
        self._directory = tempfile.TemporaryDirectory(prefix="sipwidget-")
        self._messages = Path(self._directory.name) / "messages"
        pairs = {"domain": server.domain, **(keys or {})}
        self._command = [
            *("sipp", f"127.0.0.1:{server.sip_port}", "-sf", f"{SCENARIOS / scenario}.xml"),
            *("-i", "127.0.0.1", "-p", str(port), "-mi", "127.0.0.1"),
            *("-mp", str(free_port(socket.SOCK_DGRAM)), "-rtp_echo", "-m", "1", "-nostdin"),
            *("-d", str(int(stay * 1000)), "-s", callee or "nobody"),
            *("-trace_msg", "-message_file", str(self._messages)),
            *(word for pair in pairs.items() for word in ("-key", *pair)),
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
