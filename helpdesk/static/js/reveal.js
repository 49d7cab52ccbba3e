// A question that only one answer calls for waits hidden, and is not sent, until that is chosen.
export function attach(part) {
  const form = part.closest("form");
  const look = () => {
    const isAsked = form.elements[part.dataset.field].value === part.dataset.value;
    part.hidden = !isAsked && !part.querySelector(".problem");
    for (const field of part.querySelectorAll("input, select")) field.disabled = part.hidden;
  };
  form.addEventListener("change", look);
  addEventListener("pageshow", look);
  look();
}
