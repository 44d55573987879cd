// Saves a form shortly after each change. The form names where to (data-autosave-url); the server's answer, a partial,
// goes into [data-autosave-target="state"], and named parts ([data-autosave-part]) of the form are taken over from it.
const PAUSE = 800;
const timers = new WeakMap();
const running = new WeakMap();

export function connect(form) {
  const promise = form.querySelector('[data-autosave-target="promise"]');
  if (promise) promise.hidden = false;
  form.addEventListener("input", () => later(form));
  form.addEventListener("change", () => later(form, 0));
  form.addEventListener("submit", () => clearTimeout(timers.get(form)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timers.has(form)) save(form);
  });
}

function later(form, pause = PAUSE) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), pause));
}

export async function save(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  await running.get(form);
  const work = send(form).catch(() => mark(form, "failed"));
  running.set(form, work);
  return work;
}

async function send(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  const response = await fetch(form.dataset.autosaveUrl, {
    method: "POST",
    body: data,
    headers: { "X-Requested-With": "fetch", "X-CSRFToken": data.get("csrfmiddlewaretoken") },
    credentials: "same-origin",
    keepalive: true,
  });
  if (response.redirected || !response.ok) return mark(form, "failed");
  show(form, await response.text());
  document.dispatchEvent(new Event("saved"));
  return mark(form, "saved");
}

function show(form, html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const state = form.querySelector('[data-autosave-target="state"]');
  const parts = [...answer.querySelectorAll("[data-autosave-part]")];
  answer.querySelectorAll("[data-autosave-mended]").forEach((told) => {
    told.dataset.autosaveMended.split(" ").forEach((name) => clear(form, name));
    told.remove();
  });
  // A part within another part comes with it.
  parts.filter((part) => !part.parentElement.closest("[data-autosave-part]")).forEach((part) => {
    const old = form.querySelector(`[data-autosave-part="${CSS.escape(part.dataset.autosavePart)}"]`);
    // A part the person is typing in stays as it is; one that says the same is not read out again.
    const stays = !old || old.contains(document.activeElement) || old.isEqualNode(part);
    if (stays) part.remove();
    else old.replaceWith(document.adoptNode(part));
  });
  if (state) state.replaceChildren(...document.adoptNode(answer.body).childNodes);
}

// Takes away what says that a field needs something: at the field, and its line in the box above the form.
function clear(form, name) {
  const error = document.getElementById(`id_${name}_error`);
  error?.closest(".field--error, .group--error")?.classList.remove("field--error", "group--error");
  form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((field) => field.removeAttribute("aria-invalid"));
  form.querySelectorAll(`[aria-describedby~="id_${CSS.escape(name)}_error"]`).forEach((field) => {
    const others = field.getAttribute("aria-describedby").split(" ").filter((id) => id !== `id_${name}_error`);
    if (others.length) field.setAttribute("aria-describedby", others.join(" "));
    else field.removeAttribute("aria-describedby");
  });
  error?.remove();
  const box = document.querySelector(".error-summary");
  box?.querySelectorAll("a").forEach((link) => {
    if ([`#id_${name}`, `#id_${name}_0`].includes(link.getAttribute("href"))) link.closest("li").remove();
  });
  if (box && !box.querySelector("li")) box.remove();
}

function mark(form, state) {
  form.dataset.autosaveState = state;
}
