const LONGEST = 2000;
const SMALL_ENOUGH = 700 * 1024;
const QUALITY = 0.85;

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= SMALL_ENOUGH) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!made || made.size >= file.size) return file;
  return new File([made], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
}

export function shrinking() {
  if (!window.createImageBitmap || !window.DataTransfer || !HTMLCanvasElement.prototype.toBlob) return;
  for (const room of document.querySelectorAll("[data-shrink]")) {
    const field = room.querySelector('input[type="file"]');
    const said = room.querySelector("[data-shrink-said]");
    let working = null;
    let ours = false;
    let turn = 0;

    const shrink = async (mine) => {
      const made = [];
      for (const file of field.files) made.push(await smaller(file).catch(() => file));
      if (mine !== turn) return;
      const sent = new DataTransfer();
      for (const file of made) sent.items.add(file);
      ours = true;
      field.files = sent.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      ours = false;
      said.textContent = room.dataset.shrunk;
    };

    field.addEventListener("change", () => {
      if (ours) return;
      turn += 1;
      const mine = turn;
      said.textContent = field.files.length ? room.dataset.shrinking : "";
      working = field.files.length ? shrink(mine).catch(() => { said.textContent = ""; }).finally(() => { if (mine === turn) working = null; }) : null;
    });

    field.form?.addEventListener("submit", (event) => {
      if (!working) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const pressed = event.submitter;
      working.then(() => field.form.requestSubmit(pressed));
    }, { capture: true });
  }
}
