"""The pages of JsSIP and SIP.js: npm installs what the lock says, esbuild makes one file of it.

Only `make bench` needs them; nothing of it is in the widget, or in what `make test` installs.
"""

import shutil
import subprocess
from pathlib import Path

from tools.node import Node, find_node
from tools.stamp import Stamp

HERE = Path(__file__).parent
PAGES = HERE / "pages"
BUNDLES = HERE / "build/bundles"
ENTRIES = ("jssip", "sipjs", "parse-jssip", "parse-sipjs")
OPTIONS = (
    *("--bundle", "--minify", "--format=iife", "--target=es2022", "--log-level=warning"),
    *("--entry-names=[name]-[hash]", f"--outdir={BUNDLES}"),
)


def bundles() -> dict[str, Path]:
    """The bundle of each entry, made anew where something has changed."""
    node = find_node()
    if node is None:
        raise RuntimeError("There is no Node: `make bench` brings it.")
    install(node)
    locks = (HERE / "package-lock.json", Path(__file__))
    stamp = Stamp(HERE / "build/stamp", (*locks, *sorted(PAGES.glob("*.js"))))
    if not stamp.is_current():
        shutil.rmtree(BUNDLES, ignore_errors=True)
        esbuild = HERE / "node_modules/.bin/esbuild"
        sources = [str(PAGES / f"{name}.js") for name in ENTRIES]
        subprocess.run([esbuild, *sources, *OPTIONS], cwd=HERE, env=node.env, check=True)
        stamp.write()
    return {name: bundle(BUNDLES, name) for name in ENTRIES}


def install(node: Node) -> None:
    """bench/node_modules, by hash and without install scripts."""
    stamp = Stamp(HERE / "node_modules/stamp", (HERE / "package-lock.json",))
    if not stamp.is_current():
        print("Setting up: JsSIP, SIP.js and esbuild in bench/node_modules", flush=True)
        command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=HERE, env=node.env, check=True)
        stamp.write()


def bundle(folder: Path, name: str) -> Path:
    """The one file of that entry, whose name ends in esbuild's hash of eight characters."""
    (found,) = folder.glob(f"{name}-{'[A-Z0-9]' * 8}.js")
    return found
