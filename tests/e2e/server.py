"""The real SIP server of these tests: Debian's Kamailio and rtpengine, on loopback.

    with SipServer({"alice": "pw-alice", "bob": "pw-bob"}) as server:
        server.url         # ws://127.0.0.1:PORT/ws
        server.contacts()  # {"alice": ["sip:..."]}, from the location table
        server.bind("carol", f"sip:carol@127.0.0.1:{port}")  # a phone that cannot register
        server.stop_proxy(hard=True); server.start_proxy()  # an outage on the same port

All it writes lies in one temporary directory; both daemons are children in the foreground, ended by
pid. No root needed, and no service of the machine is touched.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

TEMPLATE = Path(__file__).with_name("kamailio.cfg.in")
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
READY_SECONDS = 10.0
PROBE = "\r\n".join(
    (
        "OPTIONS sip:127.0.0.1:{server} SIP/2.0",
        "Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{nonce};rport",
        "From: <sip:probe@127.0.0.1>;tag=1",
        "To: <sip:127.0.0.1>",
        "Call-ID: {nonce}",
        "CSeq: 1 OPTIONS",
        "Max-Forwards: 5",
        "Content-Length: 0",
        "",
        "",
    )
)


class SipServer:
    """Registrar and proxy on `url` for `users` (name: password) of `domain`.

    With `relay` the media of two browsers goes through rtpengine as well, otherwise only that
    between a browser and a plain phone.
    """

    def __init__(
        self,
        users: Mapping[str, str],
        *,
        domain: str = "sip.test",
        algorithm: str = "MD5",
        relay: bool = False,
    ) -> None:
        self.users = dict(users)
        self.domain = domain
        self.algorithm = algorithm
        self.relay = relay
        self.ws_port = free_port(socket.SOCK_STREAM)
        self.sip_port = free_sip_port()
        self._ng_port = free_port(socket.SOCK_DGRAM)
        self._directory = Path(tempfile.mkdtemp(prefix="sipwidget-"))
        self._proxy: subprocess.Popen[bytes] | None = None
        self._media: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for `websocketUrl`."""
        return f"ws://127.0.0.1:{self.ws_port}/ws"

    def __enter__(self) -> Self:
        (self._directory / "kamailio.cfg").write_text(self._settings())
        try:
            self.start_media()
            self.start_proxy()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends both daemons and removes their directory."""
        self.stop_proxy()
        self.stop_media()
        shutil.rmtree(self._directory, ignore_errors=True)

    def start_proxy(self) -> None:
        """Starts Kamailio on the same ports as before; returns when it answers."""
        directory = str(self._directory)
        self._proxy = self._start(
            "kamailio",
            *("-DD", "-E", "-f", f"{directory}/kamailio.cfg", "-m", "32", "-M", "8"),
            *("-Y", directory, "-w", directory, "-P", f"{directory}/kamailio.pid"),
        )
        self._wait(self._proxy, "kamailio", self._proxy_answers)

    def stop_proxy(self, *, hard: bool = False) -> None:
        """Ends Kamailio; `hard` kills it, so that it closes nothing properly."""
        _end(self._proxy, hard=hard)
        self._proxy = None

    def stop_media(self, *, hard: bool = False) -> None:
        """Ends rtpengine, and with it what it knows of calls."""
        _end(self._media, hard=hard)
        self._media = None

    @contextlib.contextmanager
    def frozen(self, *, media: bool = False) -> Iterator[None]:
        """Kamailio or rtpengine takes what comes and does nothing with it while the block lasts."""
        process = self._media if media else self._proxy
        assert process is not None
        os.killpg(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGCONT)

    @contextlib.contextmanager
    def killed(self, *, media: bool = False) -> Iterator[None]:
        """Kamailio or rtpengine is not there while the block lasts; the next knows nothing."""
        stop, start = (
            (self.stop_media, self.start_media) if media else (self.stop_proxy, self.start_proxy)
        )
        stop(hard=True)
        try:
            yield
        finally:
            start()

    def pending(self) -> int:
        """The transactions of Kamailio's that wait for a response."""
        counts = self.rpc("tm.stats")
        return int(counts["current"]) - int(counts["waiting"])

    def relayed(self) -> bool:
        """Whether rtpengine knows of a call."""
        return b"5:callsle" not in self._ask_media(b"d7:command4:liste")

    def rpc(self, method: str, *parameters: object) -> Any:
        """Kamailio's JSON-RPC over HTTP. Raises RuntimeError with its words."""
        call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ws_port}/rpc",
            json.dumps(call).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            answer = json.loads(error.read() or b"{}")
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer.get("result")

    def contacts(self) -> dict[str, list[str]]:
        """The Contact URIs of each registered user."""
        tables = [domain["Domain"] for domain in self.rpc("ul.dump").get("Domains", [])]
        users = [user["Info"] for table in tables for user in table.get("AoRs", [])]
        return {
            user["AoR"].partition("@")[0]: [each["Contact"]["Address"] for each in user["Contacts"]]
            for user in users
        }

    def calls(self) -> dict[str, int]:
        """What both daemons still know of calls, half a minute after the last of them at most."""
        transactions = int(self.rpc("tm.stats")["current"])
        return {"media at rtpengine": int(self.relayed()), "transactions": transactions}

    def bind(self, user: str, contact: str) -> None:
        """Enters a Contact for a user into the location table, beside those that are there."""
        self.rpc("ul.add", "location", f"{user}@{self.domain}", contact, 60, 1.0, "", 0, 0, 0x7FFF)

    def unbind(self, user: str, contact: str) -> None:
        """Takes it out again."""
        self.rpc("ul.rm_contact", "location", f"{user}@{self.domain}", contact)

    def fault(self, method: str, status: int | None) -> None:
        """Answers `method` with `status`, 0 for silence, until it is None again."""
        if status is None:
            self.rpc("htable.delete", "fault", method)
        else:
            self.rpc("htable.seti", "fault", method, status)

    @contextlib.contextmanager
    def faulty(self, method: str, status: int) -> Iterator[None]:
        """While the block lasts, answers `method` so.

        Three more things may be named: `ring` gives up on a callee after so many milliseconds,
        `direct` takes all candidates but those of relays from the descriptions of two browsers,
        `apart` gives each fork a way of its own for the media, as if by several gateways.
        """
        self.fault(method, status)
        try:
            yield
        finally:
            self.fault(method, None)

    def _settings(self) -> str:
        values = {
            "DOMAIN": self.domain,
            "SIP_PORT": self.sip_port,
            "WS_PORT": self.ws_port,
            "NG_PORT": self._ng_port,
            "MODULES": _modules(),
            "ALGORITHM": "" if self.algorithm == "MD5" else self.algorithm,
            "RELAY_WS_TO_WS": int(self.relay),
            "USER_LINES": "\n".join(
                f'    $sht(users=>{name}) = "{password}";' for name, password in self.users.items()
            ),
        }
        return re.sub(r"@([A-Z_]+)@", lambda gap: str(values[gap[1]]), TEMPLATE.read_text())

    def start_media(self) -> None:
        """Starts rtpengine; returns when it answers."""
        low = free_port(socket.SOCK_DGRAM)
        self._media = self._start(
            "rtpengine",
            *("--config-file=none", "--table=-1", "--interface=127.0.0.1"),
            *(f"--listen-ng=127.0.0.1:{self._ng_port}", f"--port-min={low}"),
            *(f"--port-max={min(low + 200, 65_535)}", "--foreground", "--log-stderr"),
            *("--log-level=5", "--num-threads=2", "--timeout=60", "--delete-delay=0"),
            "--dtls-passive",  # DTLS=passive in a call would turn the role in mid-handshake
        )
        self._wait(self._media, "rtpengine", self._media_answers)

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        found = shutil.which(program, path=PATH)
        if found is None:
            raise RuntimeError(f"{program} is not installed")
        with (self._directory / f"{program}.log").open("ab") as log:
            # A session of its own: Kamailio forks a dozen workers, which are killed as one group.
            return subprocess.Popen(
                [found, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait(self, process: subprocess.Popen[bytes], name: str, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            try:
                if ready():
                    return
            except OSError:
                time.sleep(0.02)
        log = (self._directory / f"{name}.log").read_text(errors="replace")
        raise RuntimeError(f"{name} is not ready:\n{log[-3000:]}")

    def _media_answers(self) -> bool:
        return b"pong" in self._ask_media(b"d7:command4:pinge")

    def _ask_media(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.2)
            cookie = str(time.monotonic_ns()).encode()  # the same one again gets the same answer
            probe.sendto(cookie + b" " + command, ("127.0.0.1", self._ng_port))
            return probe.recv(65_536)

    def _proxy_answers(self) -> bool:
        """An OPTIONS over UDP is answered by a worker: its script is loaded and runs."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            probe.settimeout(0.15)
            port, nonce = probe.getsockname()[1], time.monotonic_ns()
            text = PROBE.format(server=self.sip_port, port=port, nonce=nonce)
            probe.sendto(text.encode(), ("127.0.0.1", self.sip_port))
            if b"SIP/2.0" not in probe.recv(4096):
                return False
        with socket.create_connection(("127.0.0.1", self.ws_port), 0.3):
            return True


def free_port(kind: socket.SocketKind) -> int:
    """A port of loopback that nobody has at the moment."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_sip_port() -> int:
    """A port that is free for both UDP and TCP."""
    for _ in range(50):
        port = free_port(socket.SOCK_STREAM)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is free for both UDP and TCP")


def _modules() -> str:
    """Where Debian put Kamailio's modules on this kind of machine."""
    found = [*Path("/usr/lib").glob("*/kamailio/modules"), Path("/usr/lib/kamailio/modules")]
    return str(found[0])


def _end(process: subprocess.Popen[bytes] | None, *, hard: bool) -> None:
    """Ends a child that leads a process group of its own."""
    if process is None or process.poll() is not None:
        return
    if hard:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)
