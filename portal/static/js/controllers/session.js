// Warns before the session ends (data-seconds-left, data-warn-seconds) and extends it (data-extend-url).
// Saving a form counts as being here; looking at a page that renews itself does not.
export function connect(dialog) {
  const warn = Number(dialog.dataset.warnSeconds);
  const form = dialog.querySelector("form");
  let timers = [];

  function start(seconds) {
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => dialog.showModal(), Math.max(seconds - warn, 1) * 1000),
      setTimeout(() => window.location.reload(), (seconds + 5) * 1000),
    ];
  }

  async function extend() {
    const response = await fetch(dialog.dataset.extendUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (!response.ok || response.redirected) {
      window.location.reload();
      return;
    }
    const { seconds } = await response.json();
    dialog.close();
    start(seconds);
  }

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    extend();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    extend();
  });
  const left = Number(dialog.dataset.secondsLeft);
  if (!left) return;
  document.addEventListener("saved", () => start(left));
  start(left);
}
