// Closes an open menu by Escape (focus goes back to its button), by a click elsewhere, and when the focus leaves.
export function connect(element) {
  const close = () => { element.open = false; };
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    close();
    element.querySelector("summary").focus();
  });
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) close();
  });
  document.addEventListener("click", (event) => {
    if (!element.contains(event.target)) close();
  });
}
