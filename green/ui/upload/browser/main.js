// The entry that Streamlit calls: once as the part appears on a page, and again whenever what
// Python gives it changes. It only connects the two sides; what is on its way belongs to the
// queues, which outlive every page.

import { queueFor } from "./queue.js";
import { View } from "./view.js";

const views = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const queue = queueFor(data);
  let view = views.get(parentElement);
  if (view === undefined) {
    view = new View(parentElement);
    views.set(parentElement, view);
  }
  view.update(queue, data, setTriggerValue);
  return () => {
    view.leave();
    views.delete(parentElement);
  };
}
