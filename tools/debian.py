"""The real parts for the tests, from Debian: servers, phones, browsers. Starts no service."""

import contextlib
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

# Where to look that a package is there: a program, or a file below /.
TEST_PACKAGES = {
    "kamailio": "kamailio",
    "kamailio-websocket-modules": "usr/lib/*/kamailio/modules/websocket.so",
    "kamailio-tls-modules": "usr/lib/*/kamailio/modules/tls.so",
    "rtpengine-daemon": "rtpengine",
    "sip-tester": "sipp",
    "baresip-core": "baresip",
    "coturn": "turnserver",
    "openssl": "openssl",
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
}
_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
_POLICY = Path("/usr/sbin/policy-rc.d")


def missing(packages: dict[str, str], root: Path = Path("/")) -> list[str]:
    """The packages of which the tell-tale program or file is not there."""
    return [name for name, sign in packages.items() if not _is_there(sign, root)]


def _is_there(sign: str, root: Path) -> bool:
    if "/" in sign:
        return any(root.glob(sign))
    return shutil.which(sign, path=_PATH) is not None


def install_command(packages: Iterable[str]) -> list[str]:
    """The apt-get command for these packages and nothing that they merely recommend."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def advice(packages: Iterable[str]) -> str:
    """What a person types who may not install, or where it failed."""
    return f"sudo apt-get update && sudo {shlex.join(install_command(packages))}"


def can_install() -> bool:
    """True for root on a machine with apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get", path=_PATH) is not None


def install(packages: Iterable[str]) -> None:
    """Installs, silently unless it fails. Raises CalledProcessError then, after apt's own words."""
    environment = {**os.environ, "PATH": _PATH, "DEBIAN_FRONTEND": "noninteractive"}
    with no_service_starts():
        for command in (["apt-get", "update"], install_command(packages)):
            done = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            if done.returncode != 0:
                print(*done.stdout.splitlines()[-15:], sep="\n")
                done.check_returncode()


@contextlib.contextmanager
def no_service_starts(policy: Path = _POLICY) -> Iterator[None]:
    """While apt works, no package starts its service (Debian's policy-rc.d; 101 forbids)."""
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()
