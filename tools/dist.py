"""Packs what people install: `python -m tools.dist` makes dist/sipwidget-VERSION.zip.

The zip holds one folder, sipwidget/, for openHAB's html folder or any static host: the built form.
Equal input gives equal bytes.
"""

import sys
from pathlib import Path

from sipwidget import __version__
from tools.build import build
from tools.pack import below, pack
from tools.page import BuildError

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "sipwidget"


def zipped(folder: Path) -> bytes:
    """The zip with its one folder."""
    return pack(below(folder, f"{FOLDER}/"))


def main() -> None:
    """Builds, writes the zip and says where it is."""
    try:
        made = zipped(build())
    except BuildError as error:
        sys.exit(f"No zip: {error}")
    path = ROOT / "dist" / f"sipwidget-{__version__}.zip"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made)
    print(f"{path.relative_to(ROOT)} ({path.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
