"""A static web server for developing and for tests: `python -m tools.serve [PORT]`.

The page runs from the source as it stands: edit, reload. Everything is served as `no-cache`, so a
reload asks for each file anew, and is told 304 for those that are still the same.
"""

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".py": "text/x-python; charset=utf-8",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".yaml": "application/yaml",
    ".zip": "application/zip",
}


class StaticRequest(SimpleHTTPRequestHandler):
    """One connection: the standard library's, with our types, no-cache and no log."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Adds the one header that all answers carry."""
        self.send_header("Cache-Control", self.cache_control())
        super().end_headers()

    def cache_control(self) -> str:
        """What the browser may do with the answer the next time."""
        return "no-cache"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name in the base
        """Nothing: the browser's own list of requests says more."""


class StaticServer:
    """Serves a folder on loopback while the `with` block lasts; `url` ends with a slash."""

    def __init__(
        self, folder: Path = ROOT, port: int = 0, answers: type[StaticRequest] = StaticRequest
    ) -> None:
        """Port 0 is any free one."""
        handle = partial(answers, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handle)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self.url = f"http://localhost:{self._server.server_port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def main() -> None:
    """Serves the project's folder until Ctrl-C."""
    with StaticServer(port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080) as server:
        print(f"Serving the source on {server.url} (Ctrl-C ends it)", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
