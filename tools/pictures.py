"""Pictures of all states of the widget: `python -m tools.pictures` writes docs/pictures/states/.

A state is a golden file of tests/view, which is what the view draws; here it wears the style sheets
as they stand and is shown by Chromium. A sheet holds all states in one frame and one shade.
"""

import base64
import html
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests/view/golden"
PICTURES = ROOT / "docs/pictures/states"
SHADES = {"light": "#ffffff", "dark": "#1c1c1d"}  # the cards of openHAB's Main UI
FILLS, FLOWS = "sipwidget-page", "sipwidget-flow"  # browser/frame.py
BAR = f"{FLOWS} sipwidget-call-bar"
QUALITY = 0.5  # of WebP: text is still sharp, in a tenth of what PNG takes


@dataclass(frozen=True, slots=True)
class Frame:
    """How large the widget's frame is in CSS px, how a sheet shows it, and what holds the widget.

    Where ``height`` is 0 the frame has the height that the widget needs.
    """

    width: int
    height: int
    columns: int
    scale: float
    holder: str = FILLS

    def shows(self, state: str) -> bool:
        """Whether there is such a state: the call bar shows calls."""
        return self.holder != BAR or 'data-state="idle"' not in state


FRAMES = {
    "phone": Frame(390, 844, 10, 0.36),
    "tablet": Frame(480, 360, 8, 0.42),
    "wide": Frame(844, 390, 6, 0.33),
    "card": Frame(400, 120, 6, 0.6),
    "page": Frame(360, 0, 9, 0.45, FLOWS),
    "bar": Frame(360, 0, 8, 0.45, BAR),
}

_VISITOR = """<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 480'>
<path fill='#9cc7ea' d='M0 0h640v480H0z'/><path fill='#8db580' d='M0 290h640v190H0z'/>
<path fill='#e9d8c3' d='M60 150h170v150H60z'/><path fill='#a5563f' d='m45 155 100-75 100 75z'/>
<path fill='#cfc6b8' d='M270 290h100l70 190H200z'/><circle cx='322' cy='180' r='44' fill='#f0c39b'/>
<path fill='#4a3326' d='M276 176c-4-62 96-62 92 0-20-24-70-24-92 0z'/>
<path fill='#e8632c' d='M322 232c-70 0-92 40-92 250h184c0-210-22-250-92-250z'/></svg>"""
DOOR = "data:image/svg+xml;base64," + base64.b64encode(_VISITOR.encode()).decode()
# What the browser layer adds to a document with the view's tree.
WEAR = """async (door, page = document) => {
    for (const node of page.querySelectorAll("[data-style]"))
        for (const [name, value] of node.dataset.style.split("; ").map(it => it.split(": ")))
            node.style.setProperty(name, value);
    for (const stage of page.querySelectorAll(".video-container"))
        for (const part of ["remote", "local"]) {
            const video = stage.appendChild(page.createElement("video"));
            video.dataset.part = part;
            if (stage.closest('[data-state$="-accepted"]')) video.poster = door;
        }
    for (const node of page.querySelectorAll("[data-autofocus]")) node.focus();
}"""
_FINISH = f"""door => Promise.all([...document.querySelectorAll("iframe")].map(async frame => {{
    const page = frame.contentDocument;
    await ({WEAR})(door, page);
    const flow = page.querySelector(".sipwidget-flow");
    if (flow) {{
        frame.style.height = `${{Math.ceil(flow.getBoundingClientRect().height)}}px`;
        frame.parentElement.style.height = `${{frame.getBoundingClientRect().height}}px`;
    }}
    await new Promise(done => setTimeout(done, 300));
}}))"""
_AS_WEBP = """async ([png, quality]) => {
    const bitmap = await createImageBitmap(await (await fetch(png)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    const bytes = await (await canvas.convertToBlob({type: "image/webp", quality})).bytes();
    return bytes.toBase64();
}"""
_SHEET = """
body { margin: 12px; font: 15px/1.3 system-ui, sans-serif; display: grid; gap: 14px; }
figure { margin: 0; } figcaption { height: 24px; overflow: hidden; white-space: nowrap; }
div { overflow: hidden; border-radius: 6px; outline: 1px solid #8888; }
iframe { border: 0; transform-origin: 0 0; display: block; }"""


