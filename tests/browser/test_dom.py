"""The patch and the painter; what real browsers make of them is seen end to end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwidget.browser.dom import HTML, SVG, build, make_stage, patch
from sipwidget.phone.device import Device, MediaDevice
from sipwidget.phone.model import AccountForm, ActionButton, Model, Sheet
from sipwidget.view.element import Element, h
from tests.browser.painted import DIALING, FORM, IDLE, KEYPAD, MIXER, OPEN, RINGING, Page
from tests.browser.small_dom import Document, Text


def written(node):
    """A node as a value, for comparing."""
    if isinstance(node, Text):
        return node.data
    children = tuple(map(written, node.childNodes))
    own = dict(node.attributes), dict(node.style), node.value
    return node.namespaceURI, node.tagName, *own, children


def shown(document, tree, live=None):
    return build(document, tree, HTML, live or {})


# --- the patch ------------------------------------------------------------------------------------

attributes = st.dictionaries(
    st.sampled_from(["class", "data-x", "--aspect", "inert", "value"]),
    st.sampled_from(["", "1", "2"]),
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
    remote, local, _picture = make_stage(Document()).childNodes
    assert (remote.attributes["data-part"], local.attributes["data-part"]) == ("remote", "local")
    assert "playsinline" in remote.attributes
    assert (remote.muted, local.muted) == (False, True)


# --- the painter ----------------------------------------------------------------------------------


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


def test_who_was_taken_for_lost_and_draws_all_the_same_takes_that_back(page):
    page.root.setAttribute("data-error", "unsupported")
    page.draw(IDLE)
    assert "data-error" not in page.root.attributes


def test_a_click_says_what_on_whom_and_in_which_call(page):
    page.draw(OPEN)
    page.button("dial").firstChild.click()
    page.draw(RINGING)
    page.button("decline").click()
    assert page.clicks == [("dial", "1", "", ()), ("decline", "", "c1", ())]


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


def test_the_focus_is_not_carried_to_what_commands_the_house(page):
    gate = (ActionButton("Gate"),)
    page.draw(replace(IDLE, buttons=gate))
    page.button("call").focus()
    page.draw(replace(RINGING, calls=(DIALING,), buttons=gate))
    assert page.document.activeElement is page.button("hangup")


def test_who_types_does_not_answer_a_call_with_the_next_key(page):
    page.draw(replace(IDLE, sheet=Sheet.NUMBER))
    (field,) = page.root.querySelectorAll("input")
    field.focus()
    page.draw(RINGING)
    assert page.document.activeElement is not page.button("accept")


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


def test_an_image_that_may_never_come_is_shown_when_it_has_come(page):
    iconed = replace(IDLE, buttons=(ActionButton("Gate", "oh:gate"),))
    page.draw(iconed)
    (image,) = page.root.querySelectorAll("img")
    assert "data-await" in image.attributes
    image.dispatch("load")
    page.draw(replace(iconed, dtmf=True))
    assert "data-await" not in image.attributes


def test_a_closed_painter_hears_nothing_and_hands_back_its_listeners(page):
    page.draw(IDLE)
    assert len(page.painter.close()) == 21
    page.button("call").click()
    assert page.clicks == []
    assert page.root.listeners == page.painter.live["stage"].firstChild.listeners == []


# --- a form ---------------------------------------------------------------------------------------

KEPT = Device("621", "horse battery", "**621", microphone="m1")


def filled(device, shown=False, choices=()):
    return replace(FORM, form=AccountForm(device, choices, shown))


def test_a_form_shows_what_is_kept_and_no_markup_holds_the_password(page):
    """A56"""
    page.draw(filled(KEPT))
    assert page.field("username").value == "621"
    assert page.field("password").value == "horse battery"
    assert "horse battery" not in str(written(page.root.querySelectorAll("label")[1])[2])
    assert page.field("password").attributes["type"] == "password"


def test_what_was_typed_outlives_a_repaint(page):
    """The devices are listed, and the password is shown."""
    page.draw(filled(KEPT))
    password = page.field("password")
    page.type("username", "622")
    page.type("password", "new")
    page.draw(filled(KEPT, shown=True, choices=(MediaDevice("camera", "c1", "Front"),)))
    assert page.field("password") is password
    assert password.attributes["type"] == "text"
    assert (page.field("username").value, password.value) == ("622", "new")


def test_a_choice_is_kept_while_the_choices_grow(page):
    page.draw(filled(KEPT))
    page.draw(filled(KEPT, choices=(MediaDevice("microphone", "m1", "Headset"),)))
    assert page.field("microphone").value == "m1"


def test_a_select_takes_a_value_that_comes_with_its_option(page):
    page.draw(filled(KEPT))
    page.draw(filled(replace(KEPT, microphone="m2")))
    assert page.field("microphone").value == "m2"


def test_a_form_that_opens_again_shows_what_is_kept_and_not_what_was_typed(page):
    page.draw(filled(KEPT))
    page.type("username", "622")
    page.draw(IDLE)
    page.draw(filled(KEPT))
    assert page.field("username").value == "621"


def test_a_control_that_counts_at_once_says_its_value_while_it_changes_and_when_it_settles(page):
    """N28"""
    page.draw(MIXER)
    slider = page.root.querySelectorAll('[data-change="volume"]')[0]
    for value, event in (("45", "input"), ("55", "input"), ("55", "change")):
        slider.value = value
        slider.dispatch(event)
    assert page.clicks == [
        ("volume", "45", "", ()),
        ("volume", "55", "", ()),
        ("keep-volume", "55", "", ()),
    ]


def test_a_field_of_a_form_counts_only_when_that_is_saved(page):
    page.draw(filled(KEPT))
    for event in ("input", "change"):
        page.field("username").dispatch(event)
    assert page.clicks == []


def test_a_button_of_the_form_brings_its_fields(page):
    page.draw(filled(KEPT))
    page.type("username", " <b>622")
    page.button("save").click()
    ((action, target, call, fields),) = page.clicks
    assert (action, target, call) == ("save", "", "")
    assert dict(fields)["username"] == " <b>622"
    assert dict(fields)["password"] == "horse battery"
    assert dict(fields)["autoAnswer"] == ""


def test_what_is_typed_is_told_at_once_where_the_field_says_for_whom(page):
    page.draw(Model(sheet=Sheet.NUMBER))
    page.type("number", "62")
    page.field("number").dispatch("input")
    assert page.clicks == [("type", "62", "", ())]
    page.draw(filled(KEPT))
    page.field("username").dispatch("input")
    assert len(page.clicks) == 1


def test_what_the_keys_have_written_stands_in_the_field(page):
    page.draw(Model(sheet=Sheet.NUMBER))
    page.type("number", "62")
    page.draw(Model(sheet=Sheet.NUMBER, typed="62"))
    page.draw(Model(sheet=Sheet.NUMBER, typed="621"))
    assert page.field("number").value == "621"


def test_the_focus_goes_into_the_form_and_back_to_what_opened_it(page):
    editing = Model(edit=True)
    page.draw(editing)
    page.button("settings").focus()
    page.draw(replace(FORM, edit=True))
    assert page.document.activeElement is page.root.querySelectorAll('[role="dialog"]')[0]
    page.draw(editing)
    assert page.document.activeElement is page.button("settings")
