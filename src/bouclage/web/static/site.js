// What a page can do besides being read; all of it can be done without.
"use strict";

const root = document.documentElement;
const tools = document.querySelector(".tools");
if (tools) tools.hidden = false;

// Colours: as the system says, light, dark.
const themes = ["system", "light", "dark"];
const toggle = document.getElementById("theme");
const current = () => root.dataset.theme || "system";
const showTheme = () => { if (toggle) toggle.textContent = toggle.dataset[current()]; };
showTheme();
toggle?.addEventListener("click", () => {
  const next = themes[(themes.indexOf(current()) + 1) % themes.length];
  if (next === "system") delete root.dataset.theme; else root.dataset.theme = next;
  try { localStorage.setItem("theme", next); } catch { /* kept for this page only */ }
  showTheme();
});

// Sharing: by the device where it can, by copying the link.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {}));
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const told = document.getElementById("told");
    if (told) told.textContent = button.dataset.done;
  });
}

// Keys.
const keys = document.getElementById("keys");
const find = document.getElementById("q") || document.getElementById("find");
document.getElementById("keys-open")?.addEventListener("click", () => keys.showModal());
const stories = [...document.querySelectorAll("main article, main [data-result]")];
let at = -1;
const go = (step) => {
  if (!stories.length) return;
  const focused = stories.findIndex((story) => story.contains(document.activeElement));
  at = Math.max(0, Math.min(stories.length - 1, (focused >= 0 ? focused : at) + step));
  const story = stories[at];
  const link = story.querySelector("h1 a, h2 a, h3 a") || story;
  if (link === story) story.tabIndex = -1;
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "center" });
};
const follow = (link) => { if (link) location.assign(link.href); };
const here = () => stories.find((story) => story.contains(document.activeElement)) || stories[at] || stories[0];
const acts = {
  j: () => go(1),
  k: () => go(-1),
  o: () => follow(here()?.querySelector("a[data-permalink]") || here()?.querySelector("h1 a, h2 a, h3 a")),
  v: () => follow(here()?.querySelector(".sources a[href], h1 a, h2 a, h3 a")),
  h: () => follow(document.querySelector("a[rel~=prev]")),
  l: () => follow(document.querySelector("a[rel~=next]")),
  "/": () => { find?.focus(); find?.select(); },
  "?": () => keys?.showModal(),
  Escape: () => { if (keys?.open) keys.close(); else document.activeElement?.blur(); },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input, textarea, select");
  const act = acts[event.key];
  if (!act || (typing && event.key !== "Escape") || (keys?.open && event.key !== "Escape")) return;
  event.preventDefault();
  act();
});

// The last edition, also without a connection.
const { worker, scope } = document.body.dataset;
if (worker && "serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register(worker, { scope }).catch(() => {});
}
