// The names that a WebAssembly file takes, and those that it gives, which can be made fewer. For that one
// section of the file is written anew: webassembly.github.io/spec/core/binary/modules.html#export-section

const HEADER = 8; // bytes: "\0asm" and the version
const EXPORTS = 7;
const KINDS = ["function", "table", "memory", "global", "tag"];

export function imported(code, wanted) {
  const all = WebAssembly.Module.imports(new WebAssembly.Module(code));
  return all.filter(({ kind }) => kind === wanted).map(({ name }) => name);
}

// The file with those of its exports only that are wanted.
export function withExports(code, isWanted) {
  const parts = sections(code).flatMap(({ kind, body }) => {
    const less = kind === EXPORTS ? fewer(body, isWanted) : body;
    return [Buffer.from([kind]), number(less.length), less];
  });
  return Buffer.concat([code.subarray(0, HEADER), ...parts]);
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

function fewer(body, isWanted) {
  const reader = new Reader(body);
  const entries = Array.from({ length: reader.number() }, () => {
    const start = reader.at;
    const name = reader.take(reader.number()).toString("utf8");
    const kind = KINDS[reader.byte()];
    reader.number(); // which of that kind
    return { name, kind, bytes: body.subarray(start, reader.at) };
  });
  const wanted = entries.filter(({ name, kind }) => isWanted(name, kind));
  return Buffer.concat([number(wanted.length), ...wanted.map(({ bytes }) => bytes)]);
}
