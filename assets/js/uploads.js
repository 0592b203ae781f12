// Sends the file of a form piece by piece (tus 1.0.0), goes on where the line broke, then sends the form without the file.
// A file that was begun on another evening is known by the root over the fingerprints of what has landed.
const PIECE = 512 * 1024;
const WAITS = [1, 2, 5, 10, 20, 30];
const TUS = { "Tus-Resumable": "1.0.0" };

class Again extends Error {}
class Refused extends Error {}

const subtle = () => window.crypto && window.crypto.subtle;
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const inBase64 = (text) => base64(new TextEncoder().encode(text));
const inHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const asleep = (seconds, signal) => new Promise((done) => {
  const timer = setTimeout(done, seconds * 1000);
  addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  signal.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
});

async function asked(address, options) {
  let answer;
  try { answer = await fetch(address, { ...options, headers: { ...TUS, "Accept-Language": document.documentElement.lang, ...options.headers } }); } catch (fault) {
    throw options.signal?.aborted ? fault : new Again();
  }
  if (answer.ok) return answer;
  if ([409, 423, 429, 460].includes(answer.status) || answer.status >= 500 && answer.status !== 507) throw new Again();
  throw new Refused((await answer.text()).trim());
}

async function begun(room, file) {
  for (const known of JSON.parse(room.dataset.unfinished || "[]")) {
    if (known.length === file.size && await root(file, known.pieces) === known.root) return room.dataset.upload.replace(/[^/]+\/$/, `at/${known.key}`);
  }
  const metadata = `filename ${inBase64(file.name)},filetype ${inBase64(file.type || "application/octet-stream")}`;
  const answer = await asked(room.dataset.upload, { method: "POST", headers: { "Upload-Length": file.size, "Upload-Metadata": metadata } });
  return answer.headers.get("Location");
}

async function root(file, runs) {
  if (!subtle()) return "";
  const digests = [];
  let at = 0;
  for (const [size, number] of runs) {
    for (let done = 0; done < number; done += 1, at += size) digests.push(...await sha256(await file.slice(at, at + size).arrayBuffer()));
  }
  return inHex(await sha256(new Uint8Array(digests)));
}

async function piece(address, file, offset, signal) {
  const bytes = await file.slice(offset, Math.min(offset - offset % PIECE + PIECE, file.size)).arrayBuffer();
  const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
  if (subtle()) headers["Upload-Checksum"] = `sha256 ${base64(await sha256(bytes))}`;
  const answer = await asked(address, { method: "PATCH", headers, body: bytes, signal });
  return Number(answer.headers.get("Upload-Offset"));
}

const reached = async (address, signal) => Number((await asked(address, { method: "HEAD", signal })).headers.get("Upload-Offset"));

function sending(room, form, field) {
  const panel = room.querySelector("[data-upload-panel]");
  const bar = panel.querySelector("progress");
  const said = panel.querySelector("[data-upload-said]");
  const [pause, cancel] = ["pause", "cancel"].map((name) => panel.querySelector(`[data-upload-${name}]`));
  let at = null;
  let file = null;
  let stop = null;
  let told = -1;

  const say = (words, values = {}) => { said.textContent = words.replace(/\{(\w+)\}/g, (_, name) => values[name]); };
  const show = (offset) => {
    const percent = Math.floor(100 * offset / file.size);
    bar.value = percent;
    if (Math.floor(percent / 25) !== told) { told = Math.floor(percent / 25); say(room.dataset.sending, { percent }); }
  };

  const send = async (pressed) => {
    stop = new AbortController();
    const { signal } = stop;
    const paused = () => signal.aborted;
    pause.textContent = room.dataset.pause;
    let tries = 0;
    let offset = null;
    while (offset === null || offset < file.size) {
      try {
        at = at || await begun(room, file);
        offset = offset === null ? await reached(at, signal) : await piece(at, file, offset, signal);
        tries = 0;
        show(offset);
      } catch (fault) {
        if (paused()) return;
        if (!(fault instanceof Again)) throw fault;
        say(room.dataset.waiting);
        told = -1;
        await asleep(WAITS[Math.min(tries, WAITS.length - 1)], signal);
        if (paused()) return;
        tries += 1;
        offset = null;
      }
    }
    finish(pressed);
  };

  const finish = (pressed) => {
    say(room.dataset.done);
    const key = document.createElement("input");
    Object.assign(key, { type: "hidden", name: "upload", value: at.split("/").pop() });
    form.append(key);
    field.value = "";
    field.required = false;
    if (!room.dispatchEvent(new CustomEvent("upload:complete", { bubbles: true, cancelable: true, detail: { key: key.value } }))) return;
    form.requestSubmit(pressed);
  };

  const start = (pressed) => send(pressed).catch((fault) => {
    say(fault instanceof Refused && fault.message || room.dataset.failed);
    at = null;
    pause.hidden = true;
  });

  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (file) return;
    file = field.files[0];
    const most = Number(room.dataset.largest);
    panel.hidden = pause.hidden = false;
    told = -1;
    if (file.size > most || !file.size) { say(room.dataset[file.size ? "large" : "empty"]); file = null; return; }
    start(event.submitter);
  }, { capture: true });

  field.addEventListener("change", () => { if (file && stop) { stop.abort(); } file = at = null; panel.hidden = true; });

  pause.addEventListener("click", () => {
    if (stop.signal.aborted) { told = -1; start(null); return; }
    stop.abort();
    pause.textContent = room.dataset.continue;
    say(room.dataset.paused);
  });

  cancel.addEventListener("click", () => {
    stop?.abort();
    if (at) fetch(at, { method: "DELETE", headers: TUS }).catch(() => {});
    file = at = null;
    field.value = "";
    panel.hidden = true;
    field.focus();
  });
}

export function uploads() {
  if (!window.fetch || !window.AbortController) return;
  for (const room of document.querySelectorAll("[data-upload]")) {
    const field = room.querySelector('input[type="file"]');
    if (field?.form) sending(room, field.form, field);
  }
}
