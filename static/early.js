// What takes longest is asked for first, before any module is there: the code of Python, and the memory of
// one that is ready. The page has this script where Python is to be (boot.js), and starts a worker with
// it, which reads, unpacks and compiles: the page has enough to do meanwhile. interpreter.js takes both.

(() => {
  const WASM = { headers: { "content-type": "application/wasm" } };
  const tasks = { code, memory };

  // The service worker keeps what it has unpacked.
  const isPacked = ({ url, headers }) => url.endsWith(".gz") && !headers.has("unpacked");
  const inflated = ({ body }) => body.pipeThrough(new DecompressionStream("gzip"));

  async function fetched(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} was not to be had: HTTP ${response.status}`);
    return response;
  }

  // Some hosts take a file that is packed for one that they have packed, and some have no type for it.
  function code(url) {
    const plain = url.replace(/\.gz$/, "");
    return plain === url ? compiled(url) : compiled(url).catch(() => compiled(plain));
  }

  async function compiled(url) {
    const response = await fetched(url);
    if (isPacked(response)) return WebAssembly.compileStreaming(new Response(inflated(response), WASM));
    const isTyped = response.headers.get("content-type") === WASM.headers["content-type"];
    return WebAssembly.compileStreaming(isTyped ? response : new Response(response.body, WASM));
  }

  // Unpacked as it comes; `packed` is there for its SHA-256. Without `pages` it could not be unpacked.
  async function memory(url) {
    const response = await fetched(url);
    if (!isPacked(response)) return { pages: await response.arrayBuffer() };
    const packed = response.clone().arrayBuffer();
    const pages = new Response(inflated(response)).arrayBuffer().catch(() => null);
    return { packed: await packed, pages: await pages };
  }

  // --- in the worker ---

  function answer({ data: [name, url] }) {
    const done = (value) => postMessage({ name, value }, buffers(value));
    tasks[name](url).then(done, ({ message }) => postMessage({ name, error: message }));
  }

  const buffers = ({ packed, pages }) => [packed, pages].filter(Boolean);

  // --- in the page ---

  function ask({ worker: script, ...urls }) {
    const worker = new Worker(script);
    const answers = {};
    worker.onmessage = ({ data: { name, value, error } }) => {
      if (error) answers[name].reject(new Error(error));
      else answers[name].resolve(value);
      delete answers[name];
      if (!Object.keys(answers).length) worker.terminate();
    };
    worker.onerror = () => { // then the page does it
      for (const [name, { resolve }] of Object.entries(answers)) resolve(tasks[name](urls[name]));
    };
    return Object.fromEntries(Object.entries(urls).map(([name, url]) => {
      worker.postMessage([name, url]);
      return [name, new Promise((resolve, reject) => (answers[name] = { resolve, reject }))];
    }));
  }

  function start(named) {
    const urls = Object.entries(named).map(([name, url]) => [name, new URL(url, location).href]);
    const { worker, code, memory } = Object.fromEntries(urls); // named in the page: the service worker keeps them
    if (window.DecompressionStream) return ask({ worker, code, memory });
    const lacking = Promise.reject(new Error("the browser has no DecompressionStream"));
    return { code: compiled(code.replace(/\.gz$/, "")), memory: lacking };
  }

  if (!self.document) {
    onmessage = answer;
    return;
  }
  window.sipwidgetEarly = start(document.currentScript.dataset);
  for (const each of Object.values(sipwidgetEarly)) each.catch(() => {}); // who awaits it hears of it
})();
