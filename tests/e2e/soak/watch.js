// Before any script of the page that is counted: notes what it opens, and keeps none of it alive.
(() => {
    const kept = {connections: [], tracks: []};
    const note = (kind, them) => kept[kind].push(...them.map(it => new WeakRef(it)));
    const alive = kind => {
        kept[kind] = kept[kind].filter(it => it.deref());
        return kept[kind].map(it => it.deref());
    };
    const watch = window.watch = {proxies: 0, alive};

    const Connection = window.RTCPeerConnection;
    window.RTCPeerConnection = class RTCPeerConnection extends Connection {
        constructor(...settings) {
            super(...settings);
            note("connections", [this]);
        }
        close() {
            note("tracks", this.getReceivers().map(it => it.track));
            super.close();
        }
    };
    const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async wanted => {
        const stream = await open(wanted);
        note("tracks", stream.getTracks());
        return stream;
    };
    // Pyodide registers each proxy of a Python object when it is made, and takes it out again when
    // it is destroyed.
    const Registry = window.FinalizationRegistry;
    window.FinalizationRegistry = class FinalizationRegistry extends Registry {
        constructor(swept) {
            super(held => {
                watch.proxies -= 1;
                return swept(held);
            });
        }
        register(...them) {
            watch.proxies += 1;
            return super.register(...them);
        }
        unregister(token) {
            const was = super.unregister(token);
            watch.proxies -= was ? 1 : 0;
            return was;
        }
    };
})();
