"""The languages, one file each: a new one is a file ``xx.py`` with ``WORDS``, and nothing else.

The keys are those of ``en.py``, in its order, a line each however long: two languages lie side by
side, and a word that changes is one line changed. Words that are missing are shown in English.
What is said before Python has started is in static/start.js, in English where it lacks a language.
"""

import re
from collections.abc import Mapping
from importlib import import_module


def find(language: str) -> Mapping[str, str]:
    """The words of the file ``language`` names; none when there is no such file."""
    if not re.fullmatch("[a-z]{2,3}", language):
        return {}
    name = f"{__name__}.{language}"
    try:
        found: Mapping[str, str] = import_module(name).WORDS
    except ModuleNotFoundError:
        return {}
    return found
