from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import js
    from inside import Inbox
    from pyodide.code import run_js

    from sipwidget.browser.media_keys import MediaKeys
    from sipwidget.phone.model import Call, CallState, Model

Run = Callable[..., Any]


def test_the_keys_do_what_the_buttons_of_the_call_do(run: Run) -> None:
    """N19"""

    async def inside() -> list[object]:
        window = run_js("""(() => {
            const keys = {};
            const setActionHandler = (key, handler) => {
                keys[key] = handler;
            };
            return {keys, navigator: {mediaSession: {setActionHandler}}};
        })()""")
        inbox = Inbox()
        keys = MediaKeys(inbox, window)
        ringing = Call("c", CallState.INCOMING, "", "")
        keys.follow(Model(calls=(ringing,), focus="c"))
        before = list(js.Object.keys(window.keys))
        for name in "ab":
            talking = Call(name, CallState.OUTGOING_ACCEPTED, "", "")
            keys.follow(Model(calls=(talking,), focus=name))
        window.keys.togglemicrophone({"action": "togglemicrophone"})
        window.keys.hangup({"action": "hangup"})
        keys.follow(Model())
        gone = [not window.keys.hangup, not window.keys.togglemicrophone]
        return [before, [[each.action, each.call] for each in inbox.inputs], gone]

    assert run(inside) == [[], [["mute", "b"], ["hangup", "b"]], [True, True]]


def test_a_real_browser_knows_the_keys_and_one_without_any_is_left_alone(run: Run) -> None:
    async def inside() -> None:
        talking = Call("c", CallState.OUTGOING_ACCEPTED, "", "")
        for window in (js.window, run_js("({navigator: {}})")):
            keys = MediaKeys(Inbox(), window)
            keys.follow(Model(calls=(talking,), focus="c"))
            keys.follow(Model())

    run(inside)
