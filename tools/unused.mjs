// Libraries in C within Pyodide that no phone needs: databases, packers but zlib, and tests of CPython
// itself. Their functions only trap, and what would call them cannot be imported.

import { address, data, exported, withoutBodies } from "./wasm_file.mjs";

// The first and the last function that a library gives, in the order in which they were linked. In
// between nothing else was, and nothing else calls them: docs/boot.md says how that was seen.
const LIBRARIES = [
  ["lzma_version_number", "BZ2_hbCreateDecodeTables"], // and SQLite and Zstandard in between
  ["PyInit_xxsubtype", "PyInit__testclinic_limited"],
];
const MODULES = /^(?:_bz2|_lzma|_sqlite3|_zstd|_?xx\w+|_test\w+)$/;
const PAIR = 8; // bytes
// The linker keeps only one of several functions that are the same: a small one may be anybody's.
const SHARED = 100; // bytes

// The same file with less in it. `isNamed` says which names JavaScript has a word for.
export function withoutUnused(code, isNamed) {
  const given = exported(code, "function");
  const ranges = LIBRARIES.map((names) => names.map((name) => indexOf(given, name)));
  const isWithin = (index) => ranges.some(([first, last]) => first <= index && index <= last);
  const lost = new Set();
  const less = withoutBodies(code, (index, length) => {
    const isUnused = length > SHARED && isWithin(index);
    return isUnused && Boolean(lost.add(index));
  });
  const missed = [...given].filter(([name, index]) => lost.has(index) && isNamed(name, "function"));
  if (missed.length) throw new Error(`JavaScript names what is left out: ${missed.map(([name]) => name)}.`);
  return withoutModules(less);
}

function indexOf(given, name) {
  if (!given.has(name)) throw new Error(`Pyodide's WebAssembly has no ${name}.`);
  return given.get(name);
}

// CPython's list of what it can import without a file: pairs of pointers, to a name and to a function,
// up to one without a name (cpython, Include/internal/pycore_inittab.h). The file leaves out zeros
// behind the last of them.
function withoutModules(code) {
  const bytes = Buffer.from(code);
  const parts = data(bytes);
  const at = (place) => {
    const [start, part] = parts.find(([start, part]) => start <= place && place < start + part.length);
    return part.subarray(place - start);
  };
  const text = (place) => at(place).toString("latin1", 0, at(place).indexOf(0));
  const place = at(at(address(bytes, "PyImport_Inittab")).readUInt32LE());
  const list = Buffer.concat([place, Buffer.alloc(2 * PAIR)]);
  let kept = 0;
  let end = 0;
  for (; list.readUInt32LE(end); end += PAIR) {
    if (MODULES.test(text(list.readUInt32LE(end)))) continue;
    list.copyWithin(kept, end, end + PAIR);
    kept += PAIR;
  }
  if (kept === end) throw new Error("Pyodide's WebAssembly lacks the modules that are to be left out.");
  list.fill(0, kept, end).copy(place);
  return bytes;
}
