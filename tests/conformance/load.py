"""Reads the conformance data."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent


def load(name: str) -> list[dict[str, Any]]:
    """All entries of one JSON file."""
    entries: list[dict[str, Any]] = json.loads((FOLDER / name).read_text("utf-8"))
    return entries


def vectors(op: str) -> list[Any]:
    """Input, what is expected, and the id of each obligation of that operation, for parametrize."""
    return [
        pytest.param(entry["input"], entry["expect"], id=entry["id"])
        for entry in load("sipjs_vectors.json")
        if entry["op"] == op and entry["basis"] == "rfc"
    ]
