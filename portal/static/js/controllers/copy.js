// Copies data-copy-text and shows the element's hidden [data-copy-target="done"] for a moment.
export function connect(button) {
  if (!navigator.clipboard) {
    button.hidden = true;
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copyText);
    const done = button.querySelector('[data-copy-target="done"]');
    if (!done) return;
    done.hidden = false;
    setTimeout(() => { done.hidden = true; }, 3000);
  });
}
