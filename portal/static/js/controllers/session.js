// Warns before the session ends (data-seconds-left, data-warn-seconds) and extends it (data-extend-url).
export function connect(dialog) {
  const all = Number(dialog.dataset.secondsLeft);
  const warn = Number(dialog.dataset.warnSeconds);
  if (!all) return;
  let timers = [];

  const start = (seconds) => {
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => dialog.showModal(), Math.max(seconds - warn, 1) * 1000),
      setTimeout(() => window.location.reload(), (seconds + 5) * 1000),
    ];
  };

  dialog.addEventListener("cancel", () => extend());
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    extend();
  });

  async function extend() {
    const form = dialog.querySelector("form");
    const response = await fetch(dialog.dataset.extendUrl, { method: "POST", body: new FormData(form) });
    if (!response.ok || response.redirected) {
      window.location.reload();
      return;
    }
    dialog.close();
    start(all);
  }

  // Every request of this page, saving included, keeps the session alive.
  document.addEventListener("htmx:after:request", () => start(all));
  start(all);
}
