"""Each behaviour and each flow that was taken from elsewhere is shown by a test of our own."""

import ast
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.flows import FLOWS, SHARED
from tests.conformance.load import load

pytestmark = pytest.mark.native("compares files, also beside the project, and runs nothing of ours")

ROOT = Path(__file__).parents[2]
BEHAVIOURS, OWN_FLOWS = load("sipjs_behaviours.json"), load("flows.json")
needs_shared = pytest.mark.skipif(
    not FLOWS.is_file(), reason="needs shared/conformance beside the project's root"
)


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests of a file, which is not imported for that."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, functions))


def behaviour(entry: dict[str, Any]) -> tuple[str, str, str, str]:
    return entry["area"], entry["given"], entry["event"], entry["want"]


@pytest.mark.parametrize(
    "entry", [pytest.param(entry, id=": ".join(behaviour(entry)[:3])) for entry in BEHAVIOURS]
)
def test_a_behaviour_is_shown_or_there_is_a_reason(entry: dict[str, Any]) -> None:
    assert entry["tests"] or entry["note"]
    assert missing(entry["tests"]) == []


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry["id"]) for entry in OWN_FLOWS])
def test_a_flow_has_its_like_among_our_own_tests(entry: dict[str, Any]) -> None:
    assert entry["tests"]
    assert missing(entry["tests"]) == []


def missing(names: list[str]) -> list[str]:
    """Those that name no test."""
    pairs = [name.split("::") for name in names]
    return [f"{file}::{test}" for file, test in pairs if test not in names_in(file)]


@needs_shared
def test_no_behaviour_is_left_out() -> None:
    shared = json.loads((SHARED / "sipjs_behaviours.json").read_text("utf-8"))
    assert {behaviour(entry) for entry in shared} == {behaviour(entry) for entry in BEHAVIOURS}


@needs_shared
def test_no_flow_is_left_out() -> None:
    shared = json.loads(FLOWS.read_text("utf-8"))
    assert [flow["id"] for flow in shared] == [flow["id"] for flow in OWN_FLOWS]
