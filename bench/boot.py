"""How long a page takes to start: in a new profile, and twice again in the same one, its browser
closed in between. What it loads until it is registered is counted as a host that compresses would
send it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from bench import site
from bench.browsers import profile, visit
from bench.results import BUILT, PLAIN, Samples
from bench.setting import PAGES, Setting, open_registered, registered_mark, turned

STAY = 4_000  # ms: a page goes on with what can wait, and the browser keeps what it has loaded
KEPT = "() => navigator.serviceWorker.getRegistration().then(it => !it || Boolean(it.active))"
# The browser lists 250 files unless it is told otherwise.
ROOM = "performance.setResourceTimingBufferSize(1000);"
SEEN = """name => {
    const [{ startTime: end }] = performance.getEntriesByName(name);
    const all = performance.getEntriesByType("resource").filter(each => each.startTime <= end);
    const marks = performance.getEntriesByType("mark").map(each => [each.name, each.startTime]);
    return { files: [location.href, ...all.map(each => each.name)], marks: marks.reverse() };
}"""
STEPS = Path(__file__).parent / "pages/steps.js"
TAKEN = "() => steps.taken()"
OPEN = {BUILT: "sipwidget:open", PLAIN: "sipwidget:open"}
PYTHON = "sipwidget:python"


@dataclass(frozen=True, slots=True)
class Boot:
    """What a page tells of its start: its marks in milliseconds, and what it has asked for."""

    marks: dict[str, float]
    files: list[str] = field(default_factory=list)


def measure(setting: Setting) -> None:
    """All pages in turns, each in a new profile."""
    for number in range(setting.rounds):
        for name in turned(PAGES, number):
            with profile() as folder:
                cold = boot(setting, folder, name, STAY)
                warm = boot(setting, folder, name, STAY)
                later = boot(setting, folder, name, 0)
            note(setting.samples, name, "cold", cold)
            note(setting.samples, name, "warm", warm)
            note(setting.samples, name, "later", later)
            setting.samples.add("payload", name, site.payload(setting.folder, cold.files))


def note(samples: Samples, name: str, visit: str, boot: Boot) -> None:
    """Puts one start of a page into the samples."""
    marks = {
        "python": PYTHON,
        "open": OPEN.get(name, "bench:open"),
        "registered": registered_mark(name),
    }
    for figure, mark in marks.items():
        if mark in boot.marks:
            samples.add(f"{figure}_{visit}", name, boot.marks[mark])


def boot(setting: Setting, folder: Path, name: str, stay: int) -> Boot:
    """One visit in that profile; it stays so long, and until a service worker has all it keeps."""
    with visit(setting.playwright, folder) as context:
        page = first_page(context, ROOM)
        open_registered(page, name, setting.address(name))
        seen: dict[str, Any] = page.evaluate(SEEN, registered_mark(name))
        if stay:
            page.wait_for_timeout(stay)
            page.wait_for_function(KEPT)
    return Boot(dict(seen["marks"]), seen["files"])


def first_page(context: BrowserContext, script: str) -> Page:
    """The page that a browser has from the beginning, with a script that comes before any other."""
    page = context.pages[0]
    page.add_init_script(script)
    return page


def steps(setting: Setting) -> dict[str, dict[str, float]]:
    """When each step of a median start of the built form was done, cold and warm, in milliseconds.

    In visits of their own: what looks on takes its time as well.
    """
    found: dict[str, list[dict[str, float]]] = {"cold": [], "warm": []}
    for _ in range(max(3, setting.rounds // 2)):
        with profile() as folder:
            found["cold"].append(watched(setting, folder, STAY))
            found["warm"].append(watched(setting, folder, 0))
    return {visit: middle(boots) for visit, boots in found.items()}


def watched(setting: Setting, folder: Path, stay: int) -> dict[str, float]:
    """The steps of one start of the built form."""
    with visit(setting.playwright, folder) as context:
        page = first_page(context, STEPS.read_text())
        open_registered(page, BUILT, setting.address(BUILT))
        taken: dict[str, float] = page.evaluate(TAKEN)
        if stay:
            page.wait_for_timeout(stay)
            page.wait_for_function(KEPT)
    return taken


def middle(boots: list[dict[str, float]]) -> dict[str, float]:
    """The boot whose last step is the median of all last steps."""
    ordered = sorted(boots, key=lambda steps: max(steps.values()))
    return ordered[len(ordered) // 2]
