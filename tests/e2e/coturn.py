"""A real TURN server on loopback: Debian's coturn.

    with TurnServer() as turn:
        turn.setting  # for `turnServers`

It relays from an address of its own, 127.0.0.2, and for those who log in. What comes to that
address from another than a relay is dropped: no peer has asked it to let in more (RFC 8656, 9).
"""

import contextlib
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from tests.e2e.server import PATH, free_sip_port

RELAY = "127.0.0.2"
USER = "alice"
PASSWORD = "p@ss,word:1"  # all that must be escaped
READY_SECONDS = 10.0
# Binding request (RFC 8489, 5): type, no attributes, magic cookie, transaction.
PROBE = bytes.fromhex("0001 0000 2112a442")


class TurnServer:
    """Over UDP and TCP on one port, while the `with` block lasts."""

    def __init__(self) -> None:
        self.port = free_sip_port()
        self.setting = f"turn:{USER}:{quote(PASSWORD)}@127.0.0.1:{self.port}"
        self._directory = Path(tempfile.mkdtemp(prefix="sipwidget-"))

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            stack.callback(shutil.rmtree, self._directory, ignore_errors=True)
            self._process = self._start()
            stack.callback(_end, self._process)
            self._wait()
            self._exit = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._exit.close()

    def _start(self) -> subprocess.Popen[bytes]:
        program = shutil.which("turnserver", path=PATH)
        assert program is not None, "coturn is not installed"
        with (self._directory / "log").open("wb") as log:
            return subprocess.Popen(
                [
                    *(program, "-n", "--no-cli", "--no-tls", "--no-dtls", "--lt-cred-mech"),
                    *("--listening-ip=127.0.0.1", f"--listening-port={self.port}"),
                    *(f"--relay-ip={RELAY}", "--allow-loopback-peers", "--realm=sip.test"),
                    *(f"--user={USER}:{PASSWORD}", f"--userdb={self._directory / 'users'}"),
                    *(f"--pidfile={self._directory / 'pid'}", "--log-file=stdout"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if self._answers():
                    return
            time.sleep(0.02)
        raise RuntimeError(f"coturn is not ready:\n{(self._directory / 'log').read_text()[-2000:]}")

    def _answers(self) -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.2)
            probe.sendto(PROBE + secrets.token_bytes(12), ("127.0.0.1", self.port))
            return probe.recv(500).startswith(b"\x01\x01")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
