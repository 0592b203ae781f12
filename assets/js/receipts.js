// Names of files that this browser has sent are shown by it alone (they are sealed for us); a receipt is compared with a
// file of one's own computer without sending it.
const PREFIX = "upload:";

export function receipts() {
  names();
  for (const room of document.querySelectorAll("[data-compare]")) compare(room);
}

function names() {
  let chosen = "";
  addEventListener("change", (event) => { if (event.target.type === "file" && event.target.files[0]) chosen = event.target.files[0].name; }, true);
  addEventListener("upload:complete", (event) => { try { sessionStorage.setItem(PREFIX + event.detail.key, chosen); } catch { return; } });
  for (const place of document.querySelectorAll("[data-upload-name]")) {
    let name = null;
    try { name = sessionStorage.getItem(PREFIX + place.dataset.uploadName); } catch { return; }
    if (name) { place.textContent = name; place.hidden = false; }
  }
}

function compare(room) {
  const files = JSON.parse(room.dataset.compare);
  const said = room.querySelector("[data-compare-said]");
  room.querySelector("input").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file || !window.crypto?.subtle) return;
    const same = await Promise.all(files.map(async (one) => one.size === file.size && await root(file, one.pieces) === one.root));
    document.querySelectorAll("[data-compared]").forEach((place, index) => { place.textContent = same[index] ? `✓ ${room.dataset.same}` : ""; });
    said.textContent = same.includes(true) ? room.dataset.same : room.dataset.none;
  });
}

async function root(file, runs) {
  const digests = [];
  let at = 0;
  for (const [size, number] of runs) {
    for (let done = 0; done < number; done += 1, at += size) {
      digests.push(...new Uint8Array(await crypto.subtle.digest("SHA-256", await file.slice(at, at + size).arrayBuffer())));
    }
  }
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(digests)))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
