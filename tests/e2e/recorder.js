// Before any script of the page: notes which connections, tracks and devices a page opens, what it
// plays, and what it tells the page that embeds it.
// `recorder.hold()` keeps devices waiting until `recorder.release()`, as a person does who is asked.
(() => {
    if (window.recorder)
        return;
    const recorder = window.recorder = {
        connections: [], tracks: [], played: [], files: [], audios: [],
        asked: [], states: [], waiting: [], held: false,
        hold() { recorder.held = true; },
        release() {
            recorder.held = false;
            recorder.waiting.splice(0).forEach(go => go());
        },
    };
    // Not a listener of the document: an iframe's window may have been there before its document.
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (event) {
        if (event.type === "sipwidget:state" && event.bubbles && event.composed)
            recorder.states.push(event.detail);
        return dispatch.call(this, event);
    };
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class RTCPeerConnection extends Native {
        constructor(...settings) {
            super(...settings);
            recorder.connections.push(this);
        }
    };
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (target, ...rest) {
        if (target instanceof AudioDestinationNode) {
            const ear = new AnalyserNode(this.context, {fftSize: 8192, smoothingTimeConstant: 0});
            connect.call(this, ear);
            recorder.played.push(ear);
        }
        return connect.call(this, target, ...rest);
    };
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
        recorder.files.push(this);
        return play.call(this);
    };
    const create = Document.prototype.createElement;
    Document.prototype.createElement = function (name, ...rest) {
        const node = create.call(this, name, ...rest);
        if (name === "audio")
            recorder.audios.push(node);
        return node;
    };
    const clone = MediaStreamTrack.prototype.clone;
    MediaStreamTrack.prototype.clone = function () {
        const track = clone.call(this);
        recorder.tracks.push(track);
        return track;
    };
    const devices = navigator.mediaDevices;
    if (!devices)
        return;
    // The frame of the widget is named after what the machine lacks, wherever the engine is.
    const lacking = () => {
        try {
            return window.name || top.document.querySelector("#widget")?.name || "";
        } catch {
            return ""; // the top document is of another origin
        }
    };
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async wanted => {
        const {audio, video} = JSON.parse(JSON.stringify(wanted));
        recorder.asked.push({audio: Boolean(audio), video: Boolean(video), wanted: {audio, video}});
        if (recorder.held)
            await new Promise(go => recorder.waiting.push(go));
        for (const kind of ["audio", "video"])
            if (wanted[kind] && lacking().includes(`no-${kind}`))
                throw new DOMException("Requested device not found", "NotFoundError");
        const stream = await open(wanted);
        recorder.tracks.push(...stream.getTracks());
        return stream;
    };
})();
