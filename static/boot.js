// What the page does before Python is there. It is run before there is a body, so that the icon has
// its place from the first picture on.

(() => {
  const ROOTS = "#sipwidget, .sipwidget";
  const frame = window.frameElement; // null where the page around is of another origin
  const page = document.documentElement;

  // --- the looks that Python will find: else the icon would jump, and change its colours ---

  function settings(root) {
    try {
      return JSON.parse(root.dataset.config ?? frame?.dataset.config ?? null) ?? {};
    } catch {
      return {}; // Python will say what is wrong with them
    }
  }

  function size(root) {
    const pixels = Number(settings(root).iconSize);
    if (pixels > 0) root.style.setProperty("--icon-size", `${pixels}px`);
  }

  const growth = new MutationObserver(() => document.querySelectorAll(ROOTS).forEach(size));
  growth.observe(document, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => growth.disconnect());

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

  // --- storage ---

  // PyScript opens IndexedDB, which it uses as a cache, and ends where the browser refuses that, as
  // one does that keeps nothing: there it gets a store in memory.

  const PYSCRIPTS = "IDBMap/"; // what its names begin with; other databases are none of our business

  function request(result) {
    const it = {};
    queueMicrotask(() => it.onsuccess?.({ target: { result } }));
    return it;
  }

  function memory() {
    const kept = new Map();
    const store = {
      clear: () => request(kept.clear()),
      count: () => request(kept.size),
      delete: (key) => request(kept.delete(key)),
      get: (key) => request(kept.get(key)),
      getAllKeys: () => request([...kept.keys()]),
      getKey: (key) => request(kept.has(key) ? key : undefined),
      put: (value, key) => request(kept.set(key, value)),
    };
    return { close() {}, transaction: () => ({ objectStore: () => store }) };
  }

  function openOrMemory(open) {
    const it = {};
    try {
      const real = open();
      for (const name of ["onupgradeneeded", "onsuccess"]) real[name] = (event) => it[name](event);
      real.onerror = (event) => {
        event.preventDefault();
        it.onsuccess({ target: { result: memory() } });
      };
      return it;
    } catch {
      return request(memory());
    }
  }

  if (!window.indexedDB) Object.defineProperty(window, "indexedDB", { value: {} });
  const databases = window.indexedDB;
  const open = databases.open;
  databases.open = (name, ...version) => {
    const reach = () => open.call(databases, name, ...version);
    return name.startsWith(PYSCRIPTS) ? openOrMemory(reach) : reach();
  };
})();
