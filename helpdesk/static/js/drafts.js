// Where drafts are kept: this browser, by person and address of the form. Knows no form.
const PREFIX = "draft:";
const KEPT = 3 * 24 * 3600 * 1000; // ms

export function place(form) {
  return `${PREFIX}${document.body.dataset.person}:${new URL(form.action).pathname}`;
}

export function load(where) {
  const draft = quietly(() => JSON.parse(localStorage.getItem(where)));
  if (draft && Date.now() - draft.at < KEPT) return draft;
  forget(where);
  return null;
}

export function save(where, draft) {
  quietly(() => localStorage.setItem(where, JSON.stringify({ ...draft, at: Date.now() })));
}

export function forget(where) {
  quietly(() => localStorage.removeItem(where));
}

export function all() {
  return quietly(() => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) ?? [];
}

export function forgetAll() {
  all().forEach(forget);
}

// Storage may be forbidden or full; then there are simply no drafts.
function quietly(deed) {
  try {
    return deed();
  } catch {
    return null;
  }
}
