"""The patch and the painter; what real browsers make of them is seen end to end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.browser.dom import HTML, JUST_NOW, SVG, Painter, build, make_stage, patch
from sipwidget.phone.model import Call, CallState, Entry, Model, Sheet
from sipwidget.view.element import Element, h
from sipwidget.view.widget import view
from tests.browser.small_dom import Document, Text


def written(node):
    """A node as a value, for comparing."""
    if isinstance(node, Text):
        return node.data
    children = tuple(map(written, node.childNodes))
    return node.namespaceURI, node.tagName, dict(node.attributes), dict(node.style), children


def shown(document, tree, live=None):
    return build(document, tree, HTML, live or {})


# --- the patch ------------------------------------------------------------------------------------

attributes = st.dictionaries(
    st.sampled_from(["class", "data-x", "--aspect", "inert"]), st.sampled_from(["", "1", "2"])
)
trees = st.recursive(
    st.text("ab", max_size=2),
    lambda inner: st.builds(
        lambda tag, attributes, children, key: Element(tag, attributes, tuple(children), key),
        st.sampled_from(["p", "div", "svg"]),
        attributes,
        st.lists(inner, max_size=4),
        st.sampled_from(["", "k", "m"]),
    ),
    max_leaves=12,
)
roots = st.builds(lambda children: Element("div", {}, tuple(children)), st.lists(trees, max_size=4))


@given(roots, roots)
def test_patching_gives_what_building_anew_gives(old, new):
    document = Document()
    node = shown(document, old)
    patch(document, node, old, new, {})
    assert written(node) == written(shown(document, new))


@given(roots)
def test_patching_to_the_same_touches_nothing(tree):
    document = Document()
    node = shown(document, tree)
    document.touched.clear()
    patch(document, node, tree, tree, {})
    assert document.touched == []


@given(roots, roots, st.integers(0, 4), st.integers(0, 4))
def test_a_live_node_stays_itself_and_keeps_its_children(old, new, here, there):
    def with_stage(tree, place):
        stage = Element("div", {"class": "v"}, (), "stage", live="stage")
        return Element("div", {}, (*tree.children[:place], stage, *tree.children[place:]))

    document = Document()
    stage = make_stage(document)
    videos = list(stage.childNodes)
    before, after = with_stage(old, here), with_stage(new, there)
    node = shown(document, before, {"stage": stage})
    patch(document, node, before, after, {"stage": stage})
    assert [each for each in node.childNodes if each is stage] == [stage]
    assert stage.childNodes == videos


def test_a_live_node_that_comes_again_has_forgotten_what_it_showed():
    document = Document()
    stage = make_stage(document)
    wide = h("div", live="stage", data_local="true", **{"--aspect": "16/9"})
    shown(document, wide, {"stage": stage})
    shown(document, h("div", live="stage", class_="v"), {"stage": stage})
    assert (stage.attributes, stage.style) == ({"class": "v"}, {})


def test_accept_is_never_turned_into_hang_up():
    document = Document()
    old = h("div", h("button", "x", data_action="accept"))
    new = h("div", h("button", "x", data_action="hangup"))
    node = shown(document, old)
    accept = node.firstChild
    patch(document, node, old, new, {})
    assert node.firstChild is not accept


def test_a_new_sibling_leaves_the_others_where_they_are():
    document = Document()
    old = h("div", h("p", key="a"), h("p", key="b"))
    new = h("div", h("p", key="n"), h("p", key="a"), h("p", key="b"))
    node = shown(document, old)
    first, second = node.childNodes
    document.touched.clear()
    patch(document, node, old, new, {})
    assert node.childNodes[1:] == [first, second]
    assert document.touched == [node.firstChild]


def test_what_lies_in_an_svg_is_svg():
    document = Document()
    drawing = shown(document, h("p", h("svg", h("g", h("path")))))
    assert [each.namespaceURI for each in drawing.descendants()] == [SVG, SVG, SVG]


def test_a_drawing_that_grows_grows_in_svg():
    document = Document()
    old, new = h("svg", h("circle")), h("svg", h("circle"), h("g"))
    node = shown(document, old)
    patch(document, node, old, new, {})
    assert node.childNodes[1].namespaceURI == SVG


def test_the_stage_has_an_inline_remote_picture_and_a_muted_own_one():
    """A35, A36"""
    remote, local = make_stage(Document()).childNodes
    assert (remote.attributes["data-part"], local.attributes["data-part"]) == ("remote", "local")
    assert "playsinline" in remote.attributes
    assert (remote.muted, local.muted) == (False, True)


# --- the painter ----------------------------------------------------------------------------------

DOOR = Call("c1", CallState.INCOMING, "Door", "620@box")
IDLE = Model(entries=(Entry("1", "A"), Entry("2", "B")))
RINGING = Model(calls=(DOOR,), focus="c1")
TALKING = Call("c1", CallState.INCOMING_ACCEPTED, "Door", "620@pbx.test", tones=True)
KEYPAD = Model(calls=(TALKING,), focus="c1", sheet=Sheet.KEYPAD)
OPEN = Model(entries=IDLE.entries, sheet=Sheet.PHONEBOOK)


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


@pytest.fixture
def page():
    return Page()


def test_the_root_keeps_the_id_and_the_classes_of_the_page(page):
    page.draw(IDLE)
    assert page.root.attributes["id"] == "phone"
    assert page.root.attributes["class"] == "sipwidget card"
    assert page.root.attributes["data-state"] == "idle"


def test_what_stood_in_the_root_before_is_replaced(page):
    page.root.appendChild(page.document.createTextNode("static"))
    page.draw(IDLE)
    assert "static" not in [written(each) for each in page.root.childNodes]


def test_a_click_says_what_on_whom_and_in_which_call(page):
    page.draw(OPEN)
    page.button("dial").firstChild.click()
    page.draw(RINGING)
    page.button("decline").click()
    assert page.clicks == [("dial", "1", ""), ("decline", "", "c1")]


def test_a_click_beside_the_buttons_is_none(page):
    page.draw(RINGING)
    page.root.click()
    assert page.clicks == []


def test_a_button_around_the_widget_is_not_ours(page):
    page.document.body.attributes["data-action"] = "close"
    page.draw(RINGING)
    page.root.click()
    assert page.clicks == []


def test_the_second_click_of_a_double_click_is_ignored(page):
    page.draw(IDLE)
    page.button("call").click(detail=1)
    page.button("call").click(detail=2)
    assert len(page.clicks) == 1


def test_a_key_of_the_keypad_may_be_pressed_twice_in_a_moment(page):
    page.draw(KEYPAD)
    key = page.button("digit")
    key.click(detail=1)
    key.click(detail=2)
    assert [click[:2] for click in page.clicks] == [("digit", "1")] * 2


@pytest.mark.parametrize(
    ("pointer", "mouse", "after", "x", "heard"),
    [
        ("touch", None, 100, 50, False),
        ("touch", None, -20, 50, False),  # tapped before it was drawn, delivered afterwards
        ("touch", None, JUST_NOW + 1, 50, True),
        ("touch", None, 100, 150, True),  # nothing was there
        ("mouse", 52, 100, 50, False),
        ("mouse", 90, 100, 50, True),  # moved there on purpose
    ],
)
def test_a_button_that_has_just_replaced_another_is_not_clicked(
    page, pointer, mouse, after, x, heard
):
    page.draw(IDLE)
    if mouse is not None:
        page.button("call").dispatch("pointermove", clientX=mouse, clientY=50)
    page.draw(RINGING, now=5000)
    page.button("accept").click(time=5000 + after, detail=1, x=x, pointer=pointer)
    assert page.clicks == ([("accept", "", "c1")] if heard else [])


def test_a_button_that_stays_is_clicked_while_others_come(page):
    page.draw(IDLE)
    page.draw(OPEN, now=5000)
    page.draw(IDLE, now=5010)
    page.button("call").click(time=5020, detail=1, pointer="touch")
    assert page.clicks == [("call", "", "")]


def test_a_key_is_never_a_surprise(page):
    page.draw(IDLE)
    page.button("call").dispatch("pointermove", clientX=50, clientY=50)
    page.draw(RINGING, now=5000)
    page.button("accept").click(time=5010, detail=0)
    assert page.clicks == [("accept", "", "c1")]


def test_the_first_picture_over_the_static_icon_surprises_nobody(page):
    page.root.appendChild(page.document.createElement("button"))
    page.draw(IDLE, now=5000)
    page.button("call").click(time=5010, detail=1, pointer="touch")
    assert page.clicks == [("call", "", "")]


def test_escape_closes_the_sheet(page):
    page.draw(OPEN)
    page.button("dial").dispatch("keydown", key="Escape")
    assert page.clicks == [("cancel", "", "")]


@pytest.mark.parametrize(("repeat", "stopped"), [(True, 1), (False, 0)])
def test_a_key_held_down_does_not_press_the_next_button(page, repeat, stopped):
    prevented = []
    page.draw(RINGING)
    page.button("accept").dispatch(
        "keydown", key="Enter", repeat=repeat, preventDefault=lambda: prevented.append(True)
    )
    assert len(prevented) == stopped


def test_the_focus_goes_into_a_sheet_and_back_to_the_icon(page):
    page.draw(IDLE)
    page.button("call").focus()
    page.draw(OPEN)
    assert page.document.activeElement is page.button("dial")
    page.draw(IDLE)
    assert page.document.activeElement is page.button("call")


def test_the_focus_of_a_button_that_goes_is_carried_over(page):
    page.draw(IDLE)
    page.button("call").focus()
    page.draw(RINGING)
    assert page.document.activeElement is page.button("accept")


def test_a_focus_elsewhere_is_left_alone(page):
    page.draw(IDLE)
    page.draw(RINGING)
    assert page.document.activeElement is page.document.body


def test_the_stage_takes_the_shape_of_its_first_frame(page):
    stage = page.painter.live["stage"]
    remote = stage.firstChild
    remote.videoWidth, remote.videoHeight = 0, 0
    remote.dispatch("resize")
    assert not stage.style
    remote.videoWidth, remote.videoHeight = 640, 480
    remote.dispatch("resize")
    assert stage.style == {"--frame": "640/480"}


def test_a_closed_painter_hears_nothing_and_hands_back_its_listeners(page):
    page.draw(IDLE)
    assert len(page.painter.close()) == 4
    page.button("call").click()
    assert page.clicks == []
    assert page.root.listeners == page.painter.live["stage"].firstChild.listeners == []
