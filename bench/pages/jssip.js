// An ordinary page on JsSIP: it registers, says who calls, and answers by itself where it is told to.

import JsSIP from "jssip";
import { opened, plays, registered, settings, shows } from "./phone.js";

const socket = new JsSIP.WebSocketInterface(settings.websocketUrl);
const agent = new JsSIP.UA({
  sockets: [socket],
  uri: `sip:${settings.username}@${settings.domain}`,
  password: settings.password,
});

function ring(session) {
  shows("incoming", session.remote_identity.display_name || session.remote_identity.uri.user);
  session.on("accepted", () => shows("incoming-accepted"));
  for (const end of ["ended", "failed"]) session.on(end, () => shows("idle"));
  session.on("peerconnection", ({ peerconnection }) => {
    peerconnection.addEventListener("track", ({ streams }) => plays(streams[0]));
  });
  if (settings.autoAnswer) session.answer({ mediaConstraints: { audio: true, video: false } });
}

// The least that a page can do to hear that its server is there (RFC 5626 section 3.5.1).
function ping() {
  socket._ws.send("\r\n\r\n");
}

agent.on("connected", opened);
agent.on("registered", registered);
agent.on("newRTCSession", ({ originator, session }) => {
  if (originator === "remote") ring(session);
});
if (settings.pings) agent.on("connected", () => setInterval(ping, settings.pings * 1000));
agent.start();
