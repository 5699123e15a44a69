// Before any script of the built page: notes what the browser does for it. `steps.taken()` gives the
// milliseconds at which each step was done, in words of docs/performance.md.
(() => {
  const seen = {};
  const first = (name) => (seen[name] ??= performance.now());
  const streaming = WebAssembly.instantiateStreaming;
  const fromBytes = WebAssembly.instantiate;
  const once = (made) => {
    Promise.resolve(made).then(() => first("WebAssembly instantiated"), () => {});
    return made;
  };
  const large = (source) => source instanceof WebAssembly.Module || source?.byteLength > 1e6;
  WebAssembly.instantiateStreaming = (...all) => once(streaming.call(WebAssembly, ...all));
  WebAssembly.instantiate = (source, ...rest) => {
    const made = fromBytes.call(WebAssembly, source, ...rest);
    return large(source) ? once(made) : made;
  };

  const MARKS = {
    "sipwidget:wrapper": "wrapper evaluated",
    "sipwidget:module": "module created",
    "sipwidget:memory": "memory restored",
    "sipwidget:boot": "Python ready",
    "sipwidget:python": "first line of Python",
    "sipwidget:ready": "first drawn by Python",
    "sipwidget:open": "socket open",
    "sipwidget:registered": "registered",
  };
  const loaded = (end) => {
    const found = performance.getEntriesByType("resource").find((each) => each.name.endsWith(end));
    return found?.responseEnd;
  };
  window.steps = {
    taken() {
      const [page] = performance.getEntriesByType("navigation");
      const files = { "WebAssembly loaded": ".wasm", "memory loaded": "memory.bin.gz" };
      for (const [name, end] of Object.entries(files)) if (loaded(end)) seen[name] = loaded(end);
      for (const [mark, name] of Object.entries(MARKS)) {
        const [entry] = performance.getEntriesByName(mark);
        if (entry) seen[name] = entry.startTime;
      }
      return { "first byte": page.responseStart, ...seen };
    },
  };
})();
