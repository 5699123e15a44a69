// `parseAll(texts)`: JsSIP's parser, and what a user agent reads of each message, as a sum of it.

import { parseMessage } from "jssip/lib/Parser.js";

const agent = {};

function read(message) {
  const { body, call_id, cseq, from, to, via } = message;
  const contact = message.parseHeader("contact");
  const hops = message.parseHeader("max-forwards") ?? 0;
  const type = message.getHeader("content-type") ?? "";
  const words = via.branch.length + call_id.length + (contact?.uri.user.length ?? 0) + type.length;
  return words + from.uri.user.length + to.uri.user.length + cseq + hops + body.length;
}


globalThis.parseAll = (texts) => texts.reduce((sum, text) => sum + read(parseMessage(text, agent)), 0);
