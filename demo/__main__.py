"""``python -m demo``: serves until Ctrl-C; ``make demo`` sets all up first.

PORT fixes the port. With SOURCE the page runs the files under src/ as they stand, for edit and
reload; Python then takes some seconds to start.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tools.build import build
from tools.page import BuildError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))


def wanted_port() -> int | None:
    """The environment's PORT; None where there is none."""
    text = os.environ.get("PORT", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65_536):
        sys.exit(f"PORT={text} is no port: a number from 1 to 65535 is wanted.")
    return int(text)


async def run(port: int | None) -> None:
    """Serve until Ctrl-C."""
    from demo.files import SOURCE, Files
    from demo.server import WIDGET, PortTakenError, serve  # the media libraries: a second or two

    widget = Files(ROOT, SOURCE) if as_source() else WIDGET
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with serve(port, widget=widget) as running:
            print(f"Ready: {running.url}")
            print("Open it, and ring at the door. Ctrl-C ends it.", flush=True)
            await stop.wait()
            print("\nHanging up ...", flush=True)
    except PortTakenError as error:
        sys.exit(str(error))


def as_source() -> bool:
    """Whether the page is to run the source as it stands."""
    return bool(os.environ.get("SOURCE"))


def main() -> None:
    """Say what is missing, or run."""
    port = wanted_port()
    if not (ROOT / "vendor" / "pyodide").is_dir():
        sys.exit("The browser's Python is not there yet: `make demo` gets it.")
    try:
        if not as_source():
            build()
    except BuildError as error:
        sys.exit(f"Not built: {error}")
    print("Starting the SIP server, the door and the echo test ...", flush=True)
    try:
        asyncio.run(run(port))
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
