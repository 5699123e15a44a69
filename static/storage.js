// Before PyScript: it opens IndexedDB, which it uses as a cache, and ends where the browser refuses
// that, as one does that keeps nothing. There it gets a store in memory.

(() => {
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
