// A button that prints the page; hidden without the script.
export function connect(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
