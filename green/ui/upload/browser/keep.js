// What is on its way, kept in the browser's own database over a reload or a crash. Where there is
// none, as in private windows, everything works but that.

const NAME = "green-uploads";
const DAY_MS = 24 * 3600 * 1000;
// The server throws unfinished files away after the same time.
const KEPT_MS = 3 * DAY_MS;
// Some browsers never answer at all.
const PATIENCE_MS = 4_000;
// A window that has not been heard of for so long is taken to be closed.
const ABSENT_MS = 15_000;

/** This window, also after it was loaded again; other windows leave its files alone. */
export const HERE = here();

let opened;

/** Keep a new file and what is known of it; whether that was possible. */
export async function keep(id, known, blob) {
  return attempt(async (database) => {
    const change = database.transaction(["known", "blobs"], "readwrite");
    change.objectStore("blobs").put(blob, id);
    change.objectStore("known").put({ ...known, id, holder: HERE, seen: Date.now() });
    await ended(change);
  });
}

/** Keep what has changed; only of files that are still kept. */
export async function note(id, known) {
  return attempt(async (database) => {
    const change = database.transaction("known", "readwrite");
    const store = change.objectStore("known");
    const before = await result(store.get(id));
    if (before) store.put({ ...before, ...known, holder: HERE, seen: Date.now() });
    await ended(change);
  });
}

/** Forget a file. */
export async function forget(id) {
  return attempt(async (database) => {
    const change = database.transaction(["known", "blobs"], "readwrite");
    change.objectStore("known").delete(id);
    change.objectStore("blobs").delete(id);
    await ended(change);
  });
}

/** Say of these files that this window still has them. */
export async function hold(ids) {
  for (const id of ids) await note(id, {});
}

/**
 * Files of this scope that no open window has, now held here: what is known, with id and blob.
 * `mine` are those that this window has at hand already. Old ones are thrown away.
 */
export async function found(scope, mine) {
  const taken = [];
  await attempt(async (database) => {
    const change = database.transaction(["known", "blobs"], "readwrite");
    const store = change.objectStore("known");
    const blobs = change.objectStore("blobs");
    for (const known of await result(store.getAll())) {
      if (Date.now() - known.added > KEPT_MS) {
        store.delete(known.id);
        blobs.delete(known.id);
        continue;
      }
      const isHeld = known.holder !== HERE && Date.now() - known.seen < ABSENT_MS;
      if (known.scope !== scope || mine.has(known.id) || isHeld) continue;
      const blob = await result(blobs.get(known.id));
      if (blob === undefined) continue;
      store.put({ ...known, holder: HERE, seen: Date.now() });
      taken.push({ ...known, blob });
    }
    await ended(change);
  });
  return taken.sort((one, other) => one.added - other.added);
}

async function attempt(work) {
  try {
    opened ??= open();
    await work(await opened);
    return true;
  } catch {
    return false;
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    setTimeout(() => reject(new Error("no answer")), PATIENCE_MS);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("known", { keyPath: "id" });
      request.result.createObjectStore("blobs");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function ended(change) {
  return new Promise((resolve, reject) => {
    change.oncomplete = resolve;
    change.onabort = () => reject(change.error);
    change.onerror = () => reject(change.error);
  });
}

function here() {
  const fresh = newId();
  try {
    const known = sessionStorage.getItem(NAME) ?? fresh;
    sessionStorage.setItem(NAME, known);
    return known;
  } catch {
    return fresh;
  }
}

/** A name that nothing else has; `crypto.randomUUID` is not there without TLS. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
