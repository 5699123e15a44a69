"""The loop: the only place where the phone, the view and the browser meet.

For each input, in this order:

1. the phone says what is to be done about it;
2. the effects are carried out, in order;
3. the widget is painted, if the model is another;
4. the videos of the call in focus are shown;
5. the one timer is set to the phone's next deadline.

An input that comes while another is handled waits in the inbox, so nothing re-enters the phone.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any, assert_never

from js import Object
from pyodide.ffi import create_proxy, to_js

from sipwidget.browser.devices import wishes
from sipwidget.browser.dom import Fields, Painter
from sipwidget.browser.downloads import download
from sipwidget.browser.listeners import Listeners
from sipwidget.browser.network import watch_network
from sipwidget.browser.ports import (
    CallLogPort,
    ConfiguratorPort,
    ElectionPort,
    FollowerPort,
    MediaPort,
    OpenHabPort,
    PicturePort,
    SocketPort,
    SoundPort,
)
from sipwidget.browser.screen import Screen
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
    VideoSeen,
)
from sipwidget.phone.model import Model
from sipwidget.phone.notices import Notice
from sipwidget.phone.phone import Phone
from sipwidget.phone.settings import Config
from sipwidget.sip.masking import mask
from sipwidget.view.widget import view
from sipwidget.view.words import speaker

# What a person may have to mend later, by the console, besides the notices with a data-error.
LOGGED = ("config-", "item-", "picture-", "command", "ringtone", "local-unsaved", "local-damaged")
LONGEST_TIMER = 2_000_000.0  # seconds; setTimeout counts milliseconds in 31 bits
STAYED = 2.0  # seconds after which a page that was about to be left is taken to stay


class Shell:
    """One phone, one root element, one loop."""

    def __init__(self, phone: Phone, window: Any, root: Any) -> None:
        self._phone = phone
        self._window = window
        self._root = root
        self._inbox: deque[Input] = deque()
        self._handling = False
        self._drawn: Model | None = None
        self._asked = False  # openDevices=load: the browser has been asked for the devices
        self._timer: Any = None
        self._ticked = create_proxy(lambda: self.put(Tick()))
        self._stayed = create_proxy(lambda: self._configurator.read())
        self._painter = Painter(window.document, root, self._clicked, create_proxy)
        remote, *_ = self._painter.live["stage"].children
        self._screen = Screen(self.put, window, root, remote)

    def start(
        self,
        sockets: SocketPort,
        media: MediaPort,
        sounds: SoundPort,
        openhab: OpenHabPort,
        picture: PicturePort,
        election: ElectionPort,
        configurator: ConfiguratorPort,
        call_log: CallLogPort,
        followers: Sequence[FollowerPort],
    ) -> None:
        """Take the root over; from here on inputs are handled."""
        self._sockets, self._media, self._sounds = sockets, media, sounds
        self._openhab, self._picture, self._election = openhab, picture, election
        self._configurator, self._call_log = configurator, call_log
        self._followers = followers
        commands = Listeners(self._root)
        commands.on("sipwidget:command", lambda event: self.put(Commanded(_detail(event))))
        page = Listeners(self._window)
        page.on("pagehide", lambda _: self.put(Leaving()))
        page.on("pageshow", self._page_shown)
        if "Firefox/" in self._window.navigator.userAgent:
            page.on("beforeunload", self._page_may_go)
        watch_network(self._window, lambda: self.put(NetworkChanged()))
        Listeners(self._window.document).on("visibilitychange", self._visibility_changed)
        self._screen.start()
        Listeners(self._painter.live["stage"].firstChild).on("resize", self._video_resized)
        self._paint()
        if self._root.hasAttribute("data-tapped"):  # so static/boot.js has noted it
            self._root.removeAttribute("data-tapped")
            self.put(TappedEarly())
        self._visibility_changed()
        self._configurator.read()

    def put(self, message: Input) -> None:
        """Something happened. Never raises, and never re-enters the phone."""
        self._inbox.append(message)
        if self._drawn is not None and not self._handling:
            self._handle_all()

    def _handle_all(self) -> None:
        self._handling = True
        try:
            while self._inbox:
                while self._inbox:
                    self._handle(self._inbox.popleft())
                self._paint()  # in which a button that goes may tell that it is let go
        finally:
            self._handling = False
        self._set_timer()

    def _handle(self, message: Input) -> None:
        if isinstance(message, Configured):
            self._configure_media(message)
        elif isinstance(message, MediaFailed):
            self._window.console.warn(f"media: {message.problem}: {mask(message.detail)}")
        for effect in self._phone.handle(message, self._now()):
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
                download(self._window, name, text)
            case Beep():
                self._sounds.beep()
            case Announce(text=text):
                self._dispatch("sipwidget:state", text)
            case TellItem(number=number, item=item, text=text):
                self._openhab.tell(number, item, text)
            case CommandItem(number=number, item=item, command=command):
                self._openhab.command(number, item, command)
            case FollowItem(item=item):
                self._openhab.follow(item)
            case SaveDevice(device=device):
                self._configurator.save(device)
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
                self._window.performance.mark(name)
            case Trace(text=text):
                self._window.console.info(text)
            case Consent(websocket_url=websocket_url, domain=domain):
                self._configurator.consent(websocket_url, domain)
            case _:
                assert_never(effect)

    def _paint(self) -> None:
        model = self._phone.model
        if model is self._drawn:
            return
        before, self._drawn = self._drawn, model
        self._painter.draw(view(model))
        remote, local, place = self._painter.live["stage"].children
        if model.call and model.call.video:
            self._media.show(model.call.id, remote, local)
        else:
            self._media.hide(remote, local)
        self._picture.display(model.picture, place)
        if not model.call:
            self._screen.leave()
        for follower in self._followers:
            follower.follow(model)
        self._tell_console(before.notices if before else (), model)
        if before is None:
            self._window.performance.mark("sipwidget:ready")
            boot, reason = booted(self._window.performance)
            ready = {"milliseconds": self._now() * 1000, "boot": boot, "reason": reason}
            self._dispatch("sipwidget:ready", ready)

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
        return float(self._window.performance.now()) / 1000

    def _dispatch(self, name: str, detail: object) -> None:
        options = {"detail": detail, "bubbles": True, "composed": True}
        event = to_js(options, dict_converter=Object.fromEntries)
        self._root.dispatchEvent(self._window.CustomEvent.new(name, event))

    def _clicked(self, action: str, target: str, call: str, fields: Fields) -> None:
        if not self._screen.toggle(action):
            self.put(Clicked(action, target, call, fields))

    def _video_resized(self, event: Any) -> None:
        """The video of the call in focus has a first frame, or one of another size."""
        call = self._phone.model.call
        if call and not call.seen and event.target.videoWidth:
            self.put(VideoSeen(call.id))

    def _page_may_go(self, _event: Any) -> None:
        """Firefox has cut a page's sockets by its ``pagehide``; a page that stays starts anew."""
        self.put(Leaving())
        self._window.setTimeout(self._stayed, STAYED * 1000)

    def _page_shown(self, event: Any) -> None:
        """A page that comes back from the back-forward cache had left: it starts anew."""
        if event.persisted:
            self._configurator.read()

    def _visibility_changed(self, _event: Any = None) -> None:
        self.put(Seen(self._window.document.visibilityState == "visible"))


def booted(performance: Any) -> tuple[str, str]:
    """How Python was started, and why not from its memory; static/interpreter.js has marked it."""
    for mark in performance.getEntriesByName("sipwidget:boot"):
        return str(mark.detail.boot), str(mark.detail.reason)
    return "plain", "unbuilt"


def _detail(event: Any) -> str:
    """What a page commands; "" of an event that is no CustomEvent."""
    return str(getattr(event, "detail", ""))


def ice_servers(config: Config) -> list[dict[str, str]]:
    """The configured STUN and TURN servers as W3C RTCIceServer dictionaries; none by default."""
    stun = [{"urls": url} for url in config.stun_servers]
    turn = [
        {"urls": server.url, "username": server.username, "credential": server.password}
        for server in config.turn_servers
    ]
    return stun + turn
