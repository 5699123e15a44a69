// Runs pytest in Pyodide: node wasm.mjs PROJECT SITE-PACKAGES COMPILED-PACKAGES ARGUMENTS...
// The three folders are mounted read-only, and nothing is fetched.
import { pathToFileURL } from "node:url";

const [project, site, compiled, ...options] = process.argv.slice(2);
const folders = { "/project": project, "/compiled": compiled, "/site": site };
const changes = ["mknod", "rename", "rmdir", "setattr", "symlink", "unlink"];
const EROFS = 69; // Emscripten's number

async function mount(FS) {
  const { NODEFS } = FS.filesystems;
  const refuse = () => {
    throw new FS.ErrnoError(EROFS);
  };
  for (const change of changes) NODEFS.node_ops[change] = refuse;
  NODEFS.stream_ops.write = refuse;
  for (const [place, root] of Object.entries(folders)) {
    FS.mkdirTree(place);
    FS.mount(NODEFS, { root }, place);
  }
}

const env = {
  HOME: "/home/pyodide",
  HYPOTHESIS_STORAGE_DIRECTORY: "/tmp/hypothesis",
  PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1", // those in SITE-PACKAGES are the machine's
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONPATH: "/compiled:/site",
};

try {
  const { loadPyodide } = await import(pathToFileURL(`${project}/vendor/pyodide/pyodide.mjs`));
  const pyodide = await loadPyodide({ env, fsInit: mount });
  pyodide.FS.chdir("/project");
  process.exitCode = pyodide.runPython("import pytest; int(pytest.main(list(options)))", {
    globals: pyodide.toPy({ options }),
  });
} catch (error) {
  console.error(error.message ?? error); // without the line of Pyodide that threw it: it has 1 MB
  process.exitCode = 1;
}
