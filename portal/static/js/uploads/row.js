// One file on its way, and what the person sees of it. Every sentence stands in the page: a row is made of the form's
// template, and in each state shows what is marked data-say="<state> ...".
import { renew, takeOver } from "./renewing.js";

const MOST_AT_ONCE = 2;
const PICTURES = /^image\/(jpeg|png|heic|heif)$/;
const waiting = [];
let running = 0;
let count = 0;

function next() {
  while (running < MOST_AT_ONCE && waiting.length) waiting.shift().send();
}

export class Row {
  // `sent` is the file or a smaller copy; `work` what stops it or goes on; `isRunning` whether it counts as one.
  constructor(form, file) {
    Object.assign(this, { form, file, sent: file, work: null, isRunning: false, isGone: false, isHalf: false });
    this.element = this.part("row").content.firstElementChild.cloneNode(true);
    this.bar = this.element.querySelector("progress");
    const name = this.find("name");
    name.textContent = file.name;
    name.id = `upload-row-${(count += 1)}`;
    this.bar.setAttribute("aria-labelledby", name.id);
    this.element.addEventListener("click", (event) => this[event.target.closest("[data-do]")?.dataset.do]?.());
    window.addEventListener("online", () => this.element.dataset.state === "offline" && this.retry());
    // Whatever renews parts of the page meanwhile leaves this form as it is.
    form.setAttribute("hx-preserve", "true");
    this.part("list").append(this.element);
  }

  part(name) {
    return this.form.querySelector(`[data-upload-target="${name}"]`);
  }

  find(name) {
    return this.element.querySelector(`[data-row="${name}"]`);
  }

  say(state, words) {
    this.element.dataset.state = state;
    this.element.querySelectorAll("[data-say]").forEach((each) => {
      each.hidden = !each.dataset.say.split(" ").includes(state);
    });
    if (words) this.element.querySelector(`[data-say="${state}"]`).textContent = words;
    this.tell(state);
  }

  tell(state) {
    const sentence = this.element.querySelector(`[data-say="${state}"]`);
    if (sentence) this.part("status").textContent = `${this.file.name}: ${sentence.innerText || sentence.textContent}`;
  }

  async begin() {
    const { file } = this;
    this.say("looking");
    if (file.size > Number(this.part("zone").dataset.most || Infinity)) return this.failed("too-large");
    if (!this.isAccepted()) return this.failed("type");
    if (PICTURES.test(file.type) || /\.hei[cf]$/i.test(file.name)) await this.look().catch(() => {});
    if (!this.isGone && this.element.dataset.state === "looking") this.anyway();
  }

  isAccepted() {
    const { accept } = this.form.querySelector('input[type="file"]');
    const name = this.file.name.toLowerCase();
    if (!accept || (!this.file.type && /\.(pdf|jpe?g|png)$/.test(name))) return true;
    return accept.split(",").some((each) => this.file.type === each || (each[0] === "." && name.endsWith(each)));
  }

  async look() {
    const advice = await import("./advice.js");
    const picture = await advice.open(this.file);
    if (!picture) return;
    const thumb = advice.reduced(picture, 192);
    thumb.className = "uploads__thumb";
    this.find("picture").append(thumb);
    const faults = advice.faults(picture);
    this.element.querySelectorAll("[data-advice]").forEach((each) => {
      each.hidden = !faults.includes(each.dataset.advice);
    });
    this.sent = (await advice.smaller(this.file, picture)) ?? this.file;
    if (faults.length) this.say("advice");
  }

  // The buttons of a row are named after what they do: anyway, camera, retry, original, cancel.
  anyway() {
    this.say("waiting");
    waiting.push(this);
    next();
  }

  camera() {
    this.cancel();
    (this.form.querySelector("input[capture]") ?? this.form.querySelector('input[type="file"]')).click();
  }

  retry() {
    if (!this.work) return this.anyway();
    this.start();
    return this.work.goOn();
  }

  original() {
    this.work?.stop();
    this.rest();
    Object.assign(this, { sent: this.file, work: null });
    this.anyway();
  }

  cancel() {
    this.work?.stop();
    this.form.querySelector('input[type="file"]').focus();
    this.leave();
  }

  start() {
    running += 1;
    this.isRunning = true;
    this.say("sending");
  }

  rest() {
    running -= Number(this.isRunning);
    this.isRunning = false;
    next();
  }

  async send() {
    this.start();
    this.find("smaller").hidden = this.sent === this.file;
    try {
      const { atOnce, resumable } = await import("./sending.js");
      const { sent } = this;
      const work = await (this.form.dataset.uploadDoor ? resumable : atOnce)(this.form, sent, this);
      if (this.isGone || sent !== this.sent) work.stop();
      else this.work = work;
    } catch {
      this.failed("offline");
    }
  }

  progress(share) {
    this.bar.value = share * 100;
    if (this.element.dataset.state === "again") this.say("sending");
    if (share >= 0.5 && share < 1 && !this.isHalf) this.tell("half");
    this.isHalf = share >= 0.5;
  }

  again() {
    this.say("again");
  }

  failed(why, words) {
    if (this.isGone) return;
    this.say(why, words);
    this.rest();
  }

  async done(page, address) {
    if (this.isGone) return;
    this.bar.value = 100;
    this.say("done");
    this.rest();
    if (!page) await renew(this.form).catch(() => {});
    else if (!takeOver(this.form, page)) window.location.assign(address);
    this.leave();
  }

  leave() {
    this.isGone = true;
    waiting.splice(waiting.indexOf(this), Number(waiting.includes(this)));
    this.rest();
    this.element.remove();
    if (this.part("list").children.length) return;
    this.form.removeAttribute("hx-preserve");
    if (this.form.classList.contains("is-full")) this.form.remove();
  }
}
