// What is on its way, one queue for each community, person and set of data. Queues belong to the
// window and not to a page: whatever Streamlit draws anew, nothing is begun twice.

import { Entry } from "./entry.js";
import { forget, found, hold, keep, newId, note } from "./keep.js";
import { deliver, Later, Refusal, SignedOut, takeBack } from "./send.js";
import { jpegName, shrink } from "./shrink.js";

const AT_ONCE = 2;
const MOST_BYTES = 20 * 1024 * 1024;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const LOOK_AROUND_MS = 5_000;
// How long “stored” can be read beside a file's name.
const SHOWN_MS = 6_000;
const TOGETHER_MS = 300;

const queues = new Map();

/** The queue of what a page's part is about, told what the page knows by now. */
export function queueFor({ about, owner, simulated, ticket, language }) {
  const scope = [simulated ? "simulated" : "real", owner, about.community].join("|");
  if (!queues.has(scope)) queues.set(scope, new Queue(scope));
  const queue = queues.get(scope);
  queue.join({ simulated, ticket, language, owner });
  return queue;
}

class Queue {
  entries = [];
  /** What the stored files that are not shown by name any more were about. */
  stored = [];
  #watchers = new Set();
  #unannounced = [];
  #preparing = false;
  #announcing;
  #nextTicket = 0;

  constructor(scope) {
    this.scope = scope;
  }

  /** Over which line to send from now on. Once, what an earlier page has left is taken up. */
  join(line) {
    const before = this.line;
    this.line = line;
    if (before === undefined) this.#begin();
    else if (before.ticket !== line.ticket) this.#wake();
  }

  #begin() {
    this.#takeUp();
    setInterval(() => {
      hold(this.entries.filter((entry) => entry.kept).map((entry) => entry.id));
      this.#takeUp();
    }, LOOK_AROUND_MS);
    for (const event of ["online", "focus"]) addEventListener(event, () => this.#wake());
    document.addEventListener("visibilitychange", () => this.#wake());
    addEventListener("beforeunload", (event) => {
      if (this.isAtRisk) event.preventDefault();
      if (this.isAtRisk) event.returnValue = true; // for older browsers
    });
  }

  /** Whether leaving the page now would lose something. */
  get isAtRisk() {
    return this.entries.some((entry) => entry.isUnfinished && !entry.kept);
  }

  /** Whether there is something that this browser cannot keep. */
  get hasUnkept() {
    return this.entries.some((entry) => entry.isUnfinished && entry.ready && !entry.kept);
  }

  /**
   * `watcher` has shows(about), changed(entry, or null for all), renew(), and announce(what was
   * stored, each with evidence and about).
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    if (this.#unannounced.length) this.#announceSoon();
  }

  /** A part of the page has gone before the page heard of these; another tells of them. */
  untold(stored) {
    this.#unannounced.push(...stored);
  }

  unwatch(watcher) {
    this.#watchers.delete(watcher);
  }

  add(files, about) {
    for (const file of files) {
      const { name } = file;
      const known = { id: newId(), scope: this.scope, about, name, blob: file, added: Date.now() };
      this.entries.push(new Entry(known));
    }
    this.#changed();
    this.#go();
  }

  cancel(entry) {
    this.#drop(entry);
    // Where the end was asked for already it may have come; then the page is told.
    if (!entry.complete) {
      entry.stopping?.abort();
      if (entry.upload !== null) takeBack(entry.upload, this.line);
    }
    forget(entry.id);
    this.#changed();
    this.#go();
  }

  again(entry) {
    entry.pause = 0;
    entry.why = entry.word = entry.trouble = "";
    if (entry.state === "refused") {
      // A refused content is gone on the server; other refusals are about the beginning.
      entry.upload = null;
      entry.complete = false;
    }
    this.#set(entry, "waiting");
    this.#go();
  }

  async #takeUp() {
    const mine = new Set(this.entries.map((entry) => entry.id));
    const left = await found(this.scope, mine);
    for (const known of left) {
      if (this.entries.some((entry) => entry.id === known.id)) continue;
      this.entries.push(new Entry({ ...known, kept: true, ready: true }));
    }
    if (left.length === 0) return;
    this.#changed();
    this.#go();
  }

