"""The folder ``html/`` at ``/static/``, by the rules of openHAB's UIServlet on Jetty 9.4."""

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

# As in Jetty's mime.properties, which knows nothing of mjs, whl, toml, py, yaml or webmanifest.
TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "application/javascript",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".wav": "audio/x-wav",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


class StaticFiles:
    """Serves a folder: no welcome file, no listing, no caching rules, no type that Jetty lacks.

    ``types`` may know more, for a source tree that no openHAB could serve.
    """

    def __init__(self, folder: Path, types: Mapping[str, str] = TYPES) -> None:
        self._folder = folder
        self._types = types

    def app(self) -> web.Application:
        """To be mounted as ``/static``."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._get)
        app.on_response_prepare.append(self._type)
        return app

    async def _get(self, request: web.Request) -> web.Response:
        file = self._find(request.match_info["path"])
        if file is None:
            raise web.HTTPNotFound
        response = web.Response()
        response.last_modified = int(file.stat().st_mtime)
        since = request.if_modified_since
        if since and response.last_modified and response.last_modified <= since:
            response.set_status(304)
        else:
            response.body = file.read_bytes()
        return response

    async def _type(self, request: web.Request, response: web.StreamResponse) -> None:
        """As late as this, since the HTTP server gives a type to what has none."""
        response.headers.pop("Content-Type", None)
        kind = self._types.get(Path(request.path).suffix)
        if kind and response.status == web.HTTPOk.status_code:
            response.headers["Content-Type"] = kind

    def _find(self, path: str) -> Path | None:
        """The file; a link is followed wherever it leads, a path that climbs out is not."""
        parts = Path(path).parts
        if not parts or path.endswith("/") or ".." in parts or parts[0] == "/":
            return None
        try:
            file = self._folder.joinpath(*parts)
            return file if file.is_file() else None
        except (OSError, ValueError):  # too long, a zero byte
            return None
