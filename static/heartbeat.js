// The pings of a socket and their pongs (RFC 5626 section 3.5.1), once Python knows that the server answers them:
// a phone does little else all day, and Python, called with cold caches, takes a millisecond each time. What a
// silence means is for Python to say (src/sipwidget/sip/keep_alive.py).

(() => {
  const PING = "\r\n\r\n";
  const PONG = "\r\n";
  const PATIENCE = 1500; // ms for a pong; Python then asks once more

  // `beat` pings every so many seconds; the pong is nobody else's. Where nothing comes the socket gets the event
  // "sipsilent", and no more pings.
  window.sipHeartbeat = (socket) => {
    let pings; // timers: the pings, and while one is out the end of our patience
    let silence = null;

    function ask() {
      if (silence !== null) return;
      socket.send(PING);
      silence = setTimeout(end, PATIENCE);
    }

    function heard(event) {
      if (silence === null) return;
      clearTimeout(silence);
      silence = null;
      if (event.data === PONG) event.stopImmediatePropagation();
    }

    function end() {
      stop();
      socket.dispatchEvent(new Event("sipsilent"));
    }

    function beat(seconds) {
      stop();
      pings = setInterval(ask, seconds * 1000);
    }

    function stop() {
      clearInterval(pings);
      clearTimeout(silence);
      silence = null;
    }

    socket.addEventListener("message", heard);
    return { beat, stop };
  };
})();