  #wake() {
    for (const entry of this.entries) {
      if (["offline", "busy", "signed_out"].includes(entry.state)) this.#set(entry, "waiting");
    }
    this.#go();
  }

  #go() {
    this.#prepareNext();
    const sending = this.entries.filter((entry) => entry.state === "sending").length;
    const ready = this.entries.filter((entry) => entry.state === "waiting" && entry.ready);
    for (const entry of ready.slice(0, AT_ONCE - sending)) this.#send(entry);
  }

  // One after the other, for memory; ahead of the sending, so that soon all are kept.
  async #prepareNext() {
    const entry = this.entries.find((one) => one.state === "waiting" && !one.ready);
    if (this.#preparing || entry === undefined) return;
    this.#preparing = true;
    if (entry.isPicture) await this.#shrunk(entry);
    const { size } = entry.blob;
    if (size === 0 || size > MOST_BYTES) {
      entry.word = size === 0 ? "empty" : "too_large";
      entry.state = "refused";
    } else if (this.entries.includes(entry)) {
      entry.kept = await keep(entry.id, entry.known, entry.blob);
      entry.ready = true;
      entry.state = "waiting";
      if (!this.entries.includes(entry)) forget(entry.id); // cancelled meanwhile
    }
    this.#preparing = false;
    this.#changed(entry);
    this.#go();
  }

  async #shrunk(entry) {
    this.#set(entry, "shrinking");
    const smaller = await shrink(entry.blob);
    // What this browser cannot read goes as it is; the server says what it thinks of it.
    if (smaller === null) return;
    entry.blob = smaller;
    entry.name = jpegName(entry.name);
  }

  async #send(entry) {
    entry.stopping = new AbortController();
    this.#set(entry, "sending");
    try {
      const evidence = await deliver(entry, this.line, entry.stopping.signal, {
        reached: (offset) => {
          entry.trouble = "";
          if (offset > entry.there) entry.pause = 0;
          entry.there = entry.sent = offset;
          this.#changed(entry);
        },
        progress: (sent) => {
          entry.sent = sent;
          this.#changed(entry);
        },
        changed: () => note(entry.id, entry.known),
      });
      this.#arrived(entry, evidence);
    } catch (error) {
      this.#failed(entry, error);
    }
    this.#go();
  }

  #arrived(entry, evidence) {
    forget(entry.id);
    this.#unannounced.push({ evidence, about: entry.about });
    this.#announceSoon();
    if (!this.entries.includes(entry)) return;
    entry.blob = null;
    this.#set(entry, "stored");
    setTimeout(() => {
      this.#drop(entry);
      this.stored.push(entry.about);
      this.#changed();
    }, SHOWN_MS);
  }

  #failed(entry, error) {
    if (!this.entries.includes(entry)) return;
    entry.sent = entry.there;
    if (error instanceof SignedOut) {
      entry.trouble = "signed_out";
      this.#set(entry, "signed_out");
      this.#renew();
    } else if (error instanceof Refusal) {
      entry.why = error.why;
      entry.word = error.word;
      this.#set(entry, "refused");
      note(entry.id, entry.known);
    } else {
      this.#pause(entry, error instanceof Later ? error.kind : "busy");
    }
  }

  // A ticket is good for a while only; another run of the page brings a new one, if they are
  // signed in still.
  #renew() {
    if (!this.line.ticket || Date.now() < this.#nextTicket) return;
    this.#nextTicket = Date.now() + LONGEST_PAUSE_MS;
    setTimeout(() => this.#wake(), LONGEST_PAUSE_MS);
    const [watcher] = this.#watchers;
    watcher?.renew();
  }

  #pause(entry, kind) {
    entry.trouble = kind;
    entry.pause = Math.min(LONGEST_PAUSE_MS, entry.pause * 2 || FIRST_PAUSE_MS);
    this.#set(entry, kind);
    setTimeout(() => {
      if (entry.state !== kind) return;
      this.#set(entry, "waiting");
      this.#go();
    }, entry.pause);
  }

  // Several that arrive together make the page run once. What no part of the page is about waits
  // for one that is.
  #announceSoon() {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => {
      for (const watcher of this.#watchers) {
        const mine = this.#unannounced.filter(({ about }) => watcher.shows(about));
        if (mine.length === 0) continue;
        this.#unannounced = this.#unannounced.filter((one) => !mine.includes(one));
        watcher.announce(mine);
      }
    }, TOGETHER_MS);
  }

  #set(entry, state) {
    entry.state = state;
    this.#changed(entry);
  }

  #drop(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
  }

  #changed(entry = null) {
    for (const watcher of this.#watchers) watcher.changed(entry);
  }
}
