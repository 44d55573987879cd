// Binds the small controllers to the elements that ask for them by data-controller. Every page works without.
const controllers = {
  autosave: () => import("./controllers/autosave.js"),
  copy: () => import("./controllers/copy.js"),
  "error-summary": () => import("./controllers/error-summary.js"),
  "language-picker": () => import("./controllers/language-picker.js"),
  menu: () => import("./controllers/menu.js"),
  passkey: () => import("./controllers/passkey.js"),
  print: () => import("./controllers/print.js"),
  session: () => import("./controllers/session.js"),
  submit: () => import("./controllers/submit.js"),
  upload: () => import("./controllers/upload.js"),
};

const bound = new WeakSet();

async function bind(element) {
  if (bound.has(element)) return;
  bound.add(element);
  for (const name of element.dataset.controller.split(" ")) {
    const load = controllers[name];
    if (load) (await load()).connect(element);
  }
}

function bindAll(root) {
  if (root.matches?.("[data-controller]")) bind(root);
  root.querySelectorAll?.("[data-controller]").forEach(bind);
}

bindAll(document);
// Parts that arrive later (htmx, saved form parts) are bound as they come.
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach(bindAll);
}).observe(document.body, { childList: true, subtree: true });
