// A menu that lets the form on the page save itself before the language changes.
import { connect as connectMenu } from "./menu.js";
import { save } from "./autosave.js";

export function connect(element) {
  connectMenu(element);
  element.addEventListener("click", async (event) => {
    const link = event.target.closest("a[hreflang]");
    const form = document.querySelector('form[data-controller~="autosave"]');
    if (!link || !form || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    await save(form);
    window.location.assign(link.href);
  });
}
