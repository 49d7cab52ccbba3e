// Says how many characters are left, once three quarters of the limit are used.
export function attach(area) {
  const limit = Number(area.dataset.limit);
  const said = document.createElement("p");
  said.className = "hint counter";
  said.setAttribute("aria-live", "polite");
  area.after(said);
  const count = () => {
    const left = limit - area.value.length;
    said.hidden = left > limit / 4;
    said.textContent = `${left.toLocaleString(document.documentElement.lang)} ${area.dataset.left}`;
    said.classList.toggle("problem", left < 0);
  };
  area.addEventListener("input", count);
  count();
}
