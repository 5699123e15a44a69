// Stands in for openHAB's Main UI: pages that destroy their frames, an editor, a theme, a sign-in.
// Only what a widget in a frame can notice is as it is there.

import { readForm, showForm } from "./home-form.js";
import { showCommands, watch } from "./home-items.js";
import { WebFrame } from "./home-widget.js";

const REFRESH_TOKEN = "openhab.ui:refreshToken", DARK = "openhab.ui:theme.dark";
const TOAST = 4000; // milliseconds
const root = document.documentElement;
const $ = (name) => document.querySelector(`[data-home="${name}"]`);
const main = $("main"), fields = $("fields");
const COLUMNS = ["(min-width: 600px)", "(min-width: 960px)"].map((it) => matchMedia(it));
let component, slots = [], widgets = [], frames = [], accessToken;

// --- REST ---

async function rest(path, { method = "GET", body, type = "text/plain", again = true } = {}) {
  const refreshToken = localStorage.getItem(REFRESH_TOKEN);
  if (refreshToken && !accessToken) accessToken = await grant(refreshToken);
  const token = accessToken; // another request may see meanwhile that it is stale
  const headers = { "X-OpenHAB-Source": "org.openhab.ui" };
  if (body !== undefined) headers["Content-Type"] = type;
  if (token) headers["X-OPENHAB-TOKEN"] = token;
  const response = await fetch(`/rest${path}`, { method, headers, body });
  if (response.status === 401 && token && again) {
    if (accessToken === token) accessToken = undefined;
    return rest(path, { method, body, type, again: false });
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response;
}

async function grant(refresh_token) {
  const form = { grant_type: "refresh_token", client_id: origin, redirect_uri: origin, refresh_token };
  const response = await fetch("/rest/auth/token", { method: "POST", body: new URLSearchParams(form) });
  return response.ok ? (await response.json()).access_token : undefined;
}

const get = async (path) => (await rest(`/ui/components/${path}`)).json();
const command = (item, body) => rest(`/items/${item}`, { method: "POST", body }).catch(tell);

// --- pages ---

function place() {
  const [, first, second, , last] = location.pathname.split("/");
  const editing = first === "settings";
  const [name, suffix = ""] = (editing ? last : second).split(/(?=_)/, 2);
  return { editing, name, suffix };
}

function go(path) {
  history.pushState(null, "", path);
  show();
}

async function show() {
  main.firstElementChild?.dispatchEvent(new Event("page:beforeout", { bubbles: true }));
  const { editing, name, suffix } = place();
  closePanel();
  const template = document.querySelector(`[data-template="${editing ? "editor" : name}"]`);
  const page = document.createElement("div");
  page.className = "page";
  page.append(template.content.cloneNode(true));
  main.replaceChildren(page); // with all frames of the old page
  frames = [];
  try {
    component = await get(`ui:page/${name}${suffix}`);
    slots = component.slots?.default?.filter((one) => one.component.startsWith("widget:")) ?? [];
    const named = slots.map((one) => one.component.slice("widget:".length));
    widgets = await Promise.all(named.map((uid) => get(`ui:widget/${uid}`)));
  } catch (error) {
    return tell(error);
  }
  if (!page.isConnected) return; // somebody has gone on
  $("title").textContent = editing ? `Edit ${component.config.label}` : component.config.label;
  document.title = `${$("title").textContent} · sipwidget demo`;
  signedIn();
  showFrames();
  if (slots.length && $("commands")) showCommands(slots[0].config, command);
}

// Each widget of the page in a card of its own.
function showFrames() {
  frames = slots.map((slot, nth) => new WebFrame(widgets[nth], slot.config));
  frames.forEach((frame, nth) => card(nth).querySelector("[data-slot]").replaceChildren(frame.root));
}

function card(nth) {
  const cards = main.querySelectorAll(".card.phone");
  if (nth < cards.length) return cards[nth];
  const more = cards[0].cloneNode(true);
  cards[nth - 1].after(more);
  return more;
}

const updateFrames = () => frames.forEach((frame, nth) => frame.update(slots[nth].config));

// As oh-masonry does when it shows another number of columns.
function rebuild() {
  if (main.querySelector("[data-masonry]")) showFrames();
}

function showTab(chosen) {
  for (const tab of main.querySelectorAll("[data-tab]"))
    tab.ariaSelected = String(tab.dataset.tab === chosen);
  for (const page of main.querySelectorAll("[data-tab-page]"))
    page.hidden = page.dataset.tabPage !== chosen;
  frames.forEach((frame) => frame.root.remove());
  frames = [];
  if (chosen === "door") showFrames();
}

function toggleRunMode(running) {
  const menu = main.querySelector(".layout-editor > .configure-layout-menu");
  if (running) menu.remove();
  else {
    const template = document.querySelector('[data-template="editor"]').content.cloneNode(true);
    main.querySelector(".layout-editor").prepend(template.querySelector(".configure-layout-menu"));
  }
  showFrames(); // the editor loads it anew
}

// --- the widget's settings ---

function configure(config, nth = 0) {
  slots[nth].config = config;
  frames[nth]?.update(config);
}

async function save() {
  if (!fields.closest("form").reportValidity()) return;
  configure(readForm(fields));
  const path = `/ui/components/ui:page/${component.uid}`;
  const sent = { method: "PUT", type: "application/json", body: JSON.stringify(component) };
  try {
    await rest(path, sent);
    $("form").close();
    say("Page updated");
  } catch (error) {
    tell(error);
  }
}

// --- theme, panel, sign-in ---

function showTheme() {
  const dark = localStorage.getItem(DARK) ?? "auto";
  const wanted = dark === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : dark === "dark";
  root.classList.toggle("dark", wanted);
  $("dark").value = dark;
  updateFrames();
}

function setTheme(theme) {
  root.classList.remove("aurora", "md", "ios");
  root.classList.add(theme);
  $("theme").value = theme;
  updateFrames();
}

function openPanel() {
  root.classList.add("with-panel");
  $("menu").ariaExpanded = "true";
  document.querySelector("#panel").inert = false;
}

function closePanel() {
  root.classList.remove("with-panel");
  $("menu").ariaExpanded = "false";
  document.querySelector("#panel").inert = true;
}

async function signIn(wanted) {
  accessToken = undefined;
  if (wanted) {
    const response = await fetch("/home/sign-in", { method: "POST" });
    localStorage.setItem(REFRESH_TOKEN, (await response.json()).refreshToken);
  } else localStorage.removeItem(REFRESH_TOKEN);
  signedIn();
}

function signedIn() {
  const { editing, name, suffix } = place();
  const is = localStorage.getItem(REFRESH_TOKEN) !== null;
  $("sign-in").checked = is;
  const edit = $("edit");
  edit.hidden = !(is && slots.length) && !editing;
  edit.href = editing ? `/page/${name}${suffix}` : `/settings/pages/layout/${name}${suffix}`;
  edit.ariaLabel = editing ? "Leave the editor" : "Edit page";
  root.classList.toggle("editing", editing);
  for (const link of document.querySelectorAll("[data-page]"))
    link.href = `/page/${link.dataset.page}${suffix}`;
}

let hiding;
function say(words) {
  const toast = $("toast");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.hidden = true; }, TOAST);
}
const tell = (error) => say(`That did not work. ${error.message}`);

