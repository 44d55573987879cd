// Lets the choices above the frame follow the page that stands in it, so that "Zeigen" starts from there.
const frame = document.querySelector("iframe.services-preview");
const choices = ["step", "language"].map((name) => document.querySelector(`.services-choose [name=${name}]`));
const shown = new Map(choices.map((select) => [select, select?.querySelector("[selected]")?.value]));

// /<language>/applications/preview/<service>/[<step>/]
function follow() {
  const [, language, room, , , step] = frame.contentWindow.location.pathname.split("/");
  if (room === "applications") [step || frame.dataset.end, language].forEach((value, place) => choose(choices[place], value));
}

function choose(select, value) {
  // Somebody who is choosing something else already goes first.
  if (select.value !== shown.get(select)) return;
  select.value = value;
  shown.set(select, value);
}

frame?.addEventListener("load", follow);
