"""The calls that are over: who, when, how long, what became of it; and how many were missed."""

from datetime import date, datetime, timedelta

from sipwidget.phone.call_record import CallRecord
from sipwidget.phone.model import History, Model
from sipwidget.view.buttons import button, icon, text_button
from sipwidget.view.element import Element, h
from sipwidget.view.words import Say


def history(past: History, say: Say) -> tuple[Element, Element]:
    """The newest first; a row calls again where that can be done."""
    rows = [_row(record, past.today, say) for record in past.records]
    nothing = h("p", say("history-empty"), class_="sipwidget-nobody")
    target = "yes" if past.clearing else None
    words = say("button-clear-sure" if past.clearing else "button-clear-history")
    clear = text_button("clear-history", words, target=target) if rows else None
    close = text_button("cancel", say("button-close"))
    return (
        h("div", *(rows or [nothing]), class_="sipwidget-choices", data_arrows=True),
        h("div", clear, close, class_="sipwidget-actions"),
    )


def missed_calls(model: Model, say: Say) -> str:
    """How many were missed, in words; "" for none."""
    if not model.missed:
        return ""
    code = "missed-one" if model.missed == 1 else "missed-many"
    return say(code, number=str(model.missed))


def missed_chip(model: Model, say: Say) -> Element | None:
    """Below the icon, while nobody has looked at the calls that were missed."""
    words = missed_calls(model, say)
    if not words or model.edit:
        return None
    chip = h(
        "button",
        icon("record-incoming-missed"),
        h("span", words, class_="sipwidget-label"),
        type="button",
        class_="sipwidget-chip",
        aria_label=words,
        data_action="history",
        data_missed=model.missed,
    )
    return h("div", chip, key="missed", class_="sipwidget-missed")


# --- one call -------------------------------------------------------------------------------------


def _row(record: CallRecord, today: date | None, say: Say) -> Element:
    kind = f"record-{record.direction}-{record.outcome}"
    party = record.party or say("party-hidden")
    details = ", ".join(filter(None, (say(kind), _when(record.at, today, say), _length(record))))
    words = h(
        "span",
        h("strong", party, class_="sipwidget-label"),
        h("span", details, class_="sipwidget-details"),
        class_="sipwidget-words",
    )
    look = f"sipwidget-choice sipwidget-record sipwidget-record-{record.outcome}"
    if not record.target:
        return h("div", icon(kind), words, class_=look)
    name = say("button-call-again", party=party, details=details)
    return button("dial", icon(kind), name, words, look=look, target=record.target)


def _when(at: datetime | None, today: date | None, say: Say) -> str:
    """By the clock where the call was: the time today, else with the day before it."""
    if at is None:
        return ""
    time, day = f"{at:%H:%M}", at.date()
    if day == today:
        return time
    if today and day == today - timedelta(days=1):
        return f"{say('yesterday')} {time}"
    month = say("months").split()[day.month - 1]
    code = "date" if today and day.year == today.year else "date-year"
    written = say(code, day=str(day.day), month=month, number=str(day.month), year=str(day.year))
    return f"{written} {time}"


def _length(record: CallRecord) -> str:
    """``3:05``, or ``1:03:05`` from an hour on; "" where there was no talk."""
    minutes, seconds = divmod(record.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}"
    return f"{minutes}:{seconds:02}" if record.seconds else ""
