"""Placeholders for what tells who and where somebody is, the same one for the same each time.

What is looked for are numbers and users of addresses, names that are shown, hosts, IP addresses,
and tones in the body of an INFO. Whatever was found in one place is hidden in all.
"""

import re
from collections import Counter
from collections.abc import Iterable

SHORT = 3  # characters; what is shorter is hidden where it was found, and not in all other places
_MARKS = 0xF0000  # a private character stands for each until the end, so that nothing hides it anew

_PLACES = re.compile(
    r"""
    \b sips?: (?: (?P<user> [^\s@:<>"]{1,128} ) (?: : [^\s@<>"]{1,128} )? @ )?
      (?P<host> [^\s:;<>",?@\[\]]{1,253} )?
    | \b tel: (?P<number> [^\s;<>"]{1,128} )
    | \b wss?:// (?: [^\s/@]{1,128} @ )? (?P<server> [^\s/:@\[\]]{1,253} )
    | \b username [ ]*=[ ]* "(?P<account> [^"\r\n]{1,128} )"
    | \b realm [ ]*=[ ]* "(?P<realm> [^"\r\n]{1,253} )"
    | ^ Signal [ ]*=[ ]* (?P<tones> [^\s] [^\r\n]{0,63} )
    | "(?P<name> [^"\r\n]{1,128} )" [ \t]* (?= < )
    | ^ (?: From | To | Contact | P-\w+-Identity | f | t | m ) [ \t]* : [ \t]*
      (?P<shown> [^\s"<>:;] [^"<>:;\r\n]{0,127} ) (?= < )
    | ^ Via [ \t]* : [ \t]* \S{1,20} [ ] (?P<via> [^\s:;,\[\]]{1,253} )
    | \b IN [ ] IP[46] [ ] (?P<named> [^\s/]{1,253} )
    | (?<! [\w.] ) (?P<four> (?: [0-9]{1,3} \. ){3} [0-9]{1,3} ) (?! \w )
    | (?<! [\w:] ) (?P<six> (?= [0-9a-f:]{0,39}:: | (?: [0-9a-f]{1,4}: ){7} ) [0-9a-f:]{2,39} )
      (?! [\w:] )
    | (?<! [\w-] ) (?P<local> [\w-]{1,63} \.local ) (?! [\w-] )
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_LINE = re.compile(r"[^\r\n]+")
_KINDS = {
    "user": "user",
    "number": "user",
    "account": "user",
    "tones": "tones",
    "name": "name",
    "shown": "name",
}
_ADDRESS = re.compile(r"[0-9]+(?:\.[0-9]+){3}|[0-9a-f]*:[0-9a-f:]*", re.IGNORECASE)


class Pseudonyms:
    """The placeholders of these texts: ``user-1``, ``name-1``, ``host-1``, ``address-1``.

    ``names`` are told apart from the texts, as those of a phonebook are. Lower and upper case are
    the same.
    """

    def __init__(self, texts: Iterable[str], names: Iterable[str] = ()) -> None:
        self._counts: Counter[str] = Counter()
        self._marks: dict[str, str] = {}  # by what they stand for, in lower case
        self._placeholders: dict[int, str] = {}  # by marks
        self._hidden: dict[str, str] = {}  # lines that were hidden before
        for name in names:
            self._note("name", name)
        for line in dict.fromkeys(line for text in texts for line in _LINE.findall(text)):
            for found in _PLACES.finditer(line):
                for group, value in found.groupdict().items():
                    self._note(_KINDS.get(group, "host"), value or "")
        longest = sorted((it for it in self._marks if len(it) >= SHORT), key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest)) or "(?!)"
        self._anywhere = re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)

    def hide(self, text: str) -> str:
        """The text with a placeholder for each that is known."""
        return _LINE.sub(lambda found: self._hide_line(found[0]), text)

    def _hide_line(self, line: str) -> str:
        """Messages repeat their lines, so each is looked through once."""
        if line not in self._hidden:
            marked = _PLACES.sub(self._mark_places, line)
            marked = self._anywhere.sub(lambda it: self._marks.get(it[0].lower(), it[0]), marked)
            self._hidden[line] = marked.translate(self._placeholders)
        return self._hidden[line]

    def _mark_places(self, found: re.Match[str]) -> str:
        text = found[0]
        for group, value in reversed(found.groupdict().items()):
            mark = self._marks.get(_key(value or ""))
            if value and mark:
                start = found.start(group) - found.start()
                text = text[:start] + mark + text[start + len(value) :]
        return text

    def _note(self, kind: str, value: str) -> None:
        key = _key(value)
        if key and key not in self._marks:
            kind = "address" if _ADDRESS.fullmatch(key) else kind
            self._counts[kind] += 1
            mark = _MARKS + len(self._marks)
            self._marks[key] = chr(mark)
            self._placeholders[mark] = f"{kind}-{self._counts[kind]}"


def _key(value: str) -> str:
    return value.strip().lower()
