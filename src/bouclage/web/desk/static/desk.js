// Keys for the table. Every act is a form that works without this file; here it is only reached by one key.
(() => {
  const slips = () => [...document.querySelectorAll(".slip")];
  const here = () => document.activeElement && document.activeElement.closest(".slip");
  const press = (act) => {
    const button = here() && here().querySelector(`button[data-act="${act}"]`);
    if (button) button.click();
    return Boolean(button);
  };
  const step = (by) => {
    const all = slips();
    if (!all.length) return false;
    const at = all.indexOf(here());
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    o: () => { const link = here() && here().querySelector(".head a"); if (link) link.click(); return Boolean(link); },
    h: () => press("hold") || press("put_back"),
    u: () => press("up"),
    d: () => press("down"),
    p: () => press("pin"),
    x: () => { const box = here() && here().querySelector("input[type=checkbox]"); if (box) box.click(); return Boolean(box); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const act = acts[event.key];
    if (act && act()) event.preventDefault();
  });
  // a file is chosen by a button in the page's own words, which then names it; without this file the browser's stands
  for (const input of document.querySelectorAll(".file input")) {
    const pick = input.parentElement.querySelector(".pick");
    input.parentElement.classList.add("ours");
    input.addEventListener("change", () => { if (input.files.length) pick.textContent = input.files[0].name; });
  }
  // after an act the table comes back: put the focus where it was
  const marked = location.hash.startsWith("#s-") && document.getElementById(location.hash.slice(1));
  if (marked) marked.focus({ preventScroll: false });
})();
