"""The loop: the only place where the phone, its views and the browser meet.

For each input, in this order:

1. the phone says what is to be done about it;
2. the effects are carried out, in order;
3. each face is drawn, if the model is another, with the videos of the call in focus;
4. the one timer is set to the phone's next deadline.

An input that comes while another is handled waits in the inbox, so nothing re-enters the phone.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, assert_never

from pyodide.ffi import create_proxy

from sipwidget.browser.devices import wishes
from sipwidget.browser.downloads import download
from sipwidget.browser.face import Face
from sipwidget.browser.faces import Faces
from sipwidget.browser.guard import Guard
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.network import watch_network
from sipwidget.browser.ports import (
    CallLogPort,
    ElectionPort,
    FollowerPort,
    MediaPort,
    OpenHabPort,
    SocketPort,
    SoundPort,
)
from sipwidget.phone.effects import (
    Announce,
    ApplyAnswer,
    Beep,
    Claim,
    CloseSocket,
    CommandItem,
    Consent,
    Download,
    DropOffer,
    Effect,
    FollowCalls,
    FollowItem,
    ForgetCalls,
    Heartbeat,
    KeepCall,
    ListDevices,
    MakeAnswer,
    MakeOffer,
    Mark,
    Measure,
    OpenSocket,
    Probe,
    ReleaseMedia,
    Resign,
    RestartIce,
    SaveDevice,
    SeeCalls,
    SendTones,
    SetCamera,
    SetHold,
    SetMuted,
    SetVolume,
    StopProbes,
    TellItem,
    Trace,
    Transmit,
)
from sipwidget.phone.inputs import (
    Clicked,
    Commanded,
    Configured,
    Input,
    Leaving,
    MediaFailed,
    NetworkChanged,
    Seen,
    TappedEarly,
    Tick,
    ViewGone,
)
from sipwidget.phone.model import Model
from sipwidget.phone.notices import Notice
from sipwidget.phone.phone import Phone
from sipwidget.phone.settings import Config
from sipwidget.sip.masking import mask
from sipwidget.view.words import speaker

# What a person may have to mend later, by the console, besides the notices with a data-error.
LOGGED = ("config-", "item-", "picture-", "command", "ringtone", "local-unsaved", "local-damaged")
LONGEST_TIMER = 2_000_000.0  # seconds; setTimeout counts milliseconds in 31 bits
STAYED = 2.0  # seconds after which a page that was about to be left is taken to stay


class Shell:
    """One phone, one loop, and the faces that show it."""

    def __init__(self, phone: Phone, window: Any) -> None:
        self.faces = Faces(self, lambda: booted(window.performance))
        self.painted: Callable[[], None] = lambda: None  # hears of each new model
        self._phone = phone
        self._window = window
        self._guard = Guard(window)
        self._clock = window.performance.now  # looked up once: time is asked for all the time
        self._inbox: deque[Input] = deque()
        self._started = self._handling = False
        self._drawn: Model | None = None
        self._stale: list[Face] = []  # are to be drawn, be it the same model
        self._asked = False  # openDevices=load: the browser has been asked for the devices
        self._timer: Any = None
        self._ticked = create_proxy(lambda: self.put(Tick()))
        self._stayed = create_proxy(self._come_back)

    @property
    def model(self) -> Model:
        """What all faces show, each in its way."""
        return self._phone.model

    @property
    def account(self) -> tuple[object, ...] | None:
        """Who the phone is, or will be once its calls are over."""
        return self.faces.account

    def start(
        self,
        sockets: SocketPort,
        media: MediaPort,
        sounds: SoundPort,
        openhab: OpenHabPort,
        election: ElectionPort,
        call_log: CallLogPort,
        followers: Sequence[FollowerPort],
    ) -> None:
        """From here on inputs are handled."""
        self._sockets, self._media, self._sounds = sockets, media, sounds
        self._openhab, self._election, self._call_log = openhab, election, call_log
        self._followers = followers
        self.faces.media = media
        page = Listeners(self._window)
        page.on("pageshow", self._page_shown)
        if "Firefox/" in self._window.navigator.userAgent:
            page.on("beforeunload", self._page_may_go)
        watch_network(self._window, lambda: self.put(NetworkChanged()))
        Listeners(self._window.document).on("visibilitychange", self._visibility_changed)
        self._started = True
        self._visibility_changed()

    def put(self, message: Input) -> None:
        """Something happened. Never raises, and never re-enters the phone."""
        self._inbox.append(message)
        self._go_on()

    # --- its faces --------------------------------------------------------------------------------

    def add(self, face: Face) -> None:
        """Show the phone there, too."""
        self.faces.add(face)
        self.redraw(face)

    def remove(self, face: Face) -> None:
        """Do not show it there any more."""
        self.faces.remove(face)
        self.put(ViewGone(face.number))

    def close(self, face: Face) -> None:
        """The face's page goes."""
        self.remove(face)
        face.close(self._media)

    def settings_read(self, face: Face) -> None:
        """What the face's page says has been read, for the first time or anew."""
        self.faces.come_back()
        self.redraw(face)

    def retire(self) -> None:
        """Nobody wants this account any more: leave when the calls are over."""
        self.put(self.faces.retire())

    def hear(self, face: Face, message: Input) -> None:
        """Something was done in a face: it is as set there that the phone does it."""
        if isinstance(message, Clicked | Commanded | TappedEarly):
            self.faces.use(face)
            self._settle(using=True)
        self.put(message)

    def tapped(self) -> None:
        """Somebody uses the page of a face: what the browser has held back may be heard now."""
        self._sounds.tapped()

    def redraw(self, face: Face) -> None:
        """The same model, seen in another way."""
        self._stale.append(face)
        self._go_on()

    def _settle(self, *, using: bool = False) -> None:
        told = self.faces.settle(self.model, using=using)
        if told is not None:
            self._inbox.append(told)

    # --- the loop ---------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self._started and not self._handling:
            self._handle_all()

    def _handle_all(self) -> None:
        self._handling = True
        try:
            self._settle()
            while self._inbox or self._stale:
                while self._inbox:
                    with self._guard:
                        self._handle(self._inbox.popleft())
                self._settle()
                with self._guard:
                    self._paint()  # in which a button that goes may tell that it is let go
        finally:
            self._handling = False
        self._set_timer()
        self.painted()

    def _handle(self, message: Input) -> None:
        if isinstance(message, Configured):
            self._configure_media(message)
        elif isinstance(message, MediaFailed):
            self._window.console.warn(f"media: {message.problem}: {mask(message.detail)}")
        for effect in self._phone.handle(message, self._now()):
            with self._guard:  # what the browser refuses
                self._perform(effect)

    def _configure_media(self, message: Configured) -> None:
        config = message.config
        self._media.ice_servers = ice_servers(config)
        self._media.use(wishes(config, message.device))
        self._sounds.tune(config, message.device)
        if config.open_devices == "load" and not self._asked:
            self._asked = True
            self._media.ask_permission(config.enable_video)

    def _perform(self, effect: Effect) -> None:  # noqa: C901 - a flat table of all effects
        match effect:
            case OpenSocket(socket=socket, url=url):
                self._sockets.open(socket, url)
            case CloseSocket(socket=socket):
                self._sockets.close(socket)
            case Claim(account=account):
                self._election.claim(account)
            case Resign():
                self._election.resign()
            case Transmit(socket=socket, text=text):
                self._sockets.send(socket, text)
            case Heartbeat(socket=socket, seconds=seconds):
                self._sockets.beat(socket, seconds)
            case MakeOffer(call=call, video=video, local_video=local_video):
                self._media.make_offer(call, video, local_video)
            case MakeAnswer(call=call, offer=offer, video=video, local_video=local_video):
                self._media.make_answer(call, offer, video, local_video)
            case ApplyAnswer(call=call, answer=answer, provisional=provisional):
                self._media.apply_answer(call, answer, provisional)
            case RestartIce(call=call):
                self._media.restart_ice(call)
            case DropOffer(call=call):
                self._media.drop_offer(call)
            case SendTones(call=call, tones=tones, duration=duration, gap=gap):
                self._media.send_tones(call, tones, duration, gap)
            case SetHold(call=call, on_hold=on_hold):
                self._media.set_hold(call, on_hold)
            case SetCamera(call=call, on=on):
                self._media.set_camera(call, on)
            case SetMuted(call=call, muted=muted):
                self._media.set_muted(call, muted)
            case ReleaseMedia(call=call):
                self._media.release(call)
            case Measure(call=call):
                self._media.measure(call)
            case Probe(run=run, step=step):
                self._media.probe(run, step)
            case StopProbes():
                self._media.stop_probes()
            case Download(name=name, text=text):
                download(self.faces.used.page if self.faces.used else self._window, name, text)
            case Beep():
                self._sounds.beep()
            case Announce(text=text):
                self.faces.announce(text)
            case TellItem(number=number, item=item, text=text):
                self._openhab.tell(number, item, text)
            case CommandItem(number=number, item=item, command=command):
                self._openhab.command(number, item, command)
            case FollowItem(item=item):
                self._openhab.follow(item)
            case SaveDevice(device=device):
                self.faces.of_device(lambda it: it.save(device))
            case FollowCalls(account=account):
                self._call_log.follow_calls(account)
            case KeepCall(record=record):
                self._call_log.keep_call(record)
            case SeeCalls():
                self._call_log.see_calls()
            case ForgetCalls():
                self._call_log.forget_calls()
            case SetVolume(percent=percent):
                self._media.set_volume(percent)
            case ListDevices():
                self._media.list_devices()
            case Mark(name=name):
                self.faces.mark(name)
            case Trace(text=text):
                self._window.console.info(text)
            case Consent(websocket_url=websocket_url, domain=domain):
                self.faces.of_device(lambda it: it.consent(websocket_url, domain))
            case _:
                assert_never(effect)

    def _paint(self) -> None:
        stale, self._stale = self._stale, []
        model = self._phone.model
        if model == self._drawn:  # as after most signs of life
            self.faces.draw(stale, model)
            return
        before, self._drawn = self._drawn, model
        self.faces.draw(None, model)
        for follower in self._followers:
            follower.follow(model)
        self._tell_console(before.notices if before else (), model)

    def _tell_console(self, known: tuple[Notice, ...], model: Model) -> None:
        """What is wrong is said in the console, too: a wall tablet's is read from afar."""
        for told in model.notices:
            wrong = told.error or told.code.startswith(LOGGED)
            if wrong and told not in known:
                say = speaker(model.appearance.language)
                self._window.console.warn(f"sipwidget: {say(told.code, **dict(told.values))}")

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._window.clearTimeout(self._timer)
            self._timer = None
        deadline = self._phone.next_deadline()
        if deadline is not None:
            wait = min(max(0.0, deadline - self._now()), LONGEST_TIMER)
            self._timer = self._window.setTimeout(self._ticked, wait * 1000 + 1)

    def _now(self) -> float:
        """Seconds since the navigation, which no change of the clock disturbs."""
        return float(self._clock()) / 1000

    # --- the engine's own page --------------------------------------------------------------------

    def leave(self) -> None:
        """Say the last words: the page goes, and perhaps comes back."""
        self.faces.leave()
        self.put(Leaving())

    def _come_back(self) -> None:
        told = self.faces.read()
        if told is not None:
            self.put(told)

    def _page_may_go(self, _event: Any) -> None:
        """Firefox has cut a page's sockets by its ``pagehide``; a page that stays starts anew."""
        self.leave()
        self._window.setTimeout(self._stayed, STAYED * 1000)

    def _page_shown(self, event: Any) -> None:
        """A page that comes back from the back-forward cache had left: it starts anew."""
        if event.persisted:
            self._come_back()

    def _visibility_changed(self, _event: Any = None) -> None:
        self.put(Seen(self._window.document.visibilityState == "visible"))


def booted(performance: Any) -> tuple[str, str]:
    """How Python was started, and why not from its memory; static/interpreter.js has marked it."""
    for mark in performance.getEntriesByName("sipwidget:boot"):
        return str(mark.detail.boot), str(mark.detail.reason)
    return "plain", "unbuilt"


def ice_servers(config: Config) -> list[dict[str, str]]:
    """The configured STUN and TURN servers as W3C RTCIceServer dictionaries; none by default."""
    stun = [{"urls": url} for url in config.stun_servers]
    turn = [
        {"urls": server.url, "username": server.username, "credential": server.password}
        for server in config.turn_servers
    ]
    return stun + turn
