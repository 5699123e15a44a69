"""Files by their names, in folders and in zips whose bytes do not vary."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

Files = dict[str, bytes]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip can tell


def below(place: Path, prefix: str, without: str = "//") -> Files:
    """All files below a folder but hidden ones, compiled Python, and one folder of its own."""
    found = {path.relative_to(place).as_posix(): path for path in sorted(place.rglob("*"))}
    return {
        prefix + name: path.read_bytes()
        for name, path in found.items()
        if path.is_file()
        and "/." not in f"/{name}"
        and "__pycache__" not in path.parts
        and not name.startswith(without)
    }


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, in the order of their names: equal input, equal bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return made.getvalue()
