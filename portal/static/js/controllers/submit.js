// Sends a form once: the button is locked after the first click and opened again when the page comes back.
export function connect(form) {
  const buttons = () => form.querySelectorAll('button:not([type="button"]), input[type="submit"]');
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    buttons().forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    buttons().forEach((button) => button.removeAttribute("aria-disabled"));
  });
}
