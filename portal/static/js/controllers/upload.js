// Sends chosen or dropped files at once, with a bar. The form posts as it would without the script; the server's
// answer is either a redirect (followed) or a part of the page that replaces [data-upload-target="list"] or the form.
export function connect(form) {
  const zone = form.querySelector('[data-upload-target="zone"]');
  const input = form.querySelector('input[type="file"]');
  if (!zone || !input) return;
  form.querySelectorAll('[data-upload-target="button"]').forEach((button) => { button.hidden = true; });

  input.addEventListener("change", () => input.files.length && send(form, input));
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => over(event, zone, true));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => over(event, zone, false));
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send(form, input);
  });
}

function over(event, zone, isOver) {
  event.preventDefault();
  zone.classList.toggle("is-over", isOver);
}

function send(form, input) {
  const part = (name) => form.querySelector(`[data-upload-target="${name}"]`);
  const progress = part("progress");
  const request = new XMLHttpRequest();
  part("failure").hidden = true;
  progress.hidden = false;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.querySelector("progress").value = (event.loaded / event.total) * 100;
  });
  request.addEventListener("error", () => failed(form, input));
  request.addEventListener("load", () => loaded(form, input, request));
  request.open("POST", form.action);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.send(new FormData(form));
  input.disabled = true;
}

function loaded(form, input, request) {
  // An answer the person must see as a page (an error, a sign-in) is shown as the page it is.
  if (request.status >= 500) {
    failed(form, input);
  } else if (request.responseURL && request.responseURL.split("#")[0] !== form.action.split("#")[0]) {
    window.location.assign(request.responseURL);
    if (request.responseURL.split("#")[0] === window.location.href.split("#")[0]) window.location.reload();
  } else {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    document.body.replaceChildren(...document.adoptNode(answer.body).childNodes);
  }
}

function failed(form, input) {
  input.disabled = false;
  input.value = "";
  form.querySelector('[data-upload-target="progress"]').hidden = true;
  form.querySelector('[data-upload-target="failure"]').hidden = false;
}
