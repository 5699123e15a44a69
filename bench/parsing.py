"""What it costs to parse a message and to read of it what a user agent reads.

Each parser runs in a page of its own; ours in the Python of the built form, to which the text comes
as it does from a socket, from JavaScript. CPU time of the page's process is what counts.
"""

import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench import corpus
from bench.browsers import launch, page_process, processor_time
from bench.results import BUILT, JSSIP, SIPJS, Samples
from bench.setting import Setting, turned

CALLS = 20  # of 20 messages each
TIMES = {BUILT: 2, JSSIP: 2, SIPJS: 1}  # how often a round reads them
ROUNDS = 10
OUTSIDE = "cpython"
READER = Path(__file__).with_name("reader.py")
START = """async ([interpreter, reader]) => {
    const beside = (name) => fetch(new URL(name, new URL(interpreter, location)));
    const code = WebAssembly.compileStreaming(beside("pyodide.asm.wasm"));
    const { body } = await beside("memory.bin.gz");
    const unpacked = new Response(body.pipeThrough(new DecompressionStream("gzip")));
    const memory = unpacked.arrayBuffer().then((pages) => ({ pages }));
    window.sipwidgetEarly = { code, memory }; // as static/early.js has it
    const { loadPyodide } = await import(interpreter);
    const python = await loadPyodide();
    python.runPython(reader);
    window.parseAll = python.globals.get("read_all");
}"""
RUN = """([times]) => {
    let sum = 0;
    for (let each = 0; each < times; each++) sum = parseAll(texts);
    return sum;
}"""


def measure(setting: Setting) -> None:
    """All parsers in turns, after each has read the messages once; then CPython outside."""
    with ExitStack() as stack:
        browsers = {name: stack.enter_context(launch(setting.playwright)) for name in TIMES}
        pages = {name: prepare(setting, browsers[name], name) for name in TIMES}
        sums = {name: page.evaluate(RUN, [TIMES[name]]) for name, page in pages.items()}
        if len(set(sums.values())) != 1:
            raise RuntimeError(f"the parsers do not read the same: {sums}")
        for number in range(ROUNDS):
            for name in turned(tuple(TIMES), number):
                taken = measure_once(browsers[name], pages[name], TIMES[name])
                note(setting.samples, name, taken)
    for taken in outside():
        note(setting.samples, OUTSIDE, taken)


def note(samples: Samples, name: str, taken: float) -> None:
    """Milliseconds of CPU a message, and the same the other way round."""
    samples.add("parse", name, taken)
    samples.add("parsed_in_a_second", name, 1000 / taken)


def prepare(setting: Setting, browser: Browser, name: str) -> Page:
    """A page with `parseAll` and the messages."""
    page = browser.new_page()
    page.goto(f"{setting.url}peers/parse.html")
    if name == BUILT:
        page.evaluate(START, [interpreter(setting.folder), READER.read_text()])
    else:
        (script,) = (setting.folder / "peers/bundles").glob(f"parse-{name}-*.js")
        page.add_script_tag(url=f"./bundles/{script.name}")
    page.evaluate("texts => { window.texts = texts; }", corpus.messages(CALLS))
    return page


def interpreter(folder: Path) -> str:
    """The address of the built form's interpreter, as its page names it."""
    text = (folder / "widget/index.html").read_text()
    found = re.search(r'src="\./(app-\w+/interpreter\.js)"', text)
    if found is None:
        raise RuntimeError("the built page names no interpreter.js")
    return f"/widget/{found[1]}"


def measure_once(browser: Browser, page: Page, times: int) -> float:
    """Milliseconds of CPU for each message."""
    process = page_process(browser)
    before = processor_time(process)
    page.evaluate(RUN, [times])
    return (processor_time(process) - before) / (times * CALLS * len(corpus.templates()))


def outside() -> list[float]:
    """The same in this machine's Python, in a process of its own: milliseconds for each message."""
    command = [sys.executable, "-m", "bench.reader", str(CALLS), str(ROUNDS)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(line) for line in told.stdout.split()]
