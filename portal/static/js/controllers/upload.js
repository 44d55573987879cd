// Sends chosen, dropped or pasted files at once, each in a row of its own with a bar; without it the form posts as it is.
import { Row } from "../uploads/row.js";

export function connect(form) {
  const zone = form.querySelector('[data-upload-target="zone"]');
  if (!zone?.querySelector("template")) return;
  form.classList.add("is-live");
  form.querySelectorAll('[data-upload-target="button"]').forEach((button) => { button.hidden = true; });
  form.querySelectorAll('input[type="file"]').forEach((input) => {
    const chosen = () => {
      take(form, input.files);
      input.value = "";
    };
    input.addEventListener("change", chosen);
    // On a slow line people choose before this script is here.
    chosen();
  });
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => over(event, zone, true));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => over(event, zone, false));
  zone.addEventListener("drop", (event) => take(form, event.dataTransfer.files));
  document.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length || !isMeant(form)) return;
    event.preventDefault();
    take(form, event.clipboardData.files);
  });
}

function over(event, zone, isOver) {
  event.preventDefault();
  zone.classList.toggle("is-over", isOver);
}

function take(form, files) {
  [...files].forEach((file) => new Row(form, file).begin());
}

// A pasted picture belongs to the document that the person is at, or to the only one.
function isMeant(form) {
  const place = form.closest("section") ?? form;
  const isOnly = document.querySelectorAll("form.is-live").length === 1;
  return form.isConnected && (isOnly || place.matches(":hover, :focus-within"));
}
