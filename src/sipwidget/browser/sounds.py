"""What is to be heard besides the calls themselves; without ``enableTones`` nothing ever is."""

from collections.abc import Callable
from typing import Any, Protocol

from sipwidget.browser.audio_output import AudioOutput, is_allowed
from sipwidget.browser.frame import windows_around
from sipwidget.browser.gestures import TAPS
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.ring_file import RingFile
from sipwidget.browser.tone_player import TonePlayer
from sipwidget.phone.cadences import BEEP, tones
from sipwidget.phone.device import Device
from sipwidget.phone.inputs import Input, RingtoneFailed, SoundAllowed, SoundBlocked
from sipwidget.phone.model import Model, Sound
from sipwidget.phone.settings import Config

RINGING, IN_CALL = 0.9, 0.25  # how loud


class _Player(Protocol):
    def stop(self) -> None: ...


class Sounds:
    """Plays what the model says, and tells the inbox whether the browser lets it be heard."""

    def __init__(self, inbox: Callable[[Input], None], window: Any) -> None:
        self._inbox = inbox
        self._window = window
        self._config, self._device = Config(), Device()
        self._output = AudioOutput(window, self._told, self._rested)
        self._sound = Sound.NONE
        self._player: _Player | None = None
        self._beep: _Player | None = None
        self._broken = ""  # a ring tone's address that came to nothing
        self._taps: list[Listeners] = []  # while the browser blocks sound

    def tune(self, config: Config, device: Device) -> None:
        """From now on these settings count; with tones it is found out whether they are allowed.

        A phone that has been loaded again cannot ring before somebody has tapped on the page, and
        that is better known before it is to ring.
        """
        is_new = config.enable_tones and not self._config.enable_tones
        self._config, self._device = config, device
        if is_new and not is_allowed(self._window):
            self._output.wake()

    def beep(self) -> None:
        """A short tone, once."""
        if self._config.enable_tones:
            self._beep = TonePlayer(
                self._output.wake(self._device.speaker), BEEP, IN_CALL, once=True
            )
            self._rest()

    def tapped(self) -> None:
        """Somebody has used a view, in another window than ours."""
        if self._taps:
            self._output.resume()

    def follow(self, model: Model) -> None:
        """Play what the model says, and nothing else."""
        if model.sound is not self._sound:
            self._sound = model.sound
            self._stop()
            self._start()

    def close(self) -> None:
        """The page goes away."""
        self._stop()
        self._stop_listening()
        self._output.close()

    # --- playing ----------------------------------------------------------------------------------

    def _start(self) -> None:
        url = self._config.ringtone_url
        if self._sound is Sound.RING and url not in ("", self._broken):
            self._player = RingFile(
                self._window, url, self._device.ringer, lambda blocked: self._failed(url, blocked)
            )
        elif self._sound is not Sound.NONE:
            self._player = self._play_tone()

    def _play_tone(self) -> TonePlayer:
        language = str(self._window.navigator.language or "")
        known = tones(self._config.tone_country, language)
        if self._sound is Sound.RING:
            return TonePlayer(self._output.wake(self._device.ringer), known.ring, RINGING)
        tone = known.ringback if self._sound is Sound.RINGBACK else known.waiting
        return TonePlayer(self._output.wake(self._device.speaker), tone, IN_CALL)

    def _stop(self) -> None:
        player, self._player = self._player, None
        if player is not None:
            player.stop()
            self._rest()

    def _rest(self) -> None:
        if self._sound is Sound.NONE:
            self._output.rest()

    def _rested(self) -> None:
        """What the browser has held back so far is not to be heard at the next tap."""
        if self._beep is not None:
            self._beep.stop()

    def _failed(self, url: str, blocked: bool) -> None:
        """The file does not play: the tone of the country does, as soon as it may."""
        if not blocked:
            self._broken = url
            self._inbox(RingtoneFailed(url))
        self._player = self._play_tone()

    # --- what the browser allows ------------------------------------------------------------------

    def _told(self, allowed: bool) -> None:
        if allowed:
            self._stop_listening()
            self._inbox(SoundAllowed())
            self._rest()
        elif not self._taps:
            self._inbox(SoundBlocked())
            for window in windows_around(self._window):
                taps = Listeners(window)
                self._taps.append(taps)
                for name in TAPS:
                    taps.on(name, lambda _: self._output.resume())

    def _stop_listening(self) -> None:
        while self._taps:
            self._taps.pop().close()
