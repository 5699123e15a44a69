from sipwidget.sip.states import SESSION, Calling, Do, Met
from tools import states


def test_the_page_is_what_the_tables_say() -> None:
    assert states.PAGE.read_text() == states.page()


def test_inputs_that_do_the_same_share_an_arrow() -> None:
    table = {
        (Calling.RINGING, Met.CANCEL): (Calling.TERMINATED, (Do.TERMINATE, Do.END)),
        (Calling.RINGING, Met.BYE): (Calling.TERMINATED, (Do.TERMINATE, Do.END)),
        (Calling.RINGING, Met.ACK): (Calling.BYE_WAITS, ()),
    }
    assert states.diagram(table, Calling.RINGING).splitlines() == [
        "```mermaid",
        "stateDiagram-v2",
        '    state "bye waits" as bye_waits',
        "    [*] --> ringing",
        "    ringing --> terminated : CANCEL, BYE / send 487, report end",
        "    ringing --> bye_waits : ACK",
        "    terminated --> [*]",
        "```",
    ]


def test_every_row_is_drawn() -> None:
    drawn = states.diagram(SESSION, Calling.CALLING, Calling.RINGING)
    for (state, what), (after, _) in SESSION.items():
        arrow = f"    {states.name(state)} --> {states.name(after)} : "
        assert any(
            line.startswith(arrow) and states.label([what], ()) in line
            for line in drawn.splitlines()
        )


def test_a_label_holds_nothing_that_ends_it() -> None:
    assert states.label(["a: b", "c;d"], (Do.BYE,)) == "a b, c d / send BYE"
