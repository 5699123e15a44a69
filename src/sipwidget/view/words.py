"""Words for codes: a notice or a state becomes a sentence in the person's language."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from sipwidget.view.languages import find

Say = Callable[..., str]


def words(language: str) -> Mapping[str, str]:
    """The words of a language (``de``, ``de_DE``, ``de-AT``), with English for what it lacks."""
    return {**find("en"), **find(re.split("[-_]", language.lower())[0])}


def text(known: Mapping[str, str], code: str, /, **values: str) -> str:
    """The sentence of a code, its ``{gaps}`` filled with text as it is.

    A gap without a value is left empty, and a code without a sentence is shown as it is: a missing
    word must never keep a call from being shown.
    """
    filled = re.sub(r"\{(\w+)\}", lambda gap: values.get(gap[1], ""), known.get(code, code))
    return re.sub(r"\s+", " ", filled, flags=re.ASCII).strip()  # French has other spaces as well


def speaker(language: str) -> Say:
    """``text`` in one language: ``say("call-busy", party="Door")``."""
    return partial(text, words(language))
