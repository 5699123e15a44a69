// The frames that come to a page, told before they are painted. A host changes its nodes all day: Python is only
// called for a frame.

(() => {
  const framesIn = (node) => (node.matches?.("iframe") ? [node] : [...(node.querySelectorAll?.("iframe") ?? [])]);

  window.sipFrames = (host, came) => {
    const observer = new MutationObserver((changes) => {
      const nodes = changes.flatMap(({ addedNodes }) => [...addedNodes]);
      for (const frame of new Set(nodes.flatMap(framesIn))) if (frame.isConnected) came(frame);
    });
    observer.observe(host, { childList: true, subtree: true });
    return observer;
  };
})();
