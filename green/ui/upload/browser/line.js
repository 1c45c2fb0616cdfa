// A file on its way as a line: what it is called, how far it has come, and what can be done.

import { button, element } from "./elements.js";

export class Line {
  constructor(entry, queue) {
    this.root = element("li", "file");
    this.name = element("span", "name");
    this.size = element("span", "size");
    this.state = element("span", "state");
    this.bar = element("div", "bar");
    this.bar.setAttribute("role", "progressbar");
    this.bar.setAttribute("aria-valuemin", "0");
    this.bar.setAttribute("aria-valuemax", "100");
    this.bar.append(element("div", "sent"));
    this.again = button("again", () => again(entry, queue));
    this.cancel = button("cancel", () => queue.cancel(entry));
    const about = element("div", "about");
    about.append(this.name, this.size, this.bar, this.state);
    this.presses = element("div", "presses");
    this.presses.append(this.again, this.cancel);
    this.root.append(about, this.presses);
  }

  show(entry, words) {
    const { name, state } = entry;
    const isOver = state === "refused" || state === "stored";
    this.root.dataset.state = stateOf(entry);
    set(this.name, name);
    this.name.title = name;
    set(this.size, entry.blob ? bytes(entry.blob.size) : this.size.textContent);
    set(this.state, sentence(entry, words));
    const percent = percentOf(entry);
    this.bar.setAttribute("aria-valuenow", String(percent));
    this.bar.setAttribute("aria-label", name);
    this.bar.hidden = isOver;
    this.bar.firstChild.style.inlineSize = `${percent}%`;
    this.again.hidden = !canTryAgain(entry);
    this.presses.hidden = state === "stored";
    const ending = state === "refused" ? "remove" : "cancel";
    const trying = state === "signed_out" ? "sign_in" : "again";
    set(this.again.lastChild, words[trying]);
    set(this.cancel.lastChild, words[ending]);
    this.again.setAttribute("aria-label", filled(words[`${trying}_one`], { name }));
    this.cancel.setAttribute("aria-label", filled(words[`${ending}_one`], { name }));
  }
}

// A wait ends by itself; who does not want to wait for the server may try at once. Without a
// network there is nothing to try.
function canTryAgain({ isRefusedForNow, state }) {
  return isRefusedForNow || ["busy", "signed_out"].includes(state) ||
    (state === "offline" && navigator.onLine);
}

// A page that is opened leads to where one signs in, and from there back.
function again(entry, queue) {
  if (entry.state !== "signed_out") queue.again(entry);
  else if (queue.isAtRisk) window.open(location.href);
  else location.reload();
}

/** What it waits for is shown until the server has answered again, also while that is tried. */
export function stateOf(entry) {
  return ["sending", "waiting"].includes(entry.state) ? entry.trouble || entry.state : entry.state;
}

/** Its state in words. */
export function sentence(entry, words) {
  const state = stateOf(entry);
  if (state === "refused") return filled(words.refused, { why: entry.why || words[entry.word] });
  if (state === "signed_out" && !entry.kept) return words.signed_out_here;
  return filled(words[state], { percent: percentOf(entry) });
}

/** A sentence with these values in their places. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function percentOf({ state, sent, blob }) {
  if (state === "stored") return 100;
  // All is there only when the server says so.
  return blob?.size ? Math.min(99, Math.floor((100 * sent) / blob.size)) : 0;
}

function bytes(size) {
  if (size < 1024 * 1024) return `${Math.max(1, Math.round(size / 1024))} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}

// Written only where it differs: what somebody has selected stays selected.
function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
