// What takes longest is asked for first, before any module is there: the code of Python, which is compiled
// as it comes, and the memory of one that is ready, unpacked as it comes. The page has this script where
// Python is to be (boot.js); interpreter.js takes both.

(() => {
  const { code, memory } = document.currentScript.dataset; // named in the page: the service worker keeps them
  const WASM = { headers: { "content-type": "application/wasm" } };
  const hasGzip = Boolean(window.DecompressionStream);

  // The service worker keeps what it has unpacked.
  const isPacked = ({ url, headers }) => url.endsWith(".gz") && !headers.has("unpacked");
  const inflated = ({ body }) => body.pipeThrough(new DecompressionStream("gzip"));

  async function fetched(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} was not to be had: HTTP ${response.status}`);
    return response;
  }

  // Some hosts have no type for it.
  async function compiled(url) {
    const response = await fetched(url);
    if (isPacked(response)) return WebAssembly.compileStreaming(new Response(inflated(response), WASM));
    const isTyped = response.headers.get("content-type") === WASM.headers["content-type"];
    return WebAssembly.compileStreaming(isTyped ? response : new Response(response.body, WASM));
  }

  // Some hosts take a file that is packed for one that they have packed themselves.
  function compiledOrPlain() {
    const plain = () => compiled(code.replace(/\.gz$/, ""));
    return hasGzip ? compiled(code).catch(plain) : plain();
  }

  // As it comes: to have it in one piece would be to copy it once more.
  async function pieces(body) {
    const reader = body.getReader();
    const all = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return all;
      all.push(value);
    }
  }

  // `packed` is there for its SHA-256. Without `pages`, which are in pieces, it could not be unpacked.
  async function unpacked() {
    if (!hasGzip) throw new Error("the browser has no DecompressionStream");
    const response = await fetched(memory);
    if (!isPacked(response)) return { pages: await pieces(response.body) };
    const packed = response.clone().arrayBuffer();
    const pages = pieces(inflated(response)).catch(() => null);
    return { packed: await packed, pages: await pages };
  }

  window.sipwidgetEarly = { code: compiledOrPlain(), memory: unpacked() };
  for (const each of Object.values(sipwidgetEarly)) each.catch(() => {}); // who awaits it hears of it
})();
