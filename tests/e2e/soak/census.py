"""What a page holds: counted by the browser and by the widget's own Python, after both have swept.

PyScript runs any script that is put into a page, in the one Python that the page has: so
`inside.py` gets there without a word about it in the product.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import CDPSession

from tests.e2e.soak.party import Party

Figures = Mapping[str, int]

INSIDE = Path(__file__).with_name("inside.py")
INJECT = """code => {
    const script = document.createElement("script");
    script.type = "py";
    script.setAttribute("config", document.querySelector("script[type=py]").getAttribute("config"));
    script.textContent = code;
    document.body.append(script);
}"""
WATCH = Path(__file__).with_name("watch.js")  # for `Party.prepare`
COUNTED = {  # by the browser itself, for the whole page
    "RTCPeerConnections": "peer connections",
    "AudioHandlers": "audio nodes",
    "JSEventListeners": "event listeners",
    "Nodes": "DOM nodes",
    "ContextLifecycleStateObservers": "active objects",
}
# Chromium itself knows the tracks that getUserMedia gave for a minute, and ended ones do no harm.
WATCHED = """() => ({
    "connection objects": watch.alive("connections").length,
    "live media tracks": watch.alive("tracks").filter(it => it.readyState === "live").length,
    "Python proxies": watch.proxies,
})"""
GROWING = ("JavaScript heap", "Python heap", "WebAssembly memory")  # bytes


class Census:
    """Of one party's page, which was made to be counted."""

    def __init__(self, party: Party) -> None:
        self._engine = party.engine
        self._engine.evaluate(INJECT, INSIDE.read_text())
        self._engine.wait_for_function("() => window.census")
        self._cdp: CDPSession = party.page.context.new_cdp_session(party.page)
        for domain in ("Runtime", "HeapProfiler", "Performance"):
            self._cdp.send(f"{domain}.enable")

    def take(self) -> dict[str, int]:
        """All figures by name."""
        for _ in range(3):  # what one has let go of the other can sweep
            self._engine.evaluate("() => sweep()")
            self._cdp.send("Runtime.discardConsoleEntries")
            self._cdp.send("HeapProfiler.collectGarbage")
        python = json.loads(self._engine.evaluate("() => census()"))
        told = self._cdp.send("Performance.getMetrics")["metrics"]
        browser = {COUNTED[it["name"]]: int(it["value"]) for it in told if it["name"] in COUNTED}
        watched = self._engine.evaluate(WATCHED)
        heap = int(self._cdp.send("Runtime.getHeapUsage")["usedSize"])
        return {**browser, **watched, **python, "JavaScript heap": heap}

    def objects(self) -> Counter[str]:
        """JavaScript's objects by class, from a snapshot: for whoever looks for a leak."""
        chunks: list[str] = []

        def came(event: dict[str, str]) -> None:
            chunks.append(event["chunk"])

        self._cdp.on("HeapProfiler.addHeapSnapshotChunk", came)
        self._cdp.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
        self._cdp.remove_listener("HeapProfiler.addHeapSnapshotChunk", came)
        snapshot = json.loads("".join(chunks))
        fields, strings = snapshot["snapshot"]["meta"]["node_fields"], snapshot["strings"]
        kinds = snapshot["snapshot"]["meta"]["node_types"][0]
        width, nodes = len(fields), snapshot["nodes"]
        types = nodes[fields.index("type") :: width]
        names = nodes[fields.index("name") :: width]
        of = {kinds.index(kind) for kind in ("object", "native")}
        pairs = zip(types, names, strict=True)
        return Counter(strings[name] for kind, name in pairs if kind in of)

    def kinds(self) -> Counter[str]:
        """Python's objects by class, for the same."""
        return Counter(json.loads(self._engine.evaluate("() => kinds()")))
