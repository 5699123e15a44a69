// Before any script of a page: notes when a frame has come, before anybody hears of it, and when one
// is handed over to be sent. `stamps` holds [what, text, milliseconds].
(() => {
  const stamps = (window.stamps = []);
  window.WebSocket = class WebSocket extends window.WebSocket {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("message", ({ data }) => {
        stamps.push(["received", data, performance.now()]);
      });
    }

    send(text) {
      stamps.push(["sent", text, performance.now()]);
      super.send(text);
    }
  };
})();
