// Files by drop and by paste beside the plain file button, with a list of what was chosen.
import { lighter } from "./lighter.js";

const EXTENSIONS = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" };

export function attach(drop) {
  const input = drop.querySelector("[type=file]");
  const list = drop.querySelector(".chosen");
  let chosen = [...input.files];

  const show = () => {
    const held = new DataTransfer();
    for (const file of chosen) held.items.add(file);
    input.files = held.files;
    for (const img of list.querySelectorAll("img")) URL.revokeObjectURL(img.src);
    list.replaceChildren(...chosen.map(row));
    list.hidden = chosen.length === 0;
  };
  const add = async (files) => {
    chosen = [...chosen, ...(await Promise.all([...files].map(lighter)))];
    show();
  };
  const row = (file) => {
    const item = document.createElement("li");
    if (file.type.startsWith("image/")) {
      const img = new Image();
      img.alt = "";
      img.src = URL.createObjectURL(file);
      item.append(img);
    }
    const name = document.createElement("span");
    name.textContent = `${file.name} (${size(file.size)})`;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button plain small";
    remove.textContent = drop.dataset.remove;
    remove.setAttribute("aria-label", `${drop.dataset.remove}: ${file.name}`);
    remove.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      show();
      input.focus();
    });
    item.append(name, remove);
    return item;
  };

  input.addEventListener("change", () => add(input.files));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    add(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    const elsewhere = event.target.closest("form, dialog");
    const pasted = event.clipboardData.files;
    const isText = event.target.closest("input, textarea") && event.clipboardData.getData("text");
    if (!pasted.length || isText || (elsewhere && elsewhere !== input.form)) return;
    event.preventDefault();
    add([...pasted].map(named));
    drop.scrollIntoView({ block: "nearest" });
  });
  addEventListener("pageshow", () => {
    if (input.files.length !== chosen.length) chosen = [...input.files];
    show();
  });
  drop.querySelector("[data-files-hint]").hidden = false;
}

function named(file) {
  const extension = EXTENSIONS[file.type];
  if (!extension || file.name !== `image.${extension}`) return file;
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join("");
  return new File([file], `man-hinh-${time}.${extension}`, { type: file.type });
}

function size(bytes) {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "KB"] : [bytes / 1e6, "MB"];
  const digits = { maximumFractionDigits: unit === "MB" ? 1 : 0 };
  return `${value.toLocaleString(document.documentElement.lang, digits)} ${unit}`;
}
