// One press sends once: the buttons rest until an answer comes, or long enough to try again.
const PATIENCE = 20000; // ms; a second try carries the same key and is known as the same deed

export function attach(form) {
  const buttons = form.querySelectorAll("[type=submit]");
  let pressed = null;
  let words = "";
  let timer = 0;

  const rest = (button) => {
    pressed = button;
    words = button.textContent;
    if (button.dataset.busy) button.textContent = button.dataset.busy;
    for (const other of buttons) other.setAttribute("aria-disabled", "true");
    timer = setTimeout(wake, PATIENCE);
  };
  const wake = () => {
    clearTimeout(timer);
    if (pressed) pressed.textContent = words;
    pressed = null;
    for (const button of buttons) button.removeAttribute("aria-disabled");
  };
  form.addEventListener("submit", (event) => {
    if (pressed) event.preventDefault();
    else if (!event.defaultPrevented) rest(event.submitter ?? buttons[0]);
  });
  addEventListener("pageshow", wake);
}
