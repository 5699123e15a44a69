"""sipwidget: a SIP phone for openHAB pages, in Python, in the browser.

Four layers, one direction; each may import what stands to its right, never to its left:

    browser  ->  view  ->  phone  ->  sip  ->  Python's standard library

``sip``      the protocol: text and time in, text and events out
``phone``    what the phone does: configuration, calls, phonebook, what the state Item says
``view``     what it looks like: a pure function from the model to a tree of elements
``browser``  the only place that touches JavaScript: socket, media, storage, the DOM, the loop

``main.py`` names the concrete adapters and joins them. docs/walk.md follows one INVITE through
all rooms, docs/engine.md a page to its phone, which outlives it; tests/test_layers.py proves the
picture above.
"""

__version__ = "0.1.0"
