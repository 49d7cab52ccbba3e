// What is typed survives a lost line: kept while typing, offered again, gone once it arrived.
// The form's key is never put back, unless the very same content is sent again: then the server
// knows it as the same deed.
import { forget, load, place, save } from "./drafts.js";

const PAUSE = 400; // ms

export function attach(form) {
  if (!document.body.dataset.person) return;
  const where = place(form);
  const offer = form.querySelector("[data-draft-offer]");
  let timer = 0;
  let sent = load(where)?.sent ?? null;
  const first = JSON.stringify(read(form));

  const keep = () => {
    const values = read(form);
    if (JSON.stringify(values) === first) forget(where);
    else save(where, { values, sent });
  };
  form.addEventListener("input", () => {
    offer.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    const values = read(form);
    const content = JSON.stringify(values);
    if (sent?.content === content) form.elements.key.value = sent.key;
    sent = { content, key: form.elements.key.value };
    save(where, { values, sent });
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) form.elements.key.value = freshKey();
  });

  const draft = load(where);
  const failed = "failed" in form.dataset;
  if (sent && !failed && document.querySelector("[data-done]")) {
    forget(where);
    sent = null;
  } else if (draft && !failed && JSON.stringify(draft.values) !== first) {
    offer.hidden = false;
  }
  offer.querySelector("[data-draft-restore]").addEventListener("click", () => {
    write(form, draft.values);
    offer.hidden = true;
  });
  offer.querySelector("[data-draft-forget]").addEventListener("click", () => {
    forget(where);
    sent = null;
    offer.hidden = true;
  });
}

// Only what a person types or chooses: no hidden fields, no files, no passwords.
function typed(form) {
  const passed = ["hidden", "file", "password", "submit", "button"];
  return [...form.elements].filter((e) => e.name && !passed.includes(e.type));
}

function read(form) {
  const ticks = (e) => e.type === "checkbox" || e.type === "radio";
  return typed(form)
    .filter((e) => (ticks(e) ? e.checked : e.value))
    .map((e) => [e.name, e.value]);
}

function write(form, values) {
  for (const element of typed(form)) {
    const own = values.filter(([name]) => name === element.name).map(([, value]) => value);
    if (element.type === "checkbox" || element.type === "radio") {
      element.checked = own.includes(element.value);
    } else {
      element.value = own[0] ?? "";
    }
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// crypto.randomUUID is missing where pages come by plain http.
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (c) => ({ "+": "-", "/": "_" })[c] ?? "");
}
