// What is seen: two buttons, and a line for each file on its way. Lines are changed in place and
// never drawn anew, so that the keyboard stays where it is.

import { CAMERA, SHEET, button, element, icon } from "./elements.js";
import { newId } from "./keep.js";
import { filled, Line, sentence, stateOf } from "./line.js";

const ACCEPTED = "image/*,.pdf,.docx,.xlsx,.doc,.xls";
// When the page is told again of what it may not have heard, at first and at most.
const TELL_AGAIN_MS = 4_000;
const TELL_AGAIN_AT_MOST_MS = 60_000;
// What is worth interrupting somebody who listens to the page.
const SAID = new Set(["stored", "refused", "offline", "signed_out"]);

export class View {
  #lines = new Map();
  #queue = null;
  #storedBefore = 0;
  #untold = [];
  #turn = "";
  #telling;

  constructor(parent) {
    this.#build();
    parent.append(this.root);
  }

  /** Another run of the page: what it is about, its words, and how to have it run again. */
  update(queue, data, trigger) {
    this.data = data;
    this.trigger = trigger;
    if (data.heard === this.#turn) this.#untold = [];
    if (queue !== this.#queue) {
      this.#queue?.unwatch(this);
      this.#queue = queue;
      this.#storedBefore = queue.stored.length;
      queue.watch(this);
    }
    this.#label();
    this.changed(null);
  }

  leave() {
    clearTimeout(this.#telling);
    this.#queue?.untold(this.#untold);
    this.#queue?.unwatch(this);
    this.root.remove();
  }

  /** Whether files about this belong here: those of the item, in the library all. */
  shows(about) {
    const { item, replaces } = this.data.about;
    if (replaces !== null) return about.replaces === replaces;
    return item === null || about.item === item;
  }

  /** These are stored now, and the page shall run again. */
  announce(stored) {
    this.#untold.push(...stored);
    this.#turn = newId();
    this.#tell(TELL_AGAIN_MS);
  }

  // What is told while the page's connection is down is lost; so it is told until it was heard.
  #tell(pause) {
    clearTimeout(this.#telling);
    if (this.#untold.length === 0) return;
    const stored = this.#untold.map(({ evidence }) => evidence);
    this.trigger("stored", { turn: this.#turn, stored });
    const next = Math.min(pause * 2, TELL_AGAIN_AT_MOST_MS);
    this.#telling = setTimeout(() => this.#tell(next), pause);
  }

  /** The page's ticket is not good any more. */
  renew() {
    this.trigger("ticket", true);
  }

  /** This file is not what it was; null if others may have come or gone. */
  changed(entry) {
    if (entry === null) {
      this.#arrange();
    } else {
      this.#lines.get(entry.id)?.show(entry, this.data.words);
      this.#say(entry);
    }
    this.#showNotes();
  }

  #build() {
    this.photo = button("photo", () => this.camera.click());
    this.photo.prepend(icon(CAMERA));
    this.choose = button("choose", () => this.picker.click());
    this.choose.prepend(icon(SHEET));
    this.camera = this.#input({ accept: "image/*", capture: "environment" });
    this.picker = this.#input({ accept: ACCEPTED, multiple: true });
    this.drop = element("span", "drop");
    this.kinds = element("p", "kinds");
    this.list = element("ul", "files");
    this.list.setAttribute("role", "list"); // Safari takes it away with the list's marks
    this.stored = element("p", "all-stored");
    this.stay = element("p", "stay");
    this.live = element("div", "live");
    this.live.setAttribute("aria-live", "polite");
    const buttons = element("div", "buttons");
    buttons.append(this.photo, this.choose, this.drop, this.camera, this.picker);
    this.root = element("div", "upload");
    this.root.append(buttons, this.kinds, this.list, this.stored, this.stay, this.live);
    this.#takeDrops();
  }

  #input(properties) {
    const input = Object.assign(element("input", "input"), { type: "file", ...properties });
    if (properties.capture) input.setAttribute("capture", properties.capture);
    input.hidden = true;
    input.onchange = () => {
      this.#take(input.files);
      input.value = ""; // the same file may be chosen again
    };
    return input;
  }

  #take(files) {
    if (this.data.disabled || files.length === 0) return;
    this.#queue.add([...files], this.data.about);
  }

  #takeDrops() {
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    const over = (isOver) => this.root.classList.toggle("over", isOver && !this.data.disabled);
    this.root.ondragover = (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault(); // the browser would open the file in place of the page
      over(true);
    };
    this.root.ondragleave = (event) => {
      if (!this.root.contains(event.relatedTarget)) over(false);
    };
    this.root.ondrop = (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      over(false);
      this.#take(event.dataTransfer.files);
    };
  }

  #label() {
    const { words, disabled, why } = this.data;
    for (const name of ["photo", "choose"]) {
      this[name].lastChild.textContent = words[name];
      this[name].disabled = disabled;
    }
    this.drop.textContent = words.drop;
    this.drop.hidden = disabled;
    this.kinds.textContent = disabled ? why : words.kinds;
    this.kinds.hidden = this.kinds.textContent === "";
  }

  #arrange() {
    const entries = this.#queue.entries.filter((entry) => this.shows(entry.about));
    const there = new Set(entries.map((entry) => entry.id));
    for (const [id, line] of this.#lines) {
      if (there.has(id)) continue;
      if (line.root.contains(this.root.getRootNode().activeElement)) this.choose.focus();
      line.root.remove();
      this.#lines.delete(id);
    }
    for (const entry of entries) {
      if (!this.#lines.has(entry.id)) {
        const line = new Line(entry, this.#queue);
        this.#lines.set(entry.id, line);
        this.list.append(line.root);
      }
      this.#lines.get(entry.id).show(entry, this.data.words);
    }
    this.list.hidden = entries.length === 0;
  }

  #showNotes() {
    const { words } = this.data;
    const stored = this.#queue.stored.slice(this.#storedBefore);
    const n = stored.filter((about) => this.shows(about)).length;
    this.stored.textContent = filled(words.all_stored, { n });
    this.stored.hidden = n === 0;
    this.stay.textContent = words.stay;
    this.stay.hidden = !this.#queue.hasUnkept;
  }

  #say(entry) {
    const line = this.#lines.get(entry.id);
    const state = stateOf(entry);
    if (line === undefined || line.said === state) return;
    if (!SAID.has(state) && !SAID.has(line.said)) return;
    line.said = SAID.has(state) ? state : "";
    if (!line.said) return;
    const { words } = this.data;
    const said = { name: entry.name, state: sentence(entry, words) };
    const sentenceSaid = element("p");
    sentenceSaid.textContent = filled(words.said, said);
    this.live.append(sentenceSaid);
    while (this.live.childElementCount > 5) this.live.firstChild.remove();
  }
}
