// Sends chosen or dropped files at once, with a bar. The form posts as it would without the script. From the page
// that comes back only the section around the form is taken over, so that other uploads and entries stay as they are,
// and what is marked data-renewed because it depends on all uploads.
export function connect(form) {
  const fields = [...inputs(form)];
  const zone = form.querySelector('[data-upload-target="zone"]');
  form.classList.add("is-live");
  form.querySelectorAll('[data-upload-target="button"]').forEach((button) => { button.hidden = true; });
  fields.forEach((input) => input.addEventListener("change", () => input.files.length && send(form)));
  if (!zone) return;
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => over(event, zone, true));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => over(event, zone, false));
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    fields[0].files = event.dataTransfer.files;
    send(form);
  });
}

function over(event, zone, isOver) {
  event.preventDefault();
  zone.classList.toggle("is-over", isOver);
}

function inputs(form) {
  return form.querySelectorAll('input[type="file"]');
}

function target(form, name) {
  return form.querySelector(`[data-upload-target="${name}"]`);
}

function show(form, name, isShown) {
  const element = target(form, name);
  if (element) element.hidden = !isShown;
}

function send(form) {
  const request = new XMLHttpRequest();
  const bar = form.querySelector("progress");
  const limit = target(form, "too-large");
  const isTooLarge = limit && [...inputs(form)].some((input) => [...input.files].some((file) => file.size > limit.dataset.most));
  show(form, "too-large", isTooLarge);
  if (isTooLarge) {
    inputs(form).forEach((input) => { input.value = ""; });
    return;
  }
  show(form, "failure", false);
  show(form, "progress", true);
  request.upload.addEventListener("progress", (event) => {
    if (bar && event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
  });
  request.addEventListener("error", () => failed(form));
  request.addEventListener("load", () => (request.status >= 500 ? failed(form) : loaded(form, request)));
  request.open("POST", form.action);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.send(new FormData(form));
  inputs(form).forEach((input) => { input.disabled = true; });
}

function loaded(form, request) {
  const section = form.closest("section[id]");
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const fresh = section && answer.getElementById(section.id);
  if (!fresh) {
    // Another page than this one: a sign-in, or an error that needs the whole page.
    window.location.assign(request.responseURL);
    return;
  }
  const others = [...document.querySelectorAll("[data-renewed][id]")].map((old) => [old, answer.getElementById(old.id)]);
  for (const [old, renewed] of [[section, fresh], ...others]) {
    if (!renewed) continue;
    document.adoptNode(renewed);
    old.replaceWith(renewed);
    window.htmx?.process(renewed);
  }
  const heading = fresh.querySelector("h2");
  if (heading) {
    // The control that had the focus is gone; the person stays at this document.
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  document.dispatchEvent(new Event("saved"));
}

function failed(form) {
  inputs(form).forEach((input) => {
    input.disabled = false;
    input.value = "";
  });
  show(form, "progress", false);
  show(form, "failure", true);
}
