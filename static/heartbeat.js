// The pings of a socket and their pongs (RFC 5626 section 3.5.1), once Python knows that the server answers them:
// a phone does little else all day, and Python, called with cold caches, takes a millisecond each time. What a
// silence means is for Python to say (src/sipwidget/sip/keep_alive.py).

(() => {
  const PING = "\r\n\r\n";
  const PONG = "\r\n";
  const PATIENCE = 2000; // ms for a pong; Python then asks once more

  // `beat` pings after each so many seconds without a message; the pong is nobody else's. Where none comes the
  // socket gets the event "sipsilent", and no more pings.
  window.sipHeartbeat = (socket) => {
    let wait = 0;
    let isAsked = false;
    let timer;

    const set = (go, time) => (clearTimeout(timer), (timer = setTimeout(go, time)));
    const silent = () => ((wait = 0), (isAsked = false), socket.dispatchEvent(new Event("sipsilent")));

    function ask() {
      isAsked = true;
      socket.send(PING);
      set(silent, PATIENCE);
    }

    function heard(event) {
      if (isAsked && event.data === PONG) event.stopImmediatePropagation();
      isAsked = false;
      if (wait) set(ask, wait);
    }

    function beat(seconds) {
      wait = seconds * 1000;
      isAsked = false;
      set(ask, wait);
    }

    function stop() {
      wait = 0; // what comes while the socket closes begins nothing anew
      clearTimeout(timer);
    }

    socket.addEventListener("message", heard);
    return { beat, stop };
  };
})();
