// Compiles zips of Python to zips of bytecode, with the Pyodide that will run it:
//
//     node tools/bytecode.mjs PYODIDE IN.zip OUT.zip [IN.zip OUT.zip ...]
//
// Assertions, docstrings and the columns of tracebacks stay behind. The same input gives the same bytes.

import fs from "node:fs";
import { pathToFileURL } from "node:url";

const COMPILE = `
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

def compiled(name, text):
    code = compile(text, name, "exec", dont_inherit=True, optimize=2)
    return _code_to_hash_pyc(code, bytes(8), False)

with zipfile.ZipFile("/in.zip") as source, zipfile.ZipFile("/out.zip", "w") as target:
    for name in sorted(source.namelist()):
        text = source.read(name)
        is_module = name.endswith(".py")
        entry = zipfile.ZipInfo(name + "c" * is_module, (1980, 1, 1, 0, 0, 0))
        target.writestr(entry, compiled(name, text) if is_module else text, zipfile.ZIP_DEFLATED, 9)
`;

const [pyodide, ...files] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodide}/`, env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" } });
for (let at = 0; at < files.length; at += 2) {
  python.FS.writeFile("/in.zip", new Uint8Array(fs.readFileSync(files[at])));
  python.runPython(COMPILE);
  fs.writeFileSync(files[at + 1], python.FS.readFile("/out.zip"));
}
process.exit(0); // Pyodide keeps Node awake
