"""Whatever the model holds, it can be drawn, and nothing in it becomes markup."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sipwidget.phone import call_record
from sipwidget.phone.call_record import OUTCOMES, Direction, made
from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.findings import Findings, Found
from sipwidget.phone.model import (
    AccountForm,
    ActionButton,
    Appearance,
    Call,
    CallState,
    Connection,
    Display,
    Entry,
    History,
    Mixer,
    Model,
    Outcome,
    Picture,
    Sheet,
)
from sipwidget.phone.notices import Level, Notice
from sipwidget.phone.trace import Conversation, Message
from sipwidget.phone.verdicts import Report, Result, Verdict
from sipwidget.view.element import to_html
from sipwidget.view.widget import view
from tests.view.states import CHOICES, FIGURES, FINDINGS, KEPT, REPORT

names = st.text(max_size=12)
calls = st.builds(
    Call,
    id=st.sampled_from(["a", "b", "c"]),
    state=st.sampled_from(CallState),
    party=names,
    address=names,
    video=st.booleans(),
    ringing=st.booleans(),
    held=st.booleans(),
    quality=st.none() | st.sampled_from(list(FIGURES.values())),
    on_hold=st.booleans(),
    muted=st.booleans(),
    camera=st.none() | st.booleans(),
    seconds=st.none() | st.integers(0, 99999),
    automatic=st.booleans(),
)
notices = st.builds(
    Notice,
    code=names | st.sampled_from(["call-busy", "call-failed"]),
    level=st.sampled_from(Level),
    values=st.lists(st.tuples(names | st.just("party"), names), max_size=3).map(tuple),
    error=st.none() | st.just("refused"),
)
actions = st.builds(
    ActionButton,
    label=names,
    icon=st.sampled_from(["", "door", "oh:door"]),
    tones=st.booleans(),
    outcome=st.sampled_from(Outcome),
)
ends = st.sampled_from([(way, outcome) for way in Direction for outcome in OUTCOMES[way]])
records = st.builds(lambda end, *rest: made(*end, *rest), ends, names, names, st.integers(0, 10**6))
models = st.builds(
    Model,
    picture=st.none() | st.builds(Picture, names, names),
    buttons=st.lists(actions, max_size=3, unique_by=lambda it: it.label).map(tuple),
    connection=st.sampled_from(Connection),
    registering=st.booleans(),
    calls=st.lists(calls, max_size=3, unique_by=lambda call: call.id).map(tuple),
    focus=st.none() | st.sampled_from(["a", "b", "c"]),
    entries=st.lists(st.builds(Entry, names, names), max_size=4).map(tuple),
    sheet=st.none() | st.sampled_from(Sheet),
    form=st.none() | st.just(AccountForm(KEPT, CHOICES)),
    report=st.none() | st.just(REPORT),
    mixer=st.none() | st.just(Mixer(60, "m1", "s9", "c1", CHOICES)),
    findings=st.none() | st.sampled_from([FINDINGS, Findings()]),
    history=st.none() | st.builds(History, st.lists(records, max_size=3).map(tuple)),
    missed=st.integers(0, 3),
    typed=names,
    redial=st.none() | st.builds(Entry, names, names),
    asked=st.none() | st.builds(Entry, names, names),
    push_to_talk=st.booleans(),
    notices=st.lists(notices, max_size=3).map(tuple),
    error=st.none() | st.just("refused"),
    edit=st.booleans(),
    display=st.builds(Display, st.none() | st.booleans(), st.none() | st.booleans()),
    dnd=st.booleans(),
    sound_blocked=st.booleans(),
    withheld=st.sampled_from(["", "pbx.example"]),
    appearance=st.builds(
        Appearance,
        icon_size=st.none() | st.integers(1, 999),
        video=st.booleans(),
        local_video=st.booleans(),
        idle_video=st.booleans(),
        language=st.sampled_from(["en", "de", "xx", ""]),
    ),
)


@given(models)
def test_every_model_can_be_drawn(model):
    root = view(model)
    assert to_html(root).startswith("<div")
    assert root.attributes["data-state"] == (model.call.state if model.call else "idle")


@given(models, st.sampled_from(['<img src=x onerror="x">', "<script>", "\"'><b>"]))
def test_text_from_the_network_is_never_markup(model, hostile):
    """N36"""
    call = Call("a", CallState.INCOMING, hostile, hostile)
    told = Notice("call-busy", values=(("party", hostile),))
    entries = (Entry(hostile, hostile),)
    kept = Device(*[hostile] * 5, microphone=hostile)
    form = AccountForm(kept, (MediaDevice("camera", hostile, hostile),))
    message = Message(1, 0.0, True, hostile, hostile, hostile)
    conversation = Conversation(hostile, hostile, True, (message,))
    findings = Findings((Found(conversation),), conversation)
    attacked = replace(
        model,
        calls=(call,),
        entries=entries,
        notices=(told,),
        asked=entries[0],
        form=form,
        mixer=Mixer(60, hostile, hostile, hostile, form.choices),
        buttons=(ActionButton(hostile, hostile),),
        findings=findings,
        picture=Picture(hostile, hostile),
        history=History((made(Direction.OUTGOING, call_record.Outcome.FAILED, hostile, hostile),)),
        typed=hostile,
        redial=entries[0],
        report=Report(((hostile, Verdict(Result.FAILED, told)),), asks=True, target=hostile),
    )
    for focus in ("a", None):
        assert hostile not in to_html(view(replace(attacked, focus=focus)))
