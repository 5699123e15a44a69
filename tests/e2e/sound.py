"""What a page hears of a call, measured at its connections, and what it plays of its own."""

from tests.e2e.phone import Phone

# The loudest frequency that comes in on an open connection, 0 for silence.
LOUDEST = """async () => {
    const ears = recorder.ears ??= new Map();
    const open = recorder.connections.filter(each => each.connectionState !== "closed");
    const tracks = open.flatMap(each => each.getReceivers().map(receiver => receiver.track));
    const track = tracks.find(each => each.kind === "audio" && each.readyState === "live");
    if (!track)
        return 0;
    if (!ears.has(track.id)) {
        const context = recorder.context ??= new AudioContext();
        await context.resume();
        const ear = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
        context.createMediaStreamSource(new MediaStream([track])).connect(ear);
        ears.set(track.id, ear);
    }
    const ear = ears.get(track.id);
    const levels = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(levels);
    const loudest = levels.indexOf(Math.max(...levels));
    return levels[loudest] > -50 ? loudest * ear.context.sampleRate / ear.fftSize : 0;
}"""

# Whether a frequency is among the loudest that the page plays by itself.
PLAYED = """() => recorder.played.some(ear => {
    const levels = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(levels);
    const level = levels[Math.round(TONE * ear.fftSize / ear.context.sampleRate)];
    return ear.context.state === "running" && level > Math.max(-50, Math.max(...levels) - 9);
})"""
RUNNING = """() => recorder.played.filter(ear => ear.context.state === "running").length"""


def plays(one: Phone, tone: int) -> None:
    """Wait until the page plays a tone of this frequency, in Hertz."""
    script = PLAYED.replace("TONE", str(tone))
    one.until(lambda: any(one.everywhere(script)), f"{tone} Hz to be played")


def is_silent(one: Phone) -> None:
    """Wait until the page plays nothing and has shut its loudspeaker: not a pause in a tone."""
    one.until(lambda: not any(one.everywhere(RUNNING)), "nothing to be played")


def hears(one: Phone, *tones: int) -> int:
    """Wait until one of these tones, in Hertz, is what the phone hears, and say which."""
    heard: list[int] = []

    def sounds() -> bool:
        found = one.everywhere(LOUDEST)
        heard.extend(tone for tone in tones for each in found if abs(each - tone) < 15)
        return bool(heard)

    one.until(sounds, f"a tone of {tones} Hz")
    return heard[0]


def flows(one: Phone) -> None:
    """Wait until sound goes out and comes in, from now on."""
    before = one.traffic()

    def more() -> bool:
        now = one.traffic()
        pairs = ((now.sent, before.sent), (now.received, before.received))
        return all(new.get("audio", 0) > old.get("audio", 0) + 10 for new, old in pairs)

    one.until(more, "sound both ways")


# How much sound has come in, as energy and as seconds: W3C webrtc-stats.
ENERGY = """async () => {
    const found = {energy: 0, seconds: 0};
    for (const connection of recorder.connections)
        if (connection.connectionState !== "closed")
            for (const report of (await connection.getStats()).values())
                if (report.type === "inbound-rtp" && report.kind === "audio") {
                    found.energy += report.totalAudioEnergy;
                    found.seconds += report.totalSamplesDuration;
                }
    return found;
}"""
ENOUGH = 1.5  # seconds of sound to judge by: the fake microphone of Chromium beeps once in each
QUIET = 1e-6  # of the energy of a second's full scale


def hears_sound(one: Phone) -> None:
    """Wait until there is sound in what comes in."""
    before, _ = energy(one)
    one.until(lambda: energy(one)[0] - before > QUIET, "sound that comes in")


def hears_silence(one: Phone) -> None:
    """Wait until what comes in is silence, and for long enough to be sure."""
    heard = [energy(one)]

    def holds() -> bool:
        heard.append(energy(one))
        (before, since), (now, seconds) = heard[0], heard[-1]
        if now - before > QUIET:
            heard[:] = [heard[-1]]
        return seconds - since > ENOUGH and now - before <= QUIET

    one.until(holds, "silence that comes in")


def energy(one: Phone) -> tuple[float, float]:
    """The energy that has come in, and in how many seconds of sound."""
    found = one.everywhere(ENERGY)
    return sum(each["energy"] for each in found), sum(each["seconds"] for each in found)
