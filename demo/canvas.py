"""A picture to paint on, in the colours that a video codec wants: no library, just octets."""

import math
from dataclasses import dataclass

# Seven segments: x, y, width and height in a digit of 4 by 7 units; each digit lights some of them.
_SEGMENTS = {
    "a": (0, 0, 4, 1),
    "b": (3, 0, 1, 4),
    "c": (3, 3, 1, 4),
    "d": (0, 6, 4, 1),
    "e": (0, 3, 1, 4),
    "f": (0, 0, 1, 4),
    "g": (0, 3, 4, 1),
    ":": (1, 2, 1, 1),
    ";": (1, 4, 1, 1),
}
_LIT = {
    "0": "abcdef",
    "1": "bc",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
    ":": ":;",
}


@dataclass(frozen=True, slots=True)
class Color:
    """Luma, and the two chroma values (BT.601, limited range)."""

    luma: int
    blue: int
    red: int


def rgb(code: int) -> Color:
    """A colour by its usual number, such as 0xFFCC00."""
    red, green, blue = code >> 16, code >> 8 & 0xFF, code & 0xFF
    return Color(
        round(16 + 0.257 * red + 0.504 * green + 0.098 * blue),
        round(128 - 0.148 * red - 0.291 * green + 0.439 * blue),
        round(128 + 0.439 * red - 0.368 * green - 0.071 * blue),
    )


class Canvas:
    """Planes of 4:2:0, as wide and high as said (even numbers); what is outside is cut off."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        size = width * height
        self.planes = [bytearray(size), bytearray(size // 4), bytearray(size // 4)]

    def copy(self) -> "Canvas":
        """The same picture, to paint over."""
        twin = Canvas(self.width, self.height)
        twin.planes = [bytearray(plane) for plane in self.planes]
        return twin

    def rows(self, top: float, bottom: float) -> range:
        """The rows from ``top`` up to ``bottom``."""
        return range(max(0, round(top)), min(self.height, round(bottom)))

    def row(self, y: int, left: float, right: float, color: Color) -> None:
        """A line from ``left`` up to ``right``."""
        first, last = max(0, round(left)), min(self.width, round(right))
        if first >= last:
            return
        start = y * self.width
        self.planes[0][start + first : start + last] = bytes((color.luma,)) * (last - first)
        if y % 2:  # two rows share their chroma
            return
        first, last = first // 2, (last + 1) // 2
        start = y // 2 * (self.width // 2)
        self.planes[1][start + first : start + last] = bytes((color.blue,)) * (last - first)
        self.planes[2][start + first : start + last] = bytes((color.red,)) * (last - first)

    def box(self, x: float, y: float, width: float, height: float, color: Color) -> None:
        """A filled rectangle."""
        for row in self.rows(y, y + height):
            self.row(row, x, x + width, color)

    def oval(self, x: float, y: float, wide: float, high: float, color: Color) -> None:
        """A filled ellipse around a point; ``wide`` and ``high`` are its half axes."""
        for row in self.rows(y - high, y + high):
            half = wide * math.sqrt(max(0.0, 1 - ((row + 0.5 - y) / high) ** 2))
            self.row(row, x - half, x + half, color)

    def limb(
        self, start: tuple[float, float], end: tuple[float, float], thick: float, color: Color
    ) -> None:
        """A line with round ends; ``thick`` is half its width."""
        (x, y), (to_x, to_y) = start, end
        length = math.hypot(to_x - x, to_y - y) or 1.0
        aside, down = thick * (to_y - y) / length, -thick * (to_x - x) / length
        for row in self.rows(min(y, to_y) - thick, max(y, to_y) + thick):
            middle = row + 0.5
            edges = [
                point
                for at, high in (start, end)
                if abs(middle - high) <= thick
                for point in _both(at, math.sqrt(thick**2 - (middle - high) ** 2))
            ]
            for side in (-1, 1):
                along = (middle - y - side * down) / (to_y - y) if to_y != y else -1.0
                if 0 <= along <= 1:
                    edges.append(x + side * aside + along * (to_x - x))
            if edges:
                self.row(row, min(edges), max(edges), color)

    def digits(self, text: str, x: float, y: float, unit: float, color: Color) -> None:
        """Figures and colons; a figure is 4 units wide and 7 high, and 5.5 from the next."""
        for sign in text:
            for left, top, width, height in map(_SEGMENTS.__getitem__, _LIT[sign]):
                self.box(x + left * unit, y + top * unit, width * unit, height * unit, color)
            x += (3.5 if sign == ":" else 5.5) * unit


def _both(x: float, half: float) -> tuple[float, float]:
    return x - half, x + half
