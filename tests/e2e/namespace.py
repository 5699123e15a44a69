"""A machine of its own for a browser: a network namespace with two cables, either of which can go.

    with Namespace() as machine:
        machine.plug(1)          # it has 10.77.1.2, this machine 10.77.1.1
        machine.home             # an address of this machine that it reaches by any cable
        with machine.inside():   # sockets that are made here are its own
            ...
        machine.unplug(1)

Only root may make one; `possible` tells.
"""

import contextlib
import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.conftest import PROGRAM_PATH

NETWORK = 0x40000000  # CLONE_NEWNET
CABLES = (1, 2)


def possible() -> bool:
    """Whether namespaces can be made here."""
    if os.geteuid() or not shutil.which("ip", path=PROGRAM_PATH):
        return False
    try:
        with Namespace():
            return True
    except subprocess.CalledProcessError:
        return False


class Namespace:
    """It is there while the `with` block lasts."""

    home = "10.77.9.1"

    def __init__(self) -> None:
        self.name = f"sipwidget{os.getpid()}"

    @property
    def prefix(self) -> tuple[str, ...]:
        """What starts a program in it."""
        return ("ip", "netns", "exec", self.name)

    def __enter__(self) -> Self:
        _ip("netns", "add", self.name)
        try:
            _ip("-n", self.name, "link", "set", "lo", "up")
            _ip("address", "add", f"{self.home}/32", "dev", "lo")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing of it is left."""
        for cable in CABLES:
            with contextlib.suppress(subprocess.CalledProcessError):
                self.unplug(cable)
        with contextlib.suppress(subprocess.CalledProcessError):
            _ip("address", "del", f"{self.home}/32", "dev", "lo")
        _ip("netns", "del", self.name)

    def plug(self, cable: int) -> None:
        """From here on there is this way, which a cable of a lower number is preferred to."""
        here, there = f"sipw{cable}here", f"sipw{cable}there"
        _ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", self.name)
        _ip("address", "add", f"10.77.{cable}.1/24", "dev", here)
        _ip("link", "set", here, "up")
        _ip("-n", self.name, "address", "add", f"10.77.{cable}.2/24", "dev", there)
        _ip("-n", self.name, "link", "set", there, "up")
        way = ("default", "via", f"10.77.{cable}.1", "metric", str(100 * cable))
        _ip("-n", self.name, "route", "add", *way)

    def unplug(self, cable: int) -> None:
        """The way and its addresses are gone."""
        _ip("link", "del", f"sipw{cable}here")

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """This thread is there while the block lasts."""
        with Path("/proc/thread-self/ns/net").open() as back:
            with Path(f"/run/netns/{self.name}").open() as there:
                _enter(there.fileno())
            try:
                yield
            finally:
                _enter(back.fileno())


def _enter(namespace: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(namespace, NETWORK):
        raise OSError(ctypes.get_errno(), "setns")


def _ip(*arguments: str) -> None:
    program = shutil.which("ip", path=PROGRAM_PATH)
    assert program
    subprocess.run([program, *arguments], check=True, capture_output=True)
