// What takes longest is asked for first, before any module is there: the code of Python, and the memory of
// one that is ready. interpreter.js makes use of both. The page has this where Python is to be (boot.js).

(() => {
  const address = document.currentScript.dataset; // named in the page, so that the service worker keeps them
  const hasGzip = Boolean(window.DecompressionStream);

  // The service worker keeps what it has unpacked.
  const isPacked = ({ url, headers }) => url.endsWith(".gz") && !headers.has("unpacked");
  const inflated = ({ body }) => body.pipeThrough(new DecompressionStream("gzip"));

  async function fetched(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} was not to be had: HTTP ${response.status}`);
    return response;
  }

  // Hosts may have no type for it; some take a file that is packed for one that they have packed.
  async function compiled(url) {
    const response = await fetched(url);
    const body = isPacked(response) ? inflated(response) : response.body;
    return WebAssembly.compileStreaming(new Response(body, { headers: { "content-type": "application/wasm" } }));
  }

  async function code() {
    const plain = () => compiled(address.code.replace(/\.gz$/, ""));
    return hasGzip ? compiled(address.code).catch(plain) : plain();
  }

  // Unpacked as it comes; `packed` is what its SHA-256 is told of.
  async function memory() {
    if (!hasGzip) throw new Error("the browser has no DecompressionStream");
    const response = await fetched(address.memory);
    if (!isPacked(response)) return { pages: response.arrayBuffer() };
    return { packed: response.clone().arrayBuffer(), pages: new Response(inflated(response)).arrayBuffer() };
  }

  window.sipwidgetEarly = { code: code(), memory: memory() };
  for (const each of Object.values(sipwidgetEarly)) each.catch(() => {}); // who awaits it hears of it
})();
