// The same page on SIP.js.

import { Registerer, RegistererState, SessionState, UserAgent } from "sip.js";
import { opened, plays, registered, settings, shows } from "./phone.js";

const agent = new UserAgent({
  uri: UserAgent.makeURI(`sip:${settings.username}@${settings.domain}`),
  authorizationUsername: settings.username,
  authorizationPassword: settings.password,
  transportOptions: { server: settings.websocketUrl },
  logBuiltinEnabled: false,
  // Its own default asks a STUN server of a third party.
  sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
  delegate: { onConnect: opened, onInvite: ring },
});

function ring(session) {
  shows("incoming", session.remoteIdentity.displayName || session.remoteIdentity.uri.user);
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      shows("incoming-accepted");
      plays(session.sessionDescriptionHandler.remoteMediaStream);
    } else if (state === SessionState.Terminated) shows("idle");
  });
  const constraints = { audio: true, video: false };
  if (settings.autoAnswer) session.accept({ sessionDescriptionHandlerOptions: { constraints } });
}

const registerer = new Registerer(agent);
registerer.stateChange.addListener((state) => {
  if (state === RegistererState.Registered) registered();
});
agent.start().then(() => registerer.register());
