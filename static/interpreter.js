// PyScript's interpreter in the built page: a Pyodide that begins with the memory of one which has
// imported everything already (tools/snapshot.mjs made it). It begins as soon as this file is here,
// long before PyScript asks for it, with what early.js has asked for. Whatever is wrong with that memory: Python starts without it.
// docs/boot.md says why each step is there.

import createPyodideModule from "./pyodide.asm.js";
import { loadPyodide as load, version } from "./pyodide.js";
import { memory } from "./memory.js";

export { version };

performance.mark("sipwidget:wrapper"); // this mark and two below: docs/performance.md shows them

const beside = (name) => new URL(name, import.meta.url).href;
const SITE_PACKAGES = "/lib/python3.14/site-packages";
const STDLIB = "/lib/python314.zip";
const IDLE = 3000; // ms after which the rest of the standard library is fetched

// --- the memory, as it was ---

async function fetched() {
  if (memory.version !== version) throw new Error(`the memory is of Pyodide ${memory.version}, this is ${version}`);
  const { packed, pages } = await sipwidgetEarly.memory;
  if (packed) {
    mustHave(packed.byteLength, memory.packed);
    await verify(packed);
  }
  if (!pages) throw new Error("the memory cannot be unpacked");
  mustHave(pages.reduce((bytes, piece) => bytes + piece.length, 0), memory.bytes);
  return pages;
}

function mustHave(bytes, wanted) {
  if (bytes !== wanted) throw new Error(`the memory has ${bytes} bytes, not ${wanted}`);
}

// Without a secure context there is no SHA-256: there the length counts, and gzip's own check.
async function verify(packed) {
  if (!globalThis.crypto?.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", packed));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== memory.sha256) throw new Error("the memory is damaged: its SHA-256 is another one");
}

function restore(heap, pages) {
  if (heap.length < memory.heap) throw new Error(`the browser gives ${heap.length} bytes of memory, ${memory.heap} are needed`);
  const runs = memory.runs.values();
  let [start, left] = [0, 0]; // of the run that is being filled
  for (let piece of pages)
    while (piece.length) {
      if (!left) [start, left] = runs.next().value;
      const part = piece.subarray(0, left);
      heap.set(part, start);
      [start, left, piece] = [start + part.length, left - part.length, piece.subarray(part.length)];
    }
}

function header() {
  const bytes = new Uint8Array(memory.headerLength);
  bytes.set(Uint8Array.from(atob(memory.header), (each) => each.charCodeAt(0)));
  return bytes;
}

async function fromMemory() {
  const found = fetched();
  found.catch(() => {}); // it is awaited below, later than it may fail
  const create = async (settings) => {
    const created = createPyodideModule(settings);
    created.then(() => performance.mark("sipwidget:module"), () => {});
    const [module, pages] = await Promise.all([created, found]);
    if (!document.body) await new Promise((go) => addEventListener("DOMContentLoaded", go, { once: true }));
    restore(module.HEAPU8, pages); // Pyodide itself then finds nothing left to copy
    delete sipwidgetEarly.memory;
    performance.mark("sipwidget:memory");
    return module;
  };
  const python = await load({
    indexURL: beside("."),
    stdLibURL: beside("empty.zip"),
    lockFileContents: memory.lock,
    createPyodideModule: create,
    _loadSnapshot: Promise.resolve(header()),
    _snapshotDeserializer: standIn,
  });
  python.runPython("import random; random.seed()"); // its state in memory was the same for everyone
  setTimeout(fetchRest, IDLE, python);
  return python;
}

// The page may go meanwhile, or the network be away.
async function fetchRest(python) {
  try {
    const response = await fetch(beside("stdlib.zip"));
    if (response.ok) python.FS.writeFile(STDLIB, new Uint8Array(await response.arrayBuffer()));
  } catch ({ message }) {
    console.info(`sipwidget: has no more modules of Python than it needs: ${message}`);
  }
}

// --- what PyScript registers only now, though the memory has hold of it already ---

const lent = { polyscript: null, _pyscript: null };
const standIns = new Map();

function standIn({ module, path }) {
  const key = [module, ...path].join("/");
  if (!standIns.has(key)) standIns.set(key, new Proxy(path.length ? () => {} : {}, forwards(module, path)));
  return standIns.get(key);
}

function forwards(module, path) {
  const real = () => path.reduce((it, name) => it?.[name], lent[module]);
  return {
    apply: (_, self, values) => Reflect.apply(real(), lent[module], values),
    get: (_, name) => real()?.[name],
    getOwnPropertyDescriptor: (_, name) => {
      const found = Reflect.getOwnPropertyDescriptor(real() ?? {}, name);
      return found && { ...found, configurable: true };
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(real() ?? {}),
    has: (_, name) => Reflect.has(real() ?? {}, name),
    ownKeys: () => Reflect.ownKeys(real() ?? {}),
    set: (_, name, value) => Reflect.set(real(), name, value),
  };
}

function adopt(python) {
  const { registerJsModule } = python;
  python.registerJsModule = (name, module) => {
    if (name in lent) lent[name] = module;
    return registerJsModule.call(python, name, module);
  };
  for (const name of ["runPython", "runPythonAsync"]) {
    const run = python[name];
    python[name] = (code, ...rest) => run.call(python, withoutPyScript(code), ...rest);
  }
}

// PyScript puts its own Python, as source, before the first code that it runs: the memory has it.
const END = "\ndel _pyscript\n";

function withoutPyScript(code) {
  const end = code.startsWith("import os as _os\n") ? code.indexOf(END) : -1;
  return end < 0 ? code : `import pyscript\n${code.slice(end + END.length)}`;
}

// --- without it ---

async function compiled(error) {
  console.warn(`sipwidget: starts without its memory: ${error.message}`);
  const packages = fetch(beside("packages.zip")).then((response) => response.arrayBuffer());
  const python = await load({ indexURL: beside("."), stdLibURL: beside("stdlib.zip"), lockFileContents: memory.lock });
  python.unpackArchive(await packages, "zip", { extractDir: SITE_PACKAGES });
  return python;
}

function told(boot, reason) {
  performance.mark("sipwidget:boot", { detail: { boot, reason } });
}

const started = fromMemory().then(
  (python) => (adopt(python), told("snapshot", ""), python),
  (error) => compiled(error).then((python) => (told("compiled", error.message), python)),
);
started.catch(({ message }) => dispatchEvent(new CustomEvent("sipwidget:failed", { detail: message })));

export async function loadPyodide({ stdout, stderr } = {}) {
  const python = await started;
  if (stdout) python.setStdout({ batched: stdout });
  if (stderr) python.setStderr({ batched: stderr });
  return python;
}
