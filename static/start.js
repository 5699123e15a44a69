// The first script of the built page, which stands in the page itself: it keeps the page whole, and says
// in words why there is no phone where none starts. It is written as JavaScript was before 2015, so that
// a browser in which nothing else runs can still say so.
(function () {
  "use strict";

  var PATIENCE = 120000; // ms until Python must have drawn; a slow network may take most of that
  var IDLE = 3000; // ms after which all is kept for a start without a network
  var WORDS = {
    en: {
      unsupported: "This browser is too old for the phone. Newer ones will do: Chrome or Edge from version 123 on, Firefox from 121, Safari from 17.5 (iOS 17.5).",
      start: "The phone could not be started. Reload the page; if that does not help, look at the browser's console.",
    },
    de: {
      unsupported: "Dieser Browser ist zu alt für das Telefon. Es braucht Chrome oder Edge ab Version 123, Firefox ab 121 oder Safari ab 17.5 (iOS 17.5).",
      start: "Das Telefon konnte nicht gestartet werden. Laden Sie die Seite neu; hilft das nicht, steht der Grund in der Konsole des Browsers.",
    },
    fr: {
      unsupported: "Ce navigateur est trop ancien pour le téléphone. Il faut Chrome ou Edge 123, Firefox 121, Safari 17.5 (iOS 17.5) ou une version plus récente.",
      start: "Le téléphone n’a pas pu démarrer. Rechargez la page\u202f; si cela ne suffit pas, la console du navigateur dit pourquoi.",
    },
    nl: {
      unsupported: "Deze browser is te oud voor de telefoon. Nodig is Chrome of Edge vanaf versie 123, Firefox vanaf 121 of Safari vanaf 17.5 (iOS 17.5).",
      start: "De telefoon kon niet worden gestart. Laad de pagina opnieuw; helpt dat niet, dan staat de reden in de console van de browser.",
    },
    it: {
      unsupported: "Questo browser è troppo vecchio per il telefono. Servono Chrome o Edge dalla versione 123, Firefox dalla 121 o Safari dalla 17.5 (iOS 17.5).",
      start: "Non è stato possibile avviare il telefono. Ricaricare la pagina; se non basta, la console del browser dice perché.",
    },
    es: {
      unsupported: "Este navegador es demasiado antiguo para el teléfono. Hace falta Chrome o Edge 123, Firefox 121, Safari 17.5 (iOS 17.5) o una versión posterior.",
      start: "No se ha podido iniciar el teléfono. Vuelva a cargar la página; si no basta, la consola del navegador dice por qué.",
    },
  };

  // --- what the browser must know ---

  // As Pyodide and PyScript are written; where a policy forbids the question it stays open.
  var SYNTAX = "class A { static { } #b; c(d) { return d?.e ?? (d ||= 1n); } }";
  // A function of WebAssembly with a reference to something outside, and with `try` and `catch_all`.
  var MODULE = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
    10, 10, 1, 8, 1, 1, 111, 6, 64, 25, 11, 11,
  ];

  // Colours by light and dark, and what depends on what is inside: without them the phone is not legible.
  function paints() {
    if (!window.CSS || !CSS.supports) return false;
    return CSS.supports("color", "light-dark(red, red)") && CSS.supports("selector(:has(a))");
  }

  function parses(text) {
    try {
      return Boolean(new Function(text));
    } catch (error) {
      return error.name !== "SyntaxError";
    }
  }

  function isFit() {
    return (
      "noModule" in document.createElement("script") &&
      typeof structuredClone === "function" &&
      typeof WebAssembly === "object" &&
      WebAssembly.validate(new Uint8Array(MODULE)) &&
      parses(SYNTAX) &&
      paints()
    );
  }

  // --- what is said; Python, should it come all the same, draws over it ---

  var around = window.frameElement && frameElement.parentElement;
  var dock = around && around.views ? around : null;
  var over = false; // Python has drawn, or all is said
  var timer;

  function say(error, reason) {
    if (over) return;
    over = true;
    if (window.console) console.warn("sipwidget: does not start: " + reason);
    if (error === "start") tellViews(reason);
    var language = String(navigator.language).slice(0, 2).toLowerCase();
    if (!WORDS.hasOwnProperty(language)) language = "en";
    if (document.readyState !== "loading") writeAll(error, language);
    else document.addEventListener("DOMContentLoaded", function () { writeAll(error, language); });
  }

  // Where this is the dock (boot.js), pages wait for it, and one that comes later makes another.
  function tellViews(reason) {
    if (!dock) return;
    dock.failed = true;
    dock.views.forEach(function (view) {
      view.dispatchEvent(new view.CustomEvent("sipwidget:failed", { detail: reason }));
    });
  }

  function writeAll(error, language) {
    var roots = document.querySelectorAll("#sipwidget, .sipwidget");
    for (var each = 0; each < roots.length; each++) write(roots[each], error, language);
  }

  function write(root, error, language) {
    var notices = document.createElement("div");
    var line = notices.appendChild(document.createElement("p"));
    notices.className = "sipwidget-notices";
    line.className = "sipwidget-notice";
    line.setAttribute("role", "alert");
    line.appendChild(document.createTextNode(WORDS[language][error]));
    while (root.firstChild) root.removeChild(root.firstChild);
    root.setAttribute("lang", language);
    root.setAttribute("data-connection", "off");
    root.setAttribute("data-error", error);
    root.appendChild(notices);
  }

  // --- until Python has drawn ---

  function wait() {
    timer = setTimeout(function () {
      if (navigator.onLine) say("start", "nothing after " + PATIENCE / 1000 + " seconds");
      else wait();
    }, PATIENCE);
  }

  // A page from the browser's cache may name a folder that an update has taken away. Then the page
  // is fetched anew, once; otherwise the file is not on the server, and nothing starts without code.
  function renew(address) {
    var folder = /\/app-[^/]+\//.exec(address);
    if (!folder || !window.fetch) return;
    var missing = function () {
      if (/\.(js|wasm|py)$/.test(address)) say("start", address + " is missing");
    };
    fetch(location.pathname, { cache: "reload" }).then(function (page) {
      return page.ok ? page.text() : folder[0];
    }).then(function (text) {
      if (text.indexOf(folder[0]) < 0) location.reload();
      else missing();
    }).then(null, missing);
  }

  addEventListener("error", function (event) {
    if (event.target instanceof Element) renew(event.target.src || event.target.href || "");
  }, true);
  addEventListener("sipwidget:failed", function (event) { say("start", event.detail); });
  addEventListener("py:all-done", function () { say("start", "main.py has not drawn"); });
  addEventListener("sipwidget:ready", function () {
    over = true;
    if (dock) dock.failed = false;
    clearTimeout(timer);
  });

  if (isFit()) wait();
  else say("unsupported", "the browser is too old");

  // Where the browser has service workers, the page also starts without a network: but what the worker
  // keeps then, it does not fetch before there is a phone.
  var keeping = false;

  function keep() {
    if (keeping || !navigator.serviceWorker) return;
    keeping = true;
    navigator.serviceWorker.register("./service-worker.js").then(null, function (error) {
      console.info("sipwidget: does not start without a network: " + error.message);
    });
  }

  addEventListener("sipwidget:ready", function () { setTimeout(keep, IDLE); });
})();
