"""The project's folder under /sipwidget/, as far as the page needs it."""

from pathlib import Path

from aiohttp import web

from tools.serve import TYPES

PUBLIC = ("index.html", "config.yaml", "pyscript.toml", "src", "static", "vendor")
_SOURCES = "no-cache"  # edit and reload: the browser asks, and is told 304
_RUNTIME = "public, max-age=3600"  # its names carry no version, so not for good


class Files:
    """Serves what ``PUBLIC`` names of a folder, and nothing else."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    async def get(self, request: web.Request) -> web.FileResponse:
        """``/sipwidget/{path}``."""
        path = request.match_info["path"]
        file = self._find(path)
        if file is None:
            raise web.HTTPNotFound(text=f"There is no file {path!r} in the demo.")
        kind = TYPES.get(file.suffix, "application/octet-stream")
        caching = _RUNTIME if path.startswith("vendor/") else _SOURCES
        return web.FileResponse(file, headers={"Content-Type": kind, "Cache-Control": caching})

    def _find(self, path: str) -> Path | None:
        try:
            file = (self._root / path).resolve()
            inside = file.relative_to(self._root).parts
            return file if inside and inside[0] in PUBLIC and file.is_file() else None
        except (OSError, ValueError):  # too long, a zero byte, a loop of links, a way out
            return None
