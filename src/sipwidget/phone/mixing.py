"""What a person chooses in a call: how loud it is, and which devices it uses."""

from dataclasses import replace

from sipwidget.phone.device import as_volume
from sipwidget.phone.effects import Effect, SetVolume
from sipwidget.phone.inputs import Clicked
from sipwidget.phone.local_account import LocalAccount
from sipwidget.phone.model import Mixer


class Mixing:
    """Each choice counts at once, and is kept on this device."""

    def __init__(self, local: LocalAccount) -> None:
        self._local = local

    @property
    def shown(self) -> Mixer:
        """What is chosen, and what there is to choose from."""
        form = self._local.form
        device = form.device
        return Mixer(device.volume, device.microphone, device.speaker, device.camera, form.choices)

    def use(self, click: Clicked) -> list[Effect]:
        """A control; while the slider moves only the sound follows it."""
        device, value = self._local.form.device, click.target
        match click.action:
            case "volume":
                return [SetVolume(as_volume(value))]
            case "keep-volume":
                return [self._local.keep(replace(device, volume=as_volume(value)))]
            case "choose-microphone":
                return [self._local.keep(replace(device, microphone=value))]
            case "choose-speaker":
                return [self._local.keep(replace(device, speaker=value))]
            case "choose-camera":
                return [self._local.keep(replace(device, camera=value))]
            case _:
                return []
