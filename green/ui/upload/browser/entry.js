// One file on its way.

const PICTURE = /^image\//;
const PICTURE_NAME = /\.(jpe?g|png|webp|gif|bmp|heic|heif|avif)$/i;
// The states in which a file is still on its way.
const UNFINISHED = new Set(["waiting", "shrinking", "sending", "offline", "busy", "signed_out"]);

/** A file on its way; `state` is one of UNFINISHED, "refused" or "stored". */
export class Entry {
  constructor(known) {
    Object.assign(this, {
      upload: null, // what the server calls it
      complete: false, // whether all of it was sent
      ready: false, // whether it is as small as it gets, and kept if it can be
      kept: false, // whether it is in the browser's database
      there: 0, // bytes that the server has
      sent: 0, // bytes that have left
      state: "waiting",
      trouble: "", // what it waits for, until the server has answered again
      why: "", // the server's sentence
      word: "", // or the name of one of ours
      pause: 0,
      stopping: null, // to break off what runs
    });
    Object.assign(this, known);
  }

  get isUnfinished() {
    return UNFINISHED.has(this.state);
  }

  get isPicture() {
    return PICTURE.test(this.blob.type) || PICTURE_NAME.test(this.name);
  }

  /** Whether another try could end differently. */
  get isRefusedForNow() {
    return this.state === "refused" && !["empty", "too_large", "unreadable"].includes(this.word);
  }

  /** What is kept of it beside its content; a reload begins from there. */
  get known() {
    const { scope, about, name, upload, complete, state, why, word, added } = this;
    const lasting = state === "refused" ? "refused" : "waiting";
    return { scope, about, name, upload, complete, state: lasting, why, word, added };
  }
}
