// Takes over from a fresh page what an upload has changed: the section around the form, and what is marked data-renewed
// because it depends on all uploads. The form itself stays, so that other uploads, the focus and the choice stay too.
export function takeOver(form, answer) {
  const section = form.closest("section[id]");
  const fresh = section && answer.getElementById(section.id);
  if (!fresh) return false;
  const focused = document.activeElement;
  const hadFocus = section.contains(focused);
  const slot = fresh.querySelector('form[data-controller~="upload"]');
  form.classList.toggle("is-full", !slot);
  document.adoptNode(fresh);
  if (slot) slot.replaceWith(form);
  else if (form.querySelector("[data-state]")) fresh.append(form);
  put(section, fresh);
  for (const old of document.querySelectorAll("[data-renewed][id]")) {
    const renewed = answer.getElementById(old.id);
    if (renewed) put(old, document.adoptNode(renewed));
  }
  if (hadFocus) stay(focused, fresh);
  document.dispatchEvent(new Event("saved"));
  return true;
}

function put(old, renewed) {
  old.replaceWith(renewed);
  window.htmx?.process(renewed);
}

// Who was in this section stays in it, also when the control that had the focus is gone.
function stay(focused, section) {
  const heading = section.querySelector("h2");
  if (heading) heading.tabIndex = -1;
  (focused.isConnected ? focused : heading)?.focus({ preventScroll: true });
}

const asked = new WeakMap();

// Several files that arrive together ask once more at most.
export function renew(form) {
  const running = asked.get(form);
  if (running) {
    running.again = true;
    return running.work;
  }
  const state = { again: false };
  state.work = ask(form).finally(() => {
    asked.delete(form);
    return state.again && renew(form);
  });
  asked.set(form, state);
  return state.work;
}

async function ask(form) {
  const response = await fetch(form.dataset.uploadPage, { headers: { "X-Requested-With": "fetch" } });
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!takeOver(form, answer)) window.location.reload();
}
