// A notice of success stands on the page: what was sent has arrived, its drafts may go.
import { all, forget, load } from "./drafts.js";

export function attach() {
  for (const where of all()) {
    if (load(where)?.sent) forget(where);
  }
}
