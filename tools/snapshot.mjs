// Takes a picture of the memory of a Python that has imported all that sipwidget needs:
//
//     node tools/snapshot.mjs PLAN.json
//
// The plan names `pyodide` (a folder), `stdlib` and `packages` (zips of .pyc), `imports` (modules),
// `known` (texts that will be run, and whether each may wait) and `out` (a folder), which gets memory.bin
// (pages of memory, one after another) and memory.json (where they belong, and Pyodide's own record of the
// JavaScript objects that Python has hold of).
// The same plan gives the same bytes: in here there is no clock, no chance and no hash seed.

import crypto from "node:crypto";
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const PAGE = 4096; // bytes
const HEAP = 31_457_280; // bytes that a new instance has; a snapshot must fit in there
const HEADER = 48; // bytes before the JSON in Pyodide's own format

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const read = (path) => new Uint8Array(fs.readFileSync(path));
const load = (name) => import(pathToFileURL(`${plan.pyodide}/${name}`));
const { loadPyodide, version } = await load("pyodide.mjs");
const { default: createPyodideModule } = await load("pyodide.asm.mjs");

// Node would print the line of source that threw, which in Pyodide's case is a megabyte.
process.on("uncaughtException", (error) => {
  console.error(error.stack ?? String(error));
  process.exit(1);
});

// --- nothing that differs from run to run ---

Date.now = () => 1_600_000_000_000;
performance.now = () => 0;
crypto.randomFillSync = (bytes) => bytes.fill(0);

// --- what JavaScript has that Python asks for while it is imported ---

// An object that is reached from here is kept as the path to it, and looked up again in the page.
const nothing = () => {};
const element = (tagName) => ({ tagName });
const page = Object.assign(Object.create(globalThis), {
  document: {
    addEventListener: nothing,
    body: element("BODY"),
    createElement: nothing,
    documentElement: element("HTML"),
    getElementById: nothing,
    head: element("HEAD"),
    querySelectorAll: nothing,
  },
  location: {},
  localStorage: {},
  sessionStorage: {},
});
for (const name of ["window", "self"]) Object.defineProperty(page, name, { value: page });
Object.defineProperty(page, "navigator", { value: {} });
for (const name of ["Element", "HTMLElement", "Node", "WebSocket"])
  Object.defineProperty(page, name, { value: class {} });

// Modules that PyScript registers in the page after this: what Python took from them, be it they or
// a member, is kept as {module, path}.
const BORROWED = {
  polyscript: {
    functions: ["IDBMap", "XWorker", "lazy_py_modules", "storage"],
    objects: ["JSON", "config", "currentScript", "ffi", "js_modules", "target", "workers"],
  },
  _pyscript: { functions: ["PyWorker", "js_import"], objects: ["fs", "interpreter"] },
};
const lent = new Map();

function lend(it, module, path) {
  lent.set(it, { module, path });
  return it;
}

function borrow(python) {
  for (const [module, { functions, objects }] of Object.entries(BORROWED)) {
    const it = lend({}, module, []);
    for (const name of functions) it[name] = lend(() => {}, module, [name]);
    for (const name of objects) it[name] = lend({}, module, [name]);
    python.registerJsModule(module, it);
  }
}

function serializer(object) {
  const place = lent.get(object);
  if (!place) throw new Error(`A JavaScript object that no page could look up again: ${String(object)}`);
  return place;
}

// --- the Python ---

// What is to begin in the page, as bytecode: to compile it there took 24 ms in a trace.
const MAIN = `
import sipwidget
from importlib.util import find_spec
sipwidget.main_code = find_spec("sipwidget.main").loader.get_code("sipwidget.main")
`;

