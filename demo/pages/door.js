// Shows on the page what the door does, and rings its bell.
// It asks again and again: a browser has six connections for a server, and a stream would keep one
// in each window.

const CALM = 1000, BUSY = 250, LOST = 2000, PATIENCE = 5000; // milliseconds
const [door, bell, words, keys] = ["door", "ring", "words", "keys"].map(
  (name) => document.querySelector(`[data-demo="${name}"]`),
);

function show(view) {
  door.dataset.open = view.open;
  door.dataset.stage = view.stage;
  door.dataset.light = Boolean(view.light);
  say(words, view.words);
  say(keys, view.keys || "none");
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text; // else it would be read out again
}

async function ask(path, method) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(path, { method, signal, cache: "no-store" });
    show(await response.json());
  } catch {
    show({ open: false, stage: "lost", words: "The demo does not answer: is it still running?" });
  }
}

async function watch() {
  await ask("/door", "GET");
  const { stage, open } = door.dataset;
  const calm = stage === "idle" && open === "false";
  setTimeout(watch, stage === "lost" ? LOST : calm ? CALM : BUSY);
}

bell.addEventListener("click", () => ask("/door/ring", "POST"));
watch();
