// One file to the server: announced, sent in parts, ended. What is repeated after a lost answer
// does no harm, for the server says how far it has come and the file goes on from there.

const SMALLEST_PART = 256 * 1024;
const LARGEST_PART = 1024 * 1024;
// Without a sign of life for so long a request is given up; phones leave them hanging.
const PATIENCE_MS = 45_000;
// How often the server may lose track of a file, and how often it may get no further, in one go.
const MOST_LOST = 2;
const MOST_STANDSTILLS = 3;
const UPLOADS = "/evidence/uploads";

/** The network or the server is not there at the moment; `kind` is "offline" or "busy". */
export class Later extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/** Nobody is signed in here any more. */
export class SignedOut extends Error {}

/** The server will not have it; `why` is its sentence, or the name of one of ours as `word`. */
export class Refusal extends Error {
  constructor({ why = "", word = "no_reason" }) {
    super(why || word);
    this.why = why;
    this.word = word;
  }
}

let token = null;
let partSize = SMALLEST_PART;

/**
 * Bring a file to the server; the number of its piece of evidence.
 *
 * `file` has blob, name, about, upload (what the server calls it, null before) and complete
 * (whether all of it was sent); the last two change on the way, and `told.changed` is called then.
 * `told.reached` hears how many bytes are there, `told.progress` how many have left. `line` has
 * simulated, language, ticket and owner. Throws Later, SignedOut or Refusal.
 */
export async function deliver(file, line, signal, told) {
  const ask = (method, path, more = {}) => answered(method, path, line, { signal, ...more });
  const at = (rest = "") => `${UPLOADS}/${encodeURIComponent(file.upload)}${rest}`;
  const size = file.blob.size;
  let lost = 0;
  let standstills = 0;

  async function announced() {
    const body = JSON.stringify({ ...file.about, name: file.name, size });
    const { data } = await ask("POST", UPLOADS, { body, kind: "application/json" });
    if (typeof data.id !== "string") throw new Later("busy");
    file.upload = data.id;
    file.complete = false;
    await told.changed();
    return data.offset;
  }

  async function beginning() {
    if (file.upload === null) return announced();
    // After the last part there is only the end to be asked for: what has become evidence may be
    // unknown as an upload, and must not be sent a second time.
    if (file.complete) return size;
    const { status, data } = await ask("GET", at());
    return status === 404 ? announced() : data.offset;
  }

  async function next(offset) {
    const part = await read(file.blob, offset, Math.min(size, offset + partSize));
    const started = performance.now();
    const progress = (sent) => told.progress(Math.min(size, offset + sent));
    const path = at(`/part?offset=${offset}`);
    const kind = "application/octet-stream";
    const answer = await ask("POST", path, { body: part, kind, progress });
    suit(performance.now() - started);
    return answer;
  }

  async function end() {
    if (!file.complete) {
      file.complete = true;
      await told.changed();
    }
    return ask("POST", at("/done"));
  }

  let offset = await beginning();
  for (;;) {
    told.reached(offset);
    const { status, data } = offset < size ? await next(offset) : await end();
    if (status === 200 && data.evidence !== undefined) return data.evidence;
    const before = offset;
    if (status === 404) {
      if (++lost > MOST_LOST) throw new Refusal({ why: data.what });
      file.upload = null;
      offset = await announced();
    } else {
      offset = data.offset;
      file.complete &&= offset >= size;
    }
    if (!Number.isInteger(offset) || offset < 0 || offset > size) throw new Later("busy");
    if (offset <= before && ++standstills > MOST_STANDSTILLS) throw new Later("busy");
  }
}

/** Tell the server that a file is not wanted any more. Without an answer it forgets by itself. */
export function takeBack(upload, line) {
  const path = `${UPLOADS}/${encodeURIComponent(upload)}`;
  const { signal } = new AbortController();
  return answered("DELETE", path, line, { signal }).catch(() => {});
}

// Parts as large as go through in some seconds: less is lost of them when the network is bad.
function suit(milliseconds) {
  if (milliseconds < 2_000) partSize = Math.min(LARGEST_PART, partSize * 2);
  if (milliseconds > 10_000) partSize = Math.max(SMALLEST_PART, partSize / 2);
}

async function read(blob, from, to) {
  try {
    return await blob.slice(from, to).arrayBuffer();
  } catch {
    // Changed or taken away on the disk since it was chosen.
    throw new Refusal({ word: "unreadable" });
  }
}

// Statuses that mean the same for every request become errors; 200, 201, 404 and 409 are answers.
async function answered(method, path, line, options) {
  let answer = await asked(method, path, line, options);
  if (answer.status === 403) {
    token = null;
    answer = await asked(method, path, line, options);
  }
  const { status, data } = answer;
  if (status === 401) throw new SignedOut();
  if (status === 429 || status === 503) throw new Later("busy");
  if (status === 408 || status >= 500) throw new Later("offline");
  const isLost = status === 404 && path !== UPLOADS;
  const goesOn = status === 409 && Number.isInteger(data.offset);
  if (status < 300 || isLost || goesOn) return answer;
  const sentences = [data.what, data.mend].filter(Boolean);
  const gap = line.language.startsWith("zh") ? "" : " ";
  throw new Refusal({ why: sentences.join(gap), word: status === 413 ? "too_large" : "no_reason" });
}

async function asked(method, path, line, options) {
  const headers = {};
  if (method !== "GET") {
    if (token === null) token = await newToken(line, options.signal);
    headers["x-form-token"] = token;
    if (options.kind) headers["content-type"] = options.kind;
  }
  return request(method, path, line, headers, options);
}

async function newToken(line, signal) {
  const { status, data } = await request("GET", "/evidence/token", line, {}, { signal });
  if (status === 401) throw new SignedOut();
  if (status !== 200) throw new Later(status === 429 || status === 503 ? "busy" : "offline");
  return data.token;
}

// XMLHttpRequest and not fetch: it tells how much of a part has left already.
function request(method, path, line, headers, { signal, body = null, progress }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    let patience;
    const alive = () => {
      clearTimeout(patience);
      patience = setTimeout(() => xhr.abort(), PATIENCE_MS);
    };
    const abort = () => xhr.abort();
    xhr.open(method, addressed(path, line));
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    if (line.ticket) xhr.setRequestHeader("x-ticket", line.ticket);
    xhr.setRequestHeader("x-owner", line.owner);
    xhr.upload.onprogress = (event) => {
      alive();
      progress?.(event.loaded);
    };
    xhr.onprogress = alive;
    xhr.onload = () => resolve({ status: xhr.status, data: parsed(xhr.responseText) });
    xhr.onerror = () => reject(new Later("offline"));
    xhr.onabort = () => reject(new Later("offline"));
    xhr.onloadend = () => {
      clearTimeout(patience);
      signal.removeEventListener("abort", abort);
    };
    signal.addEventListener("abort", abort);
    if (signal.aborted) return reject(new Later("offline"));
    alive();
    xhr.send(body);
  });
}

function addressed(path, line) {
  const address = new URL(path, location.origin);
  if (line.simulated) address.searchParams.set("data", "simulated");
  address.searchParams.set("lang", line.language);
  return address.href;
}

// Refusals of the guards in front are pages, not data.
function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
