// Runs pytest in Pyodide: node wasm.mjs FOLDERS ARGUMENTS...
// FOLDERS, joined by colons, are the project, those that Python imports from, and any others. They
// are there read-only and under their own names. Nothing is fetched.
import { pathToFileURL } from "node:url";

const [joined, ...options] = process.argv.slice(2);
const folders = joined.split(":");
const [project, ...others] = folders;
const changes = ["mknod", "rename", "rmdir", "setattr", "symlink", "unlink"];
const EROFS = 69; // Emscripten's number

async function mount(FS) {
  const { NODEFS } = FS.filesystems;
  for (const folder of folders) {
    FS.mkdirTree(folder);
    FS.mount(NODEFS, { root: folder }, folder);
  }
  const refuse = () => {
    throw new FS.ErrnoError(EROFS);
  };
  for (const change of changes) NODEFS.node_ops[change] = refuse;
  NODEFS.stream_ops.write = refuse;
}

const env = {
  HOME: "/home/pyodide",
  HYPOTHESIS_STORAGE_DIRECTORY: "/tmp/hypothesis",
  PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1", // those that are found are the machine's
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONPATH: others.join(":"),
};

const program = `
import pytest
from hypothesis import settings

settings.register_profile("quick", settings.get_profile("ci"), max_examples=25)
settings.load_profile("quick")
int(pytest.main(list(options)))
`;

try {
  const { loadPyodide } = await import(pathToFileURL(`${project}/vendor/pyodide/pyodide.mjs`));
  const pyodide = await loadPyodide({ env, fsInit: mount });
  pyodide.FS.chdir(project);
  process.exitCode = pyodide.runPython(program, { globals: pyodide.toPy({ options }) });
} catch (error) {
  console.error(error.message ?? error); // without the line of Pyodide that threw it: it has 1 MB
  process.exitCode = 1;
}
