"""What the browsers are served, by one server: all pages, from one folder, without compression.

widget/     the built form           answering/  the same with a config.yaml that answers
plain/      the source as it stands  peers/      the pages of JsSIP and SIP.js
change/     a host whose pages hold a phone
"""

import gzip
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from bench.bundle import PAGES, bundles
from bench.results import BARE, BUILT, JSSIP, PINGING, PLAIN, SIPJS
from tools.serve import StaticRequest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ("index.html", "pyscript.toml", "src", "static", "vendor")
FOLDERS = {
    BUILT: "widget/index.html",
    PLAIN: "plain/index.html",
    JSSIP: "peers/jssip.html",
    SIPJS: "peers/sipjs.html",
    PINGING: "peers/jssip.html",
    BARE: "change/bare.html",
}
# A name that changes with what is in it may be kept for ever; so may a pinned runtime, whose
# address would hold its version on a CDN.
LASTING = re.compile(r"/app-[a-z2-7]{12}/|/bundles/|/plain/vendor/")
PACKED = {".gz", ".png", ".webp", ".whl", ".zip"}
EMPTY = (
    "<!doctype html><meta charset=utf-8><title>Parsers</title><link rel=icon href='data:,'><body>"
)
LEVEL = 6  # of gzip: what web servers do unless told otherwise
WAY = 0.005  # seconds that a packet is under way to what is far


class HostRequest(StaticRequest):
    """A host that lets browsers keep what can never change, and does not wait to fill packets."""

    disable_nagle_algorithm = True

    def cache_control(self) -> str:
        """For ever, or asked for again each time."""
        return "max-age=31536000, immutable" if LASTING.search(self.path) else "no-cache"


class FarRequest(HostRequest):
    """The same at the other end of a network. To connect takes nothing, as on loopback."""

    def do_GET(self) -> None:  # noqa: N802 - the name in the base
        """There and back."""
        time.sleep(2 * WAY)
        super().do_GET()


def assemble(folder: Path, built: Path) -> None:
    """Fills the folder with links to what is served."""
    for name in ("widget", "answering"):
        _link(folder / name, list(built.iterdir()))
    _link(folder / "plain", [ROOT / name for name in SOURCE])
    made = bundles()
    _link(folder / "peers/bundles", list(made.values()))
    template = (PAGES / "peer.html").read_text()
    for name in (JSSIP, SIPJS):
        page = template.replace("SCRIPT", made[name].name)
        (folder / f"peers/{name}.html").write_text(page)
    _link(folder / "change", [PAGES / name for name in ("change.html", "change.js", "bare.html")])
    (folder / "peers/parse.html").write_text(EMPTY)


def _link(folder: Path, parts: list[Path]) -> None:
    folder.mkdir(parents=True)
    for part in parts:
        (folder / part.name).symlink_to(part)


def address(site: str, page: str, account: Mapping[str, object]) -> str:
    """The page with its account behind the `#`, which each of them reads there."""
    return f"{site}{FOLDERS[page]}#{quote(json.dumps(account))}"


def answering(folder: Path, site: str, account: Mapping[str, object]) -> str:
    """The built form with an account that answers by itself, which a link may not ask for."""
    settings = {**account, "autoAnswer": "*"}
    (folder / "answering/config.yaml").write_text(json.dumps(settings))
    return f"{site}answering/index.html"


def payload(folder: Path, urls: list[str]) -> int:
    """How many bytes a host that compresses would send for these, each of them once."""
    names = {unquote(urlsplit(url).path) for url in urls if url.startswith("http")}
    return sum(compressed(folder / name.lstrip("/")) for name in names)


def compressed(path: Path) -> int:
    """The length of the file behind gzip, or as it is where it is packed already."""
    data = path.read_bytes()
    return len(data) if path.suffix in PACKED else len(gzip.compress(data, LEVEL, mtime=0))
