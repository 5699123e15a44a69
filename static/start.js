// The first script of the built page, and the one whose name never changes: it keeps the page whole.

// A page from the browser's cache may name a folder that an update has taken away. Then the page is
// fetched anew, once.
async function renew({ target }) {
  const folder = /\/app-[^/]+\//.exec(target.src ?? target.href ?? "")?.[0];
  if (!folder) return;
  const page = await fetch(location.pathname, { cache: "reload" });
  if (!page.ok || (await page.text()).includes(folder)) return;
  location.reload();
}

addEventListener("error", (event) => event.target instanceof Element && renew(event), true);

// Where the browser has service workers, the page also starts without a network.
addEventListener("load", () => {
  navigator.serviceWorker?.register("./service-worker.js").catch((error) => {
    console.info(`sipwidget: does not start without a network: ${error.message}`);
  });
});
