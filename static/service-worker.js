// Keeps what the built page is made of, so that it starts without a network. Files in a folder
// app-HASH never change and are asked for once. The page itself is asked for each time: it names the
// folder, so an update is there with the next load, and no page has files of two versions.

const opened = caches.open("sipwidget");
const SCOPE = new URL("./", location.href).pathname;
const PATIENCE = 3000; // ms that a network may take before the page is the one that is kept
const CHANGING = ["", "index.html", "config.yaml"];

addEventListener("install", (event) => event.waitUntil(keepAll().then(skipWaiting)));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const name = pathname.startsWith(SCOPE) ? pathname.slice(SCOPE.length) : "/";
  if (origin !== location.origin || event.request.method !== "GET") return;
  if (name.startsWith("app-")) event.respondWith(kept(event, pathname));
  else if (CHANGING.includes(name)) event.respondWith(newest(event, pathname));
});

// The page and all that it names, which the browser mostly has already.
async function keepAll() {
  const cache = await opened;
  const response = await fetch("./index.html", { cache: "no-cache" });
  const named = [...new Set((await response.clone().text()).match(/\.\/app-[a-z2-7]{12}\/[^"]+/g))];
  await cache.addAll(named);
  await Promise.all(named.map((name) => unpack(cache, name)));
  await cache.put("./index.html", response);
}

// What is packed is kept unpacked: that is done once, and not at each start. What cannot be unpacked stays
// as it is, and the page says what is wrong with it.
async function unpack(cache, name) {
  if (!name.endsWith(".gz") || !self.DecompressionStream) return;
  const packed = await cache.match(name);
  const body = packed.body.pipeThrough(new DecompressionStream("gzip"));
  const type = name.includes(".wasm") ? "application/wasm" : "application/octet-stream";
  const headers = { "content-type": type, unpacked: "yes" };
  await cache.put(name, new Response(body, { headers })).catch(() => {});
}

async function kept(event, path) {
  const cache = await opened;
  const found = await cache.match(path);
  if (found) return found;
  const response = await fetch(path);
  if (!response.ok) return response;
  const keeping = cache.put(path, response.clone()).then(() => unpack(cache, path));
  event.waitUntil(keeping);
  return response;
}

// What the network has; if that takes too long or fails, what it had the last time.
async function newest(event, path) {
  const answer = fetch(path, { cache: "no-cache" });
  event.waitUntil(answer.then((response) => keep(path, response.clone())).catch(() => {}));
  const last = async () => (await (await opened).match(path)) ?? answer;
  const late = new Promise((go) => setTimeout(go, PATIENCE)).then(last);
  return Promise.race([answer, late]).catch(last);
}

async function keep(path, response) {
  const cache = await opened;
  if (response.status === 404) await cache.delete(path); // config.yaml may be taken away
  if (!response.ok) return;
  const [now, before] = await Promise.all([response.clone().text(), text(cache, path)]);
  if (path.endsWith(".html")) await forget(cache, [now, before]);
  if (now !== before) await cache.put(path, response);
}

async function text(cache, path) {
  return (await (await cache.match(path))?.text()) ?? "";
}

// Of folders only those that the page names, or named before.
async function forget(cache, pages) {
  const folder = (text) => /app-[a-z2-7]{12}/.exec(text)?.[0];
  const wanted = pages.map(folder);
  for (const { url } of await cache.keys())
    if (folder(url) && !wanted.includes(folder(url))) await cache.delete(url);
}
