"""The tones of telephones by country: ITU-T E.180, and the national tones of its Supplement 2."""

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Tone:
    """Some frequencies in Hertz at once, and for how many milliseconds they sound and pause.

    ``cadence`` begins with a sound. A bell rather than a steady tone has a ``stroke``: it is
    struck anew each so many milliseconds, and dies away in between.
    """

    frequencies: tuple[int, ...]
    cadence: tuple[int, ...]
    stroke: int = 0


@dataclass(frozen=True, slots=True)
class Tones:
    """What is heard while the other end rings, and when another call waits during this one."""

    ringback: Tone
    waiting: Tone

    @property
    def ring(self) -> Tone:
        """What our own bell sounds like: the country's cadence, and a chord that carries."""
        return replace(self.ringback, frequencies=BELL, stroke=STROKE)


BEEP = Tone((880,), (120, 80, 120, 80))
BELL = (880, 1109, 1319)  # small loudspeakers hardly give what is below
STROKE = 50

OTHERS = Tones(Tone((425,), (1000, 4000)), Tone((425,), (400, 9000)))  # within E.180's limits
COUNTRIES: dict[str, Tones] = {
    "AT": Tones(Tone((420,), (1000, 5000)), Tone((420,), (40, 1960))),
    "AU": Tones(Tone((413, 438), (400, 200, 400, 2000)), Tone((425,), (200, 200, 200, 4400))),
    "BE": Tones(Tone((425,), (1000, 3000)), Tone((1400,), (175, 175, 175, 3500))),
    "BG": Tones(Tone((425,), (1000, 4000)), Tone((425,), (150, 150, 150, 4000))),
    "BR": Tones(Tone((425,), (1000, 4000)), Tone((425,), (50, 1000))),
    "CA": Tones(Tone((440, 480), (2000, 4000)), Tone((440,), (300, 10000))),
    "CH": Tones(Tone((425,), (1000, 4000)), Tone((425,), (200, 200, 200, 4000))),
    "CN": Tones(Tone((450,), (1000, 4000)), Tone((450,), (400, 4000))),
    "CZ": Tones(Tone((425,), (1000, 4000)), Tone((425,), (330, 9000))),
    "DE": Tones(Tone((425,), (1000, 4000)), Tone((425,), (200, 200, 200, 5000))),
    "DK": Tones(Tone((425,), (1000, 4000)), Tone((425,), (200, 600, 200, 3000))),
    "ES": Tones(Tone((425,), (1500, 3000)), Tone((425,), (175, 175, 175, 3500))),
    "FI": Tones(Tone((425,), (1000, 4000)), Tone((425,), (150, 150, 150, 8000))),
    "FR": Tones(Tone((440,), (1500, 3500)), Tone((440,), (300, 10000))),
    "GB": Tones(Tone((400, 450), (400, 200, 400, 2000)), Tone((400,), (100, 4000))),
    "GR": Tones(Tone((425,), (1000, 4000)), Tone((425,), (150, 150, 150, 8000))),
    "HU": Tones(Tone((425,), (1250, 3750)), Tone((425,), (40, 1960))),
    "IN": Tones(Tone((375, 400, 425), (400, 200, 400, 2000)), Tone((400,), (200, 100, 200, 7500))),
    "IT": Tones(Tone((425,), (1000, 4000)), Tone((425,), (400, 100, 250, 100, 150, 14000))),
    "JP": Tones(Tone((384, 400, 416), (1000, 2000)), Tone((384, 400, 416), (500, 8000))),
    "NL": Tones(Tone((425,), (1000, 4000)), Tone((425,), (500, 9500))),
    "NO": Tones(Tone((425,), (1000, 4000)), Tone((425,), (200, 600, 200, 10000))),
    "NZ": Tones(Tone((400, 450), (400, 200, 400, 2000)), Tone((400,), (200, 3000))),
    "PL": Tones(Tone((425,), (1000, 4000)), Tone((425,), (150, 150, 150, 4000))),
    "PT": Tones(Tone((425,), (1000, 5000)), Tone((440,), (300, 10000))),
    "SE": Tones(Tone((425,), (1000, 5000)), Tone((425,), (200, 500, 200, 9100))),
    "US": Tones(Tone((440, 480), (2000, 4000)), Tone((440,), (300, 10000))),
}
_MAIN = {  # where most people live who speak it, unless its code is that of the country
    "cs": "CZ",
    "da": "DK",
    "el": "GR",
    "en": "US",
    "hi": "IN",
    "ja": "JP",
    "nb": "NO",
    "nn": "NO",
    "sv": "SE",
    "zh": "CN",
}


def tones(country: str, language: str) -> Tones:
    """Those of the country, else of the language's region (``de-AT``), else of the language."""
    main, *rest = re.split("[-_]", language)
    regions = [part.upper() for part in rest if len(part) == 2]
    wanted = (country, *regions, _MAIN.get(main.lower(), main.upper()))
    return next((COUNTRIES[each] for each in wanted if each in COUNTRIES), OTHERS)
