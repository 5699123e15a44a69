"""The widget's folder under /sipwidget/: the built form, or what the page needs of the source."""

from fnmatch import fnmatchcase
from pathlib import Path

from aiohttp import web

from tools.serve import TYPES

BUILT = ("app-*", "index.html", "config.yaml", "*.js")
SOURCE = ("index.html", "config.yaml", "pyscript.toml", "src", "static", "vendor")
_FOR_EVER = "public, max-age=31536000, immutable"  # the folder's name changes with its content
_ASKED_FOR = "no-cache"  # the browser asks, and is told 304


class Files:
    """Serves what ``public`` matches at the top of a folder, and nothing else."""

    def __init__(self, root: Path, public: tuple[str, ...] = BUILT) -> None:
        self._root = root.resolve()
        self._public = public

    async def get(self, request: web.Request) -> web.FileResponse:
        """``/sipwidget/{path}``."""
        path = request.match_info["path"]
        file = self._find(path)
        if file is None:
            raise web.HTTPNotFound(text=f"There is no file {path!r} in the demo.")
        kind = TYPES.get(file.suffix, "application/octet-stream")
        caching = _FOR_EVER if path.startswith("app-") else _ASKED_FOR
        return web.FileResponse(file, headers={"Content-Type": kind, "Cache-Control": caching})

    def _find(self, path: str) -> Path | None:
        try:
            file = (self._root / path).resolve()
            inside = file.relative_to(self._root).parts
            shown = inside and any(fnmatchcase(inside[0], name) for name in self._public)
            return file if shown and file.is_file() else None
        except (OSError, ValueError):  # too long, a zero byte, a loop of links, a way out
            return None
