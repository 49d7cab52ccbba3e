// Attaches a module to each element that names it in data-behaviour; every page works without.
const known = ["confirm", "counter", "dismiss", "done", "draft", "files", "guard", "keys", "leave", "offline", "reveal"];

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) {
    if (known.includes(name)) import(`./${name}.js`).then((module) => module.attach(element));
  }
}
