"""The scripted camera on a host of its own: a page that shows it loads from another origin."""

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from tests.browser.camera import Camera


class CameraServer:
    """Serves while the `with` block lasts; `url` has no slash at its end."""

    def __init__(self) -> None:
        self.camera = Camera()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Request, self.camera))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.camera.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Request(BaseHTTPRequestHandler):
    def __init__(self, camera: Camera, *arguments: object) -> None:
        self._camera = camera
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._camera(self)

    def log_message(self, *_: object) -> None:
        pass
