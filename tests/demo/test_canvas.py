import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.canvas import Canvas, Color, rgb

INK = Color(200, 90, 160)
NUMBERS = st.floats(-40, 40)


def painted(canvas: Canvas) -> set[tuple[int, int]]:
    """The points that have ink on them."""
    return {
        (place % canvas.width, place // canvas.width)
        for place, octet in enumerate(canvas.planes[0])
        if octet == INK.luma
    }


@pytest.mark.parametrize(
    ("code", "color"),
    [
        (0x000000, Color(16, 128, 128)),
        (0xFFFFFF, Color(235, 128, 128)),
        (0xFF0000, Color(82, 90, 240)),
    ],
)
def test_colours_are_those_of_video(code: int, color: Color) -> None:
    assert rgb(code) == color


def test_a_box_covers_what_it_says() -> None:
    canvas = Canvas(12, 8)
    canvas.box(2, 1, 4, 3, INK)
    assert painted(canvas) == {(x, y) for x in range(2, 6) for y in range(1, 4)}
    assert {canvas.planes[1][x // 2 + 6] for x in range(2, 6)} == {INK.blue}
    assert {canvas.planes[2][x // 2 + 6] for x in range(2, 6)} == {INK.red}


def test_a_copy_is_another_picture() -> None:
    canvas = Canvas(4, 4)
    twin = canvas.copy()
    twin.box(0, 0, 4, 4, INK)
    assert not painted(canvas)
    assert len(painted(twin)) == 16


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS), st.floats(0.5, 9))
def test_whatever_is_outside_is_cut_off(
    start: tuple[float, float], end: tuple[float, float], thick: float
) -> None:
    canvas = Canvas(20, 12)
    sizes = [len(plane) for plane in canvas.planes]
    canvas.limb(start, end, thick, INK)
    canvas.oval(*start, thick, 2 * thick, INK)
    canvas.box(*start, *end, INK)
    assert [len(plane) for plane in canvas.planes] == sizes == [240, 60, 60]


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS), st.floats(1, 9))
def test_a_limb_is_what_is_near_to_its_line(
    start: tuple[float, float], end: tuple[float, float], thick: float
) -> None:
    canvas = Canvas(20, 12)
    canvas.limb(start, end, thick, INK)
    (ax, ay), (bx, by) = start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    ink = painted(canvas)
    for x in range(20):
        for y in range(12):
            dx, dy = x + 0.5 - ax, y + 0.5 - ay
            along = 0.0
            if length > 1e-9:
                along = min(1.0, max(0.0, (dx * (bx - ax) + dy * (by - ay)) / length))
            far = (dx - along * (bx - ax)) ** 2 + (dy - along * (by - ay)) ** 2
            if far < max(0.0, thick - 0.75) ** 2:
                assert (x, y) in ink
            if far > (thick + 0.75) ** 2:
                assert (x, y) not in ink


def test_each_figure_looks_different() -> None:
    seen = set()
    for sign in "0123456789:":
        canvas = Canvas(8, 8)
        canvas.digits(sign, 0, 0, 1, INK)
        seen.add(bytes(canvas.planes[0]))
    assert len(seen) == 11
