"""The call flows that lie beside the project's root, and the player that acts as their server."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Subprotocol

SHARED = Path(__file__).parents[3] / "shared" / "conformance"
FLOWS = SHARED / "flows_rfc3665_7118.json"
PLAYER = SHARED / "tools" / "flowplayer.py"
# Whose account it is in all flows, and whom it calls.
ACCOUNT = {"domain": "pbx.example", "username": "alice", "password": "s3cret"}
CALLEE = "sip:bob@pbx.example"
SECONDS = 30.0  # that a flow may wait for the phone, all in all


def named(*without: str) -> list[Any]:
    """The names of all flows but some, for parametrize: one that is skipped where none are."""
    if not FLOWS.is_file():
        reason = "needs shared/conformance beside the project's root"
        return [pytest.param("", marks=pytest.mark.skip(reason))]
    names = [flow["id"] for flow in json.loads(FLOWS.read_text("utf-8"))]
    assert set(without) <= set(names)
    return [name for name in names if name not in without]


class Player:
    """The server of one flow, a program of its own.

    with Player("call-cancel") as player:   # listens at player.url
        for action in player.actions():     # what the phone's user has to do now
            ...
        assert player.passed, player.report
    """

    def __init__(self, flow: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"ws://127.0.0.1:{free.getsockname()[1]}"
        self._command = [sys.executable, PLAYER, FLOWS, flow, "--port", self.url.rpartition(":")[2]]
        self.report = ""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        deadline = time.monotonic() + SECONDS
        while not self._listens():
            assert self._process.poll() is None, "the player does not run"
            assert time.monotonic() < deadline, "the player does not listen"
            time.sleep(0.02)
        return self

    def _listens(self) -> bool:
        """Whether one can connect: not as a phone, which is what the flow waits for."""
        try:
            with connect(self.url, subprotocols=[Subprotocol("ctl")]):
                return True
        except (OSError, WebSocketException):
            return False

    def actions(self) -> Iterator[dict[str, str]]:
        """What the user has to do, when it is time, until the flow is over."""
        assert self._process.stdout
        for line in self._process.stdout:
            self.report += line
            if line.startswith("ACTION "):
                yield json.loads(line.removeprefix("ACTION "))
        self._process.wait(SECONDS)

    @property
    def passed(self) -> bool:
        """Every step went as the flow has it."""
        return self._process.returncode == 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()
