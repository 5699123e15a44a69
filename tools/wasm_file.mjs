// A WebAssembly file: the names that it takes and gives, the bodies of its functions, and its data. What
// is made fewer is written anew: webassembly.github.io/spec/core/binary/modules.html

const HEADER = 8; // bytes: "\0asm" and the version
const GLOBALS = 6; // kinds of section
const EXPORTS = 7;
const CODE = 10;
const DATA = 11;
const END = 0x0b;
const TRAP = Buffer.from([0, 0x00, END]); // no variables, `unreachable`
const KINDS = ["function", "table", "memory", "global", "tag"];

export function imported(code, wanted) {
  const all = WebAssembly.Module.imports(new WebAssembly.Module(code));
  return all.filter(({ kind }) => kind === wanted).map(({ name }) => name);
}

// What it gives by that kind of name: a map to which of the kind it is, counted with those it takes.
export function exported(code, wanted) {
  const given = entriesOf(section(code, EXPORTS)).filter(({ kind }) => kind === wanted);
  return new Map(given.map(({ name, index }) => [name, index]));
}

// The file with those of its exports only that are wanted.
export function withExports(code, isWanted) {
  return withSection(code, EXPORTS, (body) => {
    const wanted = entriesOf(body).filter(({ name, kind }) => isWanted(name, kind));
    return Buffer.concat([number(wanted.length), ...wanted.map(({ bytes }) => bytes)]);
  });
}

// The file in which each function that `isUnused`, by its index and length, only traps.
export function withoutBodies(code, isUnused) {
  const first = imported(code, "function").length;
  return withSection(code, CODE, (body) => {
    const reader = new Reader(body);
    const bodies = Array.from({ length: reader.number() }, (_, at) => {
      const text = reader.take(reader.number());
      return isUnused(first + at, text.length) ? TRAP : text;
    });
    return Buffer.concat([number(bodies.length), ...bodies.flatMap((text) => [number(text.length), text])]);
  });
}

// What its memory holds at the beginning, in the bytes of the file itself: [address, bytes] of each part.
export function data(code) {
  const reader = new Reader(section(code, DATA));
  return Array.from({ length: reader.number() }, () => {
    if (reader.number() !== 0) throw new Error("data that is not there at the beginning");
    return [constant(reader), reader.take(reader.number())];
  });
}

// Where a variable lies that it gives.
export function address(code, name) {
  const reader = new Reader(section(code, GLOBALS));
  const which = exported(code, "global").get(name) - imported(code, "global").length;
  const values = Array.from({ length: reader.number() }, () => {
    reader.take(2); // its type
    return constant(reader);
  });
  return values[which];
}

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const byte = this.byte();
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

function number(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}

function sections(code) {
  const reader = new Reader(code, HEADER);
  const found = [];
  while (reader.at < code.length) found.push({ kind: reader.byte(), body: reader.take(reader.number()) });
  return found;
}

const section = (code, wanted) => sections(code).find(({ kind }) => kind === wanted).body;

function withSection(code, wanted, change) {
  const parts = sections(code).flatMap(({ kind, body }) => {
    const text = kind === wanted ? change(body) : body;
    return [Buffer.from([kind]), number(text.length), text];
  });
  return Buffer.concat([code.subarray(0, HEADER), ...parts]);
}

function entriesOf(body) {
  const reader = new Reader(body);
  return Array.from({ length: reader.number() }, () => {
    const start = reader.at;
    const name = reader.take(reader.number()).toString("utf8");
    const kind = KINDS[reader.byte()];
    const index = reader.number();
    return { name, kind, index, bytes: body.subarray(start, reader.at) };
  });
}

// `i32.const VALUE end`, or another expression of as many parts
function constant(reader) {
  const operation = reader.byte();
  const value = reader.number();
  if (reader.byte() !== END) throw new Error(`a value that is more than a constant, ${operation}`);
  return value;
}
