// What the page does before Python is there, and where Python is to be: in this page, or in the dock,
// an iframe of the top document that outlives this page. It is run before there is a body, so that
// the icon has its place from the first picture on. docs/engine.md tells of the dock.

(() => {
  const ROOTS = "#sipwidget, .sipwidget";
  const DOCK = "sipwidget-dock";
  const AWAITED = "sipwidget-awaited"; // of a page: Python draws there soon
  const ALLOWED = "microphone; camera; autoplay; fullscreen; speaker-selection; screen-wake-lock";
  const VERSION = new URL(".", document.querySelector('link[rel="icon"]').href).href; // each has a folder of its own
  const HIDDEN = { // Firefox stops a frame's clock of pictures where less of it can be seen
    position: "fixed", bottom: "0", left: "0", width: "1px", height: "1px",
    opacity: "0", pointerEvents: "none", zIndex: "0", overflow: "hidden",
  };
  const frame = window.frameElement; // null where the page around is of another origin
  const page = document.documentElement;
  const isEngine = frame?.parentElement?.id === DOCK;

  function read(text) {
    try {
      return JSON.parse(text) ?? {};
    } catch {
      return {}; // Python will say what is wrong with it
    }
  }

  // --- the looks that Python will find: else the icon would jump, and change its colours ---

  function size(root) {
    const pixels = Number(read(root.dataset.config ?? frame?.dataset.config ?? null).iconSize);
    if (pixels > 0) root.style.setProperty("--icon-size", `${pixels}px`);
  }

  const sizeAll = () => document.querySelectorAll(ROOTS).forEach(size);
  const growth = new MutationObserver(sizeAll);
  growth.observe(document, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => { // where all of it came at once nothing has been observed yet
    growth.disconnect();
    sizeAll();
  });

  // As in browser/theme.py, which follows the host from then on.
  function dress(around) {
    const worn = around.documentElement.classList;
    const isMainUi = ["aurora", "md", "ios"].some((name) => worn.contains(name));
    if (!isMainUi && !worn.contains("dark")) return;
    const { colorScheme } = around.defaultView.getComputedStyle(frame);
    const told = around.querySelector('meta[name="color-scheme"]')?.content ?? "light";
    page.style.colorScheme = colorScheme === "normal" ? told : colorScheme;
    page.classList.add(worn.contains("dark") ? "dark" : "light");
  }

  if (frame) dress(frame.ownerDocument);

  // --- a tap on the icon is noted on the widget's root, where Python looks for it ---

  function tapped({ target }) {
    const root = target.closest('[data-action="call"]')?.closest(ROOTS);
    root?.setAttribute("data-tapped", "");
  }

  addEventListener("click", tapped);
  addEventListener("sipwidget:ready", () => removeEventListener("click", tapped));

  // --- where Python is ---

  // The editor of Main UI arranges what is not used: its frames leave a dock alone.
  function isInEditor() {
    const isOpen = frame?.ownerDocument.location.pathname.includes("/settings/pages/");
    return Boolean(isOpen && frame.closest(".layout-editor"));
  }

  function topDocument() {
    try {
      return top === window ? null : top.document;
    } catch {
      return null; // of another origin
    }
  }

  function docking() {
    const fragment = () => read(decodeURIComponent(location.hash.slice(1)) || null);
    const settings = frame?.dataset.config ? read(frame.dataset.config) : fragment();
    const isWanted = String(settings.dock ?? true) !== "false";
    return isWanted && !isEngine && !isInEditor() ? topDocument() : null;
  }

  // Here: what is asked for early at once, and what has to wait for a body then, in its order.
  function start() {
    const { content } = document.getElementById("sipwidget-engine");
    const scripts = [...content.querySelectorAll("script[src]:not([async])")];
    for (const script of scripts) Object.assign(script, { async: false }).remove();
    document.head.append(content);
    parsed(() => document.head.append(...scripts));
  }

  function parsed(go) {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", go, { once: true });
    else go();
  }

  // --- the dock ---

  // An engine of another version ends, but not a call.
  function isOfUse({ version, failed, firstChild }) {
    return !failed && (version === VERSION || firstChild.contentWindow.sipEngine?.isBusy());
  }

  function dockOf(host) {
    const old = host.getElementById(DOCK);
    if (old && isOfUse(old)) return old;
    const dock = host.createElement("div");
    const engine = host.createElement("iframe");
    const views = new host.defaultView.Set(old?.views); // of a window that outlives this one
    Object.assign(dock, { id: DOCK, inert: true, ariaHidden: "true", version: VERSION, views });
    Object.assign(dock.style, HIDDEN);
    const src = new URL("../index.html", VERSION + "x").href;
    Object.assign(engine, { title: "sipwidget", allow: ALLOWED, src });
    Object.assign(engine.style, { border: "0", width: "100%", height: "100%" });
    old?.remove();
    dock.append(engine);
    host.body.append(dock);
    return dock;
  }

  const engineOf = (dock) => dock?.firstChild.contentWindow.sipEngine;

  function join(host) {
    try {
      const dock = dockOf(host);
      dock.views.add(window);
      engineOf(dock)?.attach(window);
    } finally {
      page.classList.remove(AWAITED);
    }
  }

  function leave(host) {
    host.getElementById(DOCK)?.views.delete(window);
  }

  // The dock shows nothing until there is a call that no page shows: browser/call_bar.py.
  function emptied() {
    const main = document.querySelector("main");
    main.replaceChildren();
    main.className = "sipwidget-flow sipwidget-call-bar";
  }

  let host = docking();
  if (isEngine) parsed(emptied);
  // One that is there draws as soon as all is read. What the frame shows is nearer to that than our icon.
  if (host && engineOf(host.getElementById(DOCK))) page.classList.add(AWAITED);
  if (host) parsed(() => join(host));
  else start();
  addEventListener("pagehide", () => host && leave(host));
  addEventListener("pageshow", ({ persisted }) => persisted && host && join(host));

  // An engine that finds out only now that this page is to have its own gives it back.
  window.sipAlone = () => {
    leave(host);
    host = null;
    start();
  };
})();
