// Before PyScript: it opens IndexedDB as a cache for packages, of which there are none here. It waits for
// that while it starts, and ends where the browser refuses. It gets a store in memory.

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

  if (!window.indexedDB) Object.defineProperty(window, "indexedDB", { value: {} });
  const databases = window.indexedDB;
  const open = databases.open;
  databases.open = (name, ...version) =>
    name.startsWith(PYSCRIPTS) ? request(memory()) : open.call(databases, name, ...version);
})();
