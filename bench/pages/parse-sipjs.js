// The same with SIP.js's parser.

import { Parser } from "sip.js/lib/core/messages/parser.js";

const log = { warn() {}, debug() {} };

function read(message) {
  const { body, callId, cseq, from, to, via } = message;
  const contact = message.parseHeader("contact");
  const hops = message.parseHeader("max-forwards") ?? 0;
  const type = message.getHeader("content-type") ?? "";
  const words = via.branch.length + callId.length + (contact?.uri.user.length ?? 0) + type.length;
  return words + from.uri.user.length + to.uri.user.length + cseq + hops + body.length;
}

globalThis.parseAll = (texts) => texts.reduce((sum, text) => sum + read(Parser.parseMessage(text, log)), 0);
