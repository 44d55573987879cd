// Lets all around the frame follow the page that stands in it: the choices, the link beside it, the address.
const frame = document.querySelector("iframe.services-preview");
const form = document.querySelector(".services-choose");
const own = document.querySelector("[data-own-window]");
const choices = ["step", "language", "all"].map((name) => form?.querySelector(`[name=${name}]`));
const shown = new Map(choices.map((input) => [input, valueOf(input)]));

// /<language>/applications/preview/<service>/[<step>/][?all=1]
function follow() {
  // A page of somewhere else, or one that may not be framed, tells nothing.
  const at = frame.contentDocument?.location;
  const [, language, room, , , step] = at?.pathname.split("/") ?? [];
  if (room !== "applications") return;
  // The end of all answers is the same with all questions shown and without.
  const all = step ? at.search.includes("all=") : valueOf(choices[2]);
  [step || frame.dataset.end, language, all].forEach((value, place) => choose(choices[place], value));
  own.href = at.href;
  history.replaceState(null, "", `?${new URLSearchParams(new FormData(form))}`);
}

function valueOf(input) {
  return input?.type === "checkbox" ? input.checked : input?.value;
}

function choose(input, value) {
  // Somebody who is choosing something else already goes first.
  if (valueOf(input) !== shown.get(input)) return;
  input[input.type === "checkbox" ? "checked" : "value"] = value;
  shown.set(input, value);
}

frame?.addEventListener("load", follow);
