"""A camera for tests: stills, a stream, and what else cameras do."""

import select
import struct
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler


def png(width: int) -> bytes:
    """A picture that is so wide, and one pixel high."""
    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(width + 1))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


class Camera:
    """Answers below ``/rest/``: ``still`` is as wide as its number, and ``stream`` goes on."""

    def __init__(self) -> None:
        self.asked: list[str] = []  # the paths of pictures, with their queries
        self.fails: set[int] = set()  # the numbers of requests that do
        self.delay = 0.0  # seconds before it answers
        self.most = 0  # requests at a time
        self.streams = 0  # that are open
        self.frames = 0  # that streams have shown
        self.over = threading.Event()
        self._busy = 0
        self._lock = threading.Lock()

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        if request.path.startswith(("/rest/other", "/rest/count")):
            self._give(request, "text/plain", str(len(self.asked)).encode())
            return
        with self._lock:
            self.asked.append(request.path)
            number = len(self.asked)
            self._busy += 1
            self.most = max(self.most, self._busy)
        try:
            self._answer(request, number)
        except ConnectionError:
            pass  # the browser has lost its interest
        finally:
            with self._lock:
                self._busy -= 1

    def _answer(self, request: BaseHTTPRequestHandler, number: int) -> None:
        time.sleep(self.delay)
        if number in self.fails:
            request.send_error(404)
        elif request.path.startswith("/rest/stream"):
            self._stream(request)
        else:
            self._give(request, "image/png", png(number))

    def _give(self, request: BaseHTTPRequestHandler, kind: str, octets: bytes) -> None:
        request.send_response(200)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(octets)))
        request.end_headers()
        request.wfile.write(octets)

    def _stream(self, request: BaseHTTPRequestHandler) -> None:
        """Pictures until the browser leaves (multipart/x-mixed-replace)."""
        self.streams += 1
        request.send_response(200)
        request.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
        request.end_headers()
        part = b"Content-Type: image/png\r\n\r\n" + png(7) + b"\r\n--next\r\n"
        try:
            request.wfile.write(b"--next\r\n")
            while not self.over.wait(0.01):
                request.wfile.write(part)
                self.frames += 1
                if select.select([request.connection], [], [], 0)[0]:
                    return
        finally:
            self.streams -= 1
