"""What the tests of sounds share inside the page."""

from typing import Any

from pyodide.code import run_js

from sipwidget.phone.model import Model, Sound

RING = Model(sound=Sound.RING)
RINGBACK = Model(sound=Sound.RINGBACK)
SILENCE = Model()


def stage(allowed: bool = True) -> Any:
    """A window that lets sound be heard or not, where time stands still.

    ``contexts`` are its AudioContexts, each with its ``current`` state, its ``speakers`` and its
    ``sources``; ``audios`` its audio elements. ``fate`` says how those play: ``plays``, or the name
    of the error. ``tap()`` is what a person does; afterwards sound is allowed. ``ring()`` lets all
    timers ring that are set at the moment.
    """
    return run_js("""allowed => {
        const contexts = [], audios = [], timers = new Map();
        let timer = 0;
        class Context extends OfflineAudioContext {
            constructor() {
                super(1, 8000, 8000);
                Object.assign(this, {current: "suspended", speakers: [], sources: []});
                contexts.push(this);
            }
            get state() { return this.current }
            become(state) {
                if (state !== this.current) {
                    this.current = state;
                    this.dispatchEvent(new Event("statechange"));
                }
            }
            resume() { if (page.allowed) this.become("running") }
            suspend() { this.become("suspended") }
            close() { this.become("closed") }
            createOscillator() {
                const source = super.createOscillator();
                this.sources.push(source);
                return source;
            }
            async setSinkId(id) {
                if (id === "gone") throw new DOMException("", "NotFoundError");
                this.speakers.push(id);
            }
        }
        const createElement = () => {
            const audio = {
                playing: false, speaker: "", removeAttribute: () => {}, load: () => {},
                setSinkId: async id => { audio.speaker = id },
                pause: () => { audio.playing = false },
                play: async () => {
                    if (page.fate === "never") await new Promise(() => {});
                    if (page.fate !== "plays") throw new DOMException("", page.fate);
                    audio.playing = true;
                },
            };
            audios.push(audio);
            return audio;
        };
        const page = Object.assign(new EventTarget(), {
            allowed, contexts, audios, fate: "plays", frameElement: null,
            Array, Object, Promise, Reflect, AudioContext: Context, document: {createElement},
            navigator: {language: "de-DE", userActivation: {hasBeenActive: false}},
            setTimeout: call => { timers.set(++timer, call); return timer },
            clearTimeout: timer => timers.delete(timer),
            ring: () => {
                const due = [...timers.values()];
                timers.clear();
                due.forEach(call => call());
            },
            tap: () => {
                page.allowed = page.navigator.userActivation.hasBeenActive = true;
                page.dispatchEvent(new Event("click"));
            },
        });
        return page;
    }""")(allowed)


def pitches(context: Any) -> list[int]:
    """The frequencies of all tones that were ever played."""
    return [int(source.frequency.value) for source in context.sources]


def names(inputs: list[object]) -> list[str]:
    """What kinds of inputs these are."""
    return [type(each).__name__ for each in inputs]
