"""The painter in a small DOM, and models to draw."""

from dataclasses import replace

from sipwidget.browser.dom import Painter
from sipwidget.phone.model import AccountForm, Call, CallState, Entry, Mixer, Model, Sheet
from sipwidget.view.widget import view
from tests.browser.small_dom import Document

DOOR = Call("c1", CallState.INCOMING, "Door", "620@box")
IDLE = Model(entries=(Entry("1", "A"), Entry("2", "B")))
DIALING = replace(DOOR, state=CallState.OUTGOING)
RINGING = Model(calls=(DOOR,), focus="c1")
TALKING = Call("c1", CallState.INCOMING_ACCEPTED, "Door", "620@pbx.test", tones=True)
HELD_DOWN = Model(calls=(replace(TALKING, seconds=1, muted=True),), focus="c1", push_to_talk=True)
KEYPAD = Model(calls=(TALKING,), focus="c1", sheet=Sheet.KEYPAD)
OPEN = Model(entries=IDLE.entries, sheet=Sheet.PHONEBOOK)
MIXER = replace(KEYPAD, sheet=Sheet.SOUND, mixer=Mixer(40, "", "", "", ()))
FORM = Model(sheet=Sheet.ACCOUNT, form=AccountForm())


class Page:
    """A painter in a document, and what was clicked there."""

    def __init__(self):
        self.document, self.clicks = Document(), []
        self.root = self.document.createElement("div")
        self.root.attributes |= {"id": "phone", "class": "sipwidget card"}
        self.document.body.appendChild(self.root)
        self.painter = Painter(
            self.document,
            self.root,
            on_click=lambda *click: self.clicks.append(click),
            proxy=lambda listener: listener,
        )

    def draw(self, model, now=0.0):
        self.document.now = now
        self.painter.draw(view(model))

    def button(self, action):
        return self.root.querySelectorAll(f'[data-action="{action}"]')[0]

    def field(self, name):
        return self.root.querySelectorAll(f'[name="{name}"]')[0]

    def type(self, name, text):
        """As a person does: no attribute changes."""
        self.field(name).value = text