def styles(index: str, folder: Path) -> str:
    """All style sheets that the page names, in its order."""
    names = re.findall(r'rel="stylesheet" href="\./([^"]+)"', index)
    return "".join((folder / name).read_text() for name in names)


def document(state: str, shade: str, holder: str = FILLS) -> str:
    """A page with the widget in that state, as its own page shows it."""
    css = styles((ROOT / "index.html").read_text(), ROOT)
    return (
        f'<!doctype html><html lang="en" class="{shade}"><head><meta charset="utf-8">'
        f"<title>sipwidget</title><style>:root {{ background: {SHADES[shade]} }}\n{css}</style>"
        f'</head><body><main class="{holder}">{state}</main></body></html>'
    )


def sheet(states: Mapping[str, str], frame: Frame, shade: str) -> str:
    """A page that shows all these states, each in a frame of that size."""
    width, height = frame.width * frame.scale, frame.height * frame.scale
    columns = min(frame.columns, len(states))
    looks = (
        f"{_SHEET} body {{ background: {'#f3f4f6' if shade == 'light' else '#121212'};"
        f" color: {'#1c1c1e' if shade == 'light' else '#f5f5f7'};"
        f" grid-template-columns: repeat({columns}, {width}px); }}"
        f"div {{ width: {width}px; height: {height}px; }}"
        f"iframe {{ width: {frame.width}px; height: {frame.height}px; scale: {frame.scale}; }}"
    )
    pages = {name: document(state, shade, frame.holder) for name, state in states.items()}
    figures = (
        f"<figure><figcaption>{name}</figcaption><div>"
        f'<iframe srcdoc="{html.escape(page)}"></iframe></div></figure>'
        for name, page in pages.items()
    )
    return f"<!doctype html><style>{looks}</style>{''.join(figures)}"


def photograph(browser: Browser, states: Mapping[str, str], frame: Frame, shade: str) -> bytes:
    """The sheet of these states as a PNG, with what moves standing still."""
    width = int(min(frame.columns, len(states)) * (frame.width * frame.scale + 14)) + 12
    page = browser.new_page(viewport={"width": width, "height": 600}, reduced_motion="reduce")
    page.set_content(sheet(states, frame, shade))
    page.evaluate(_FINISH, DOOR)
    picture = page.screenshot(full_page=True)
    page.close()
    return picture


def as_webp(browser: Browser, png: bytes) -> bytes:
    """The same picture in fewer bytes."""
    page = browser.new_page()
    address = "data:image/png;base64," + base64.b64encode(png).decode()
    made = base64.b64decode(page.evaluate(_AS_WEBP, [address, QUALITY]))
    page.close()
    return made


def read_states(names: Iterable[str] = ()) -> dict[str, str]:
    """The golden files by state: all of them, or those named."""
    files = sorted(GOLDEN.glob("*.html"))
    wanted = set(names)
    found = {file.stem: file.read_text(encoding="utf-8") for file in files}
    return {name: text for name, text in found.items() if not wanted or name in wanted}


def main() -> None:
    """Takes all pictures anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, frame in FRAMES.items():
            states = {one: text for one, text in read_states().items() if frame.shows(text)}
            for shade in SHADES:
                picture = as_webp(browser, photograph(browser, states, frame, shade))
                path = PICTURES / f"{name}-{shade}.webp"
                path.write_bytes(picture)
                print(f"{path.relative_to(ROOT)} ({len(picture) / 1e3:.0f} kB)")
        browser.close()


if __name__ == "__main__":
    main()
