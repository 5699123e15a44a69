"""What a call costs, in steps that are the same on every machine.

Counted are the instructions of the interpreter, and the characters of each string that a method of
it is called on, for those loops run in C. Not seen are slices, joins, and regular expressions:
`tests/backtracking.py` counts the steps of these.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(call: Callable[[], object]) -> int:
    """Instructions and characters; what the call raises is its caller's."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    def profile(frame: FrameType, event: str, called: Any) -> None:
        nonlocal count
        owner = getattr(called, "__self__", None) if event == "c_call" else None
        count += len(owner) if isinstance(owner, (str, bytes)) else 0

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        call()
    finally:
        sys.setprofile(before[1])
        sys.settrace(before[0])
    return count
