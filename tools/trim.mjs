// Takes out of Pyodide what only packages in C would want, of which there is none here:
//
//     node tools/trim.mjs FROM TO READER...
//
// Pyodide lets such packages link to all of CPython and of libc, and to a screen, sound and WebGL: it
// hands 8,560 names to JavaScript at each start. FROM and TO are folders of Pyodide; the readers are the
// scripts that use its module. A name stays if it is a word in anything that stays: that is more than
// need be, and never too little. The same input gives the same bytes.

import fs from "node:fs";
import { parse } from "acorn";
import { withoutUnused } from "./unused.mjs";
import { imported, withExports } from "./wasm_file.mjs";

// Each of these stands once in Pyodide's script.
const PATCHES = {
  // It would make a JavaScript function of all 8,772 in the table, to find those that are there already.
  "functionsInTableMap=new WeakMap;updateTableMap(0,wasmTable.length)": "functionsInTableMap=new WeakMap",
  // Pointers to functions of WebGL: null, as where a function is lacking that need not be there.
  'new WebAssembly.Global({value:"i32",mutable:true},-1)':
    'new WebAssembly.Global({value:"i32",mutable:true},symName.startsWith("emscripten_gl")?0:-1)',
  // No stack of its own for each callback of Python's loop: nothing here waits by switching stacks, each costs a
  // promise more, and Chromium has crashed in its scan of such a stack (docs/boot.md).
  'newJspiSupported=canConstructWasm&&"Suspending"in WebAssembly': "newJspiSupported=false",
  'oldJspiSupported=canConstructWasm&&"Suspender"in WebAssembly': "oldJspiSupported=false",
};
const WEBGL = /^emscripten_gl/;
// What has no effect but to be there, if nothing names it.
const INERT = /^(?:Literal|Identifier|(?:Arrow)?FunctionExpression|ClassExpression|ObjectExpression|ArrayExpression)$/;

const words = (text) => text.match(/[A-Za-z_$][\w$]*/g) ?? [];
const members = (text) => Array.from(text.matchAll(/(?:\.|\[")([\w$]+)/g), ([, name]) => name);

function patched(text) {
  for (const [old, by] of Object.entries(PATCHES)) {
    const times = text.split(old).length - 1;
    if (times !== 1) throw new Error(`Pyodide's script holds ${old} ${times} times, not once.`);
    text = text.replace(old, () => by);
  }
  return text;
}

// --- its script in parts: `text`, and `when`, the names for whose sake it stays (null: always) ---

function parts(text) {
  const script = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  const { body } = script.body.find((each) => each.type === "FunctionDeclaration" && each.async);
  const read = ({ start, end }) => text.slice(start, end);
  const found = body.body.flatMap((each) => ofStatement(each, read));
  return [text.slice(0, body.start + 1), found, text.slice(body.end - 1)];
}

function ofStatement(it, read) {
  if (it.id?.name === "assignWasmExports") {
    const given = it.body.body.map((each) => ({ text: read(each), when: targets(each.expression) }));
    return [{ text: "function assignWasmExports(wasmExports){", when: null }, ...given, { text: "}", when: null }];
  }
  if (it.type === "FunctionDeclaration" || it.type === "ClassDeclaration")
    return [{ text: read(it), when: { words: [it.id.name] } }];
  if (it.type === "VariableDeclaration") return it.declarations.map((each) => ofVariable(it.kind, each, read));
  const assigned = it.type === "ExpressionStatement" && it.expression.type === "AssignmentExpression";
  return [{ text: read(it), when: assigned ? whenAssigned(it.expression) : null }];
}

function ofVariable(kind, { id, init, ...place }, read) {
  if (id.name === "wasmImports") return { text: "", imports: init.properties.map((each) => [named(each.key), read(each)]) };
  const inert = id.name && (!init || INERT.test(init.type));
  return { text: `${kind} ${read(place)};`, when: inert ? { words: [id.name] } : null };
}

const named = (key) => key.name ?? key.value;

// `Module["a"]=a` and `a.sig="..."`, which says what types a function of JavaScript has.
function whenAssigned({ left, right }) {
  if (left.type !== "MemberExpression" || left.object.type !== "Identifier") return null;
  const name = named(left.property);
  if (left.object.name === "Module" && right.name === name) return { members: [name] };
  return name === "sig" ? { words: [left.object.name], sig: true } : null;
}

// `a=Module["a"]=wasmExports["b"]`
function targets(expression, found = { words: [], members: [] }) {
  if (expression.type !== "AssignmentExpression") return found;
  const { left, right } = expression;
  if (left.type === "Identifier") found.words.push(left.name);
  else found.members.push(named(left.property));
  return targets(right, found);
}

// --- what stays ---

function staying(all, wasm, readers) {
  const seen = { words: new Set(), members: new Set(readers.flatMap(members)) };
  const stays = new Set();
  const take = (part, text) => {
    stays.add(part);
    for (const each of words(text)) seen.words.add(each);
    for (const each of members(text)) seen.members.add(each);
  };
  for (const part of all) if (part.imports) take(part, (part.text = importsOf(part.imports, wasm)));
  for (let before = -1; before !== stays.size; ) {
    before = stays.size;
    for (const part of all) if (!stays.has(part) && isWanted(part.when, seen, wasm)) take(part, part.text);
  }
  return all.filter((part) => stays.has(part));
}

function isWanted(when, seen, wasm) {
  if (!when) return true;
  if (when.sig) return wasm.pointers.some((name) => when.words.includes(`_${name}`) || when.words.includes(name));
  const isSeen = (kind) => when[kind]?.some((name) => seen[kind].has(name));
  return isSeen("words") || isSeen("members");
}

function importsOf(entries, { functions, pointers }) {
  const lacking = functions.filter((name) => !entries.some(([each]) => each === name));
  if (lacking.length) throw new Error(`Pyodide's script lacks ${lacking}, which its WebAssembly asks for.`);
  const wanted = entries.filter(([name]) => functions.includes(name) || pointers.includes(name));
  return `var wasmImports={${wanted.map(([, text]) => text).join(",")}};`;
}

// --- both files ---

function trimmed(script, code, readers) {
  const pointers = imported(code, "global").filter((name) => !WEBGL.test(name));
  const wasm = { functions: imported(code, "function"), pointers };
  const [head, all, tail] = parts(patched(script));
  const text = [head, ...staying(all, wasm, readers).map((part) => part.text), tail].join("\n");
  const used = new Set(words(text));
  const isNamed = (name, kind) => used.has(name) || !["function", "global"].includes(kind);
  return [text, withExports(withoutUnused(code, isNamed), isNamed)];
}

const [from, to, ...readers] = process.argv.slice(2);
const read = (path) => fs.readFileSync(path, "utf8");
const code = fs.readFileSync(`${from}/pyodide.asm.wasm`);
const texts = [`${from}/pyodide.mjs`, ...readers].map(read);
const [script, less] = trimmed(read(`${from}/pyodide.asm.mjs`), code, texts);
fs.cpSync(from, to, { recursive: true });
fs.writeFileSync(`${to}/pyodide.asm.mjs`, script);
fs.writeFileSync(`${to}/pyodide.asm.wasm`, less);
