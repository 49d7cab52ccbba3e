// j and k walk the rows of a list, Enter opens one, / searches, ? helps. Never while typing.
export function attach(table) {
  const rows = [...table.querySelectorAll("tbody tr")];
  const help = document.getElementById("shortcuts");
  const hint = document.querySelector("[data-shortcuts-hint]");
  if (hint) hint.hidden = !matchMedia("(hover: hover)").matches;
  help?.querySelector("[data-close]").addEventListener("click", () => help.close());
  let at = -1;
  const go = (to) => {
    rows[at]?.classList.remove("at");
    at = Math.max(0, Math.min(rows.length - 1, to));
    const link = rows[at]?.querySelector("a[href]");
    rows[at]?.classList.add("at");
    link?.focus({ preventScroll: true });
    rows[at]?.scrollIntoView({ block: "nearest" });
  };
  const deeds = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    "/": () => document.querySelector("[type=search]")?.focus(),
    "?": () => help?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}
