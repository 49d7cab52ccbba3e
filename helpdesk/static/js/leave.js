// Signing out takes every draft of this browser along: the next person may share the computer.
import { forgetAll } from "./drafts.js";

export function attach(form) {
  form.addEventListener("submit", forgetAll);
}
