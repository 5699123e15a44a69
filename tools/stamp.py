"""A step of the set-up is done when its stamp names what it was done with."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """The file `path` holds a digest of `sources` (files) and `words`; it goes last into a step."""

    path: Path
    sources: tuple[Path, ...]
    words: str = ""

    def digest(self) -> str:
        """SHA-256 over all that the step depends on, in hexadecimal."""
        parts = [self.words.encode(), *(source.read_bytes() for source in self.sources)]
        return hashlib.sha256(
            b"\0".join(hashlib.sha256(part).digest() for part in parts)
        ).hexdigest()

    def is_current(self) -> bool:
        """True if the step was done with the same sources and words as now."""
        return self.path.is_file() and self.path.read_text() == self.digest()

    def write(self) -> None:
        """To be called when the step is done."""
        self.path.write_text(self.digest())
