// A destructive button asks once: the first press changes its words, the second does it.
const PATIENCE = 6000; // ms

export function attach(button) {
  const words = button.textContent;
  let timer = 0;
  const calm = () => {
    clearTimeout(timer);
    button.textContent = words;
    button.classList.remove("sure");
  };
  button.addEventListener("click", (event) => {
    if (button.classList.contains("sure")) return;
    event.preventDefault();
    button.classList.add("sure");
    button.textContent = button.dataset.sure;
    timer = setTimeout(calm, PATIENCE);
  });
  button.addEventListener("blur", calm);
  addEventListener("pageshow", calm);
}
