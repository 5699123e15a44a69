"""The tones of telephones, as ITU-T E.180 tells them: frequencies that sound and pause in turn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """Some frequencies in Hertz at once, and for how many milliseconds they sound and pause.

    ``cadence`` begins with a sound. A bell rather than a steady tone has ``strokes``: each is so
    many milliseconds long and dies away.
    """

    frequencies: tuple[int, ...]
    cadence: tuple[int, ...]
    stroke: int = 0


BEEP = Tone((880,), (120, 80, 120, 80))
