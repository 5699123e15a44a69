// The Items on the pages: their states, and what the phone and the rules have said to each other.

const COMMANDS = ["dial:620", "answer", "dtmf:#", "hangup"];
const LOOK = 700, LOST = 3000; // milliseconds
const $ = (name) => document.querySelector(`[data-home="${name}"]`);

// Buttons that do what a rule does: `command(item, text)`.
export function showCommands({ commandItem, sipStateItem }, command) {
  $("command-item").textContent = commandItem ?? "(no Item is set)";
  $("state-item").textContent = sipStateItem ?? "(no Item is set)";
  $("commands").replaceChildren(
    ...COMMANDS.map((text) => {
      const button = make("button", text);
      button.type = "button";
      button.disabled = !commandItem;
      button.onclick = () => command(commandItem, text);
      return button;
    }),
  );
}

// Looks again and again: Main UI holds a stream, but a browser has six connections for all windows.
export async function watch(config, say) {
  let pause = LOOK;
  try {
    const { commandItem = "", sipStateItem = "" } = config();
    const query = new URLSearchParams({ items: `${commandItem},${sipStateItem}` });
    const response = await fetch(`/home/items?${query}`, { cache: "no-store" });
    const { states, log } = await response.json();
    showStates(states);
    if ($("log") && log.length) showLog(log, commandItem);
  } catch {
    say("The demo does not answer: is it still running?");
    pause = LOST;
  }
  setTimeout(watch, pause, config, say);
}

function showStates(states) {
  for (const each of document.querySelectorAll("[data-item]")) {
    const text = states[each.dataset.item] ?? "-";
    if (each.textContent !== text) each.textContent = text;
  }
  for (const each of document.querySelectorAll("[data-switch]"))
    each.checked = states[each.dataset.switch] === "ON";
}

function showLog(log, commandItem) {
  const lines = log.map(({ item, text }) => [item === commandItem ? "rule" : "phone", text]);
  const shown = JSON.stringify(lines);
  if ($("log").dataset.shown === shown) return;
  $("log").dataset.shown = shown;
  $("log").replaceChildren(
    ...lines.map(([who, text]) => {
      const line = make("li", text);
      line.dataset.who = who;
      line.prepend(make("span", who === "rule" ? "Rule" : "Phone"));
      return line;
    }),
  );
}

function make(tag, textContent) {
  return Object.assign(document.createElement(tag), { textContent });
}
