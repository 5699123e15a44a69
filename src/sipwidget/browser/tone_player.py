"""Plays a tone in an AudioContext: nothing is downloaded, and no timer keeps the time.

Oscillators make the frequencies; a buffer that runs in a circle opens and shuts them.
"""

from array import array
from typing import Any

from pyodide.ffi import to_js

from sipwidget.phone.cadences import Tone
from sipwidget.phone.envelope import RATE, envelope

FADE = 0.004  # seconds, a time constant: to stop at once would be a click
FADED = 0.03  # seconds after which nothing is left of it


class TonePlayer:
    """One tone, from the moment it is made until ``stop``, or for one turn of its cadence.

    ``loudness`` is that of all frequencies together, at most 1.
    """

    def __init__(self, context: Any, tone: Tone, loudness: float, *, once: bool = False) -> None:
        self._context = context
        self._volume = context.createGain()
        self._volume.gain.value = loudness / len(tone.frequencies)
        self._volume.connect(context.destination)
        samples = envelope(tone)
        gate = context.createGain()
        gate.gain.value = 0.0
        gate.connect(self._volume)
        circle = _circle(context, samples, loop=not once)
        circle.connect(gate.gain)
        tones = [_oscillator(context, each, gate) for each in tone.frequencies]
        self._sources = [circle, *tones]
        for source in self._sources:
            source.start()
            if once:
                source.stop(context.currentTime + len(samples) / RATE)

    def stop(self) -> None:
        """Be silent now. Harmless when repeated, or when nothing could be heard yet."""
        if self._context.state != "running":
            self._volume.disconnect()
            return
        now = self._context.currentTime
        self._volume.gain.setTargetAtTime(0.0, now, FADE)
        for source in self._sources:
            source.stop(now + FADED)


def _circle(context: Any, samples: list[float], *, loop: bool) -> Any:
    buffer = context.createBuffer(1, len(samples), RATE)
    buffer.copyToChannel(to_js(array("f", samples)), 0)
    source = context.createBufferSource()
    source.buffer = buffer
    source.loop = loop
    return source


def _oscillator(context: Any, frequency: int, target: Any) -> Any:
    source = context.createOscillator()
    source.frequency.value = frequency
    source.connect(target)
    return source
