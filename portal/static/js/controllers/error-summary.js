// Moves the focus to the summary of errors, so that screen readers read it first and the page shows it.
export function connect(element) {
  element.focus();
}