// Pyodide would compile each text that is run, and for that alone call some hundred functions of WebAssembly
// for the first time. `know` is called here, `runner` in the page.
const KNOWN = `
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from _pyodide import _base

known = {}
CodeRunner = _base.CodeRunner

def know(source, waits):
    flags = PyCF_ALLOW_TOP_LEVEL_AWAIT if waits else 0
    done = known[source, flags] = CodeRunner(source, flags=flags).compile()
    done.ast = done._gen = None
    done.compile = lambda: done

def runner(source, *, flags=0, **options):
    return known.get((source, flags)) or CodeRunner(source, flags=flags, **options)

_base.CodeRunner = runner
know
`;

async function imported() {
  const python = await loadPyodide({
    _makeSnapshot: true,
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "2" },
    indexURL: `${plan.pyodide}/`,
    jsglobals: page,
    stdLibURL: plan.stdlib,
  });
  borrow(python);
  python.unpackArchive(read(plan.packages), "zip", { extractDir: plan.folder });
  python.runPython("import importlib; importlib.invalidate_caches()"); // time stands still in here
  for (const name of plan.imports) python.runPython(`import ${name}`);
  python.runPython(MAIN);
  const know = python.runPython(KNOWN, { globals: python.toPy({}) });
  for (const [source, waits] of plan.known) know(source, waits);
  know.destroy();
  python.runPython("import gc, linecache; linecache.clearcache(); gc.collect(); gc.collect(); gc.freeze()");
  return python;
}

// Memory that Python has given back is filled with zeros: it need not be kept.
function clean(module) {
  const held = [];
  for (let size = 1 << 20; size >= 32; size >>= 1) {
    for (;;) {
      const end = module._sbrk(0);
      const block = module._malloc(size);
      if (!block) break;
      held.push(block);
      if (module._sbrk(0) > end) break; // this one was not free before
      module.HEAPU8.fill(0, block, block + size);
    }
  }
  for (const block of held) module._free(block);
  module.HEAPU8.fill(0, module._sbrk(0));
}

// The memory of an instance in which nothing has run yet: what it has, need not be kept either.
async function untouched(snapshot) {
  let heap = null;
  const start = async (settings) => {
    const module = await createPyodideModule(settings);
    heap = module.HEAPU8.slice();
    throw new Error("seen");
  };
  const settings = { _loadSnapshot: Promise.resolve(snapshot), createPyodideModule: start };
  await loadPyodide({ indexURL: `${plan.pyodide}/`, ...settings }).catch(nothing);
  return heap;
}

function same(one, other, start) {
  return Buffer.compare(one.subarray(start, start + PAGE), other.subarray(start, start + PAGE)) === 0;
}

// [start, length] of each run of pages that differ from the fresh memory, in bytes.
function differences(heap, fresh) {
  const runs = [];
  for (let start = 0; start < heap.length; start += PAGE) {
    if (same(heap, fresh, start)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === start) last[1] += PAGE;
    else runs.push([start, PAGE]);
  }
  return runs;
}

const python = await imported();
clean(python._module);
const snapshot = python.makeMemorySnapshot({ serializer });
const [, start, length] = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 3);
const heap = snapshot.subarray(start);
if (heap.length > HEAP) throw new Error(`The snapshot has ${heap.length} bytes, more than the ${HEAP} of a new instance.`);
const fresh = new Uint8Array(heap.length);
fresh.set((await untouched(snapshot)).subarray(0, heap.length));
const runs = differences(heap, fresh);
const memory = Buffer.concat(runs.map(([from, size]) => heap.subarray(from, from + size)));
fs.writeFileSync(`${plan.out}/memory.bin`, memory);
fs.writeFileSync(
  `${plan.out}/memory.json`,
  JSON.stringify({
    version,
    heap: heap.length,
    bytes: memory.length,
    runs,
    header: Buffer.from(snapshot.subarray(0, HEADER + length)).toString("base64"),
    headerLength: start,
    modules: JSON.parse(python.runPython("import json, sys; json.dumps(sorted(sys.modules))")),
  }),
);
process.exit(0); // Pyodide keeps Node awake
