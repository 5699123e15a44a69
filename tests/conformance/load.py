"""Reads the conformance data."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
# The data that our own is a copy of, where it lies beside the clone.
SHARED = FOLDER.parents[2] / "shared" / "conformance"


def load(name: str) -> list[dict[str, Any]]:
    """All entries of one JSON file."""
    return load_from(FOLDER, name)


def load_from(folder: Path, name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((folder / name).read_text("utf-8"))
    return entries


def vectors(op: str) -> list[Any]:
    """Input, what is expected, and the id of each obligation of that operation, for parametrize."""
    return [
        pytest.param(entry["input"], entry["expect"], id=entry["id"])
        for entry in load("sipjs_vectors.json")
        if entry["op"] == op and entry["basis"] == "rfc"
    ]
