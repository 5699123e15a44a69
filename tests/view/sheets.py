"""States in which a sheet lies over the idle widget, or a chip leads to one; for test_widget.py."""

from dataclasses import replace
from datetime import date, datetime

from sipwidget.phone.call_record import CallRecord, Direction, Outcome
from sipwidget.phone.model import Appearance, Connection, Entry, History, Model, Sheet
from sipwidget.phone.notices import alert

MANY = tuple(
    Entry(f"62{number}", name)
    for number, name in enumerate(
        [
            "Front door",
            "Garden gate",
            "Garage",
            "Kitchen",
            "Workshop",
            "Office",
            "Attic",
            "Cellar",
            "Grandma",
        ]
    )
)
_CALLS = (
    ("incoming", "missed", "Front door", "620", 0, datetime(2026, 11, 29, 18, 4)),
    ("incoming", "answered", "Garden gate", "621", 185, datetime(2026, 11, 29, 9, 30)),
    ("outgoing", "answered", "Grandma", "628", 3785, datetime(2026, 11, 28, 20, 15)),
    ("outgoing", "failed", "0049 89 1234", "sip:1@x", 0, datetime(2026, 11, 27, 7, 1)),
    ("incoming", "declined", "Front door", "620", 0, datetime(2026, 3, 5, 12, 0)),
    ("incoming", "elsewhere", "", "", 0, datetime(2025, 12, 31, 23, 59)),
    ("incoming", "failed", "anonymous", "", 0, None),
)
PAST = History(
    tuple(
        CallRecord(Direction(way), Outcome(outcome), party, target, seconds, at)
        for way, outcome, party, target, seconds, at in _CALLS
    ),
    date(2026, 11, 29),
)
_READY = Model(connection=Connection.REGISTERED, entries=MANY[:3])
_BOOK = replace(_READY, sheet=Sheet.PHONEBOOK, entries=MANY)
_HISTORY = replace(_READY, sheet=Sheet.HISTORY, history=PAST)
_NUMBER = replace(_READY, sheet=Sheet.NUMBER)
SHEETS = {
    "phonebook-many": _BOOK,
    "phonebook-search": replace(_BOOK, typed="gar"),
    "phonebook-nobody": replace(_BOOK, typed="xyz"),
    "history": _HISTORY,
    "history-clearing": replace(_HISTORY, history=replace(PAST, clearing=True)),
    "history-empty": replace(_HISTORY, history=History()),
    "history-german": replace(_HISTORY, appearance=Appearance(language="de")),
    "number": _NUMBER,
    "number-typed": replace(_NUMBER, typed="621", dnd=True),
    "number-redial": replace(_NUMBER, redial=Entry("sip:620@pbx", "Front door")),
    "number-wrong": replace(_NUMBER, typed="sip:", notices=(alert("call-address", target="sip:"),)),
    "missed": replace(_READY, missed=1),
    "missed-many": replace(_READY, missed=12, dnd=True),
}