const CLICKS = {
  menu: () => (root.classList.contains("with-panel") ? closePanel() : openPanel()),
  backdrop: closePanel,
  save,
  configure: () => { showForm(fields, widgets[0], slots[0].config); $("form").show(); },
};
const CHANGES = {
  dark: ({ value }) => { localStorage.setItem(DARK, value); showTheme(); },
  theme: ({ value }) => setTheme(value),
  "sign-in": ({ checked }) => signIn(checked),
  advanced: ({ checked }) => $("form").classList.toggle("all", checked),
  run: ({ checked }) => toggleRunMode(checked),
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-page], a[data-home]");
  if (link) {
    event.preventDefault();
    go(link.getAttribute("href"));
  }
  CLICKS[event.target.closest("[data-home]")?.dataset.home]?.();
  const tab = event.target.closest("[data-tab]");
  if (tab) showTab(tab.dataset.tab);
});
document.addEventListener("change", ({ target }) => {
  CHANGES[target.dataset.home]?.(target);
  if (target.dataset.switch) command(target.dataset.switch, target.checked ? "ON" : "OFF");
});
document.addEventListener("keydown", ({ key }) => key === "Escape" && closePanel());
addEventListener("popstate", show);
addEventListener("resize", updateFrames);
COLUMNS.forEach((it) => it.addEventListener("change", rebuild));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);

const { userAgent } = navigator;
setTheme(/Android/.test(userAgent) ? "md" : /iPhone|iPad/.test(userAgent) ? "ios" : "aurora");
showTheme();
await show();
watch(() => slots[0]?.config ?? {}, say);
Object.assign(window, { mainui: { configure, go, rest } });
