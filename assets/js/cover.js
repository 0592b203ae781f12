const SIDES = ["left", "top", "width", "height"];
const LEAST = 1;
const STEP = 1;
const CORNER = 24;

const within = (value, least, most) => Math.min(Math.max(value, least), most);
const number = (text) => Number.parseFloat(text.replace(",", "."));

function cover(form) {
  const picture = form.querySelector("[data-cover-picture]");
  const said = form.querySelector("[data-cover-said]");
  if (!picture) return;

  const rows = () => [...form.querySelectorAll("[data-cover-row]")];
  const inputs = (row) => [...row.querySelectorAll("input")];
  const read = (row) => inputs(row).map((input) => number(input.value));
  const boxes = new Map();

  const write = (row, sides) => {
    let [left, top, width, height] = sides;
    width = within(width, LEAST, 100);
    height = within(height, LEAST, 100);
    left = within(left, 0, 100 - width);
    top = within(top, 0, 100 - height);
    inputs(row).forEach((input, place) => { input.value = String(Math.round([left, top, width, height][place] * 100) / 100); });
    show(row);
  };

  const remove = (row) => {
    for (const input of inputs(row)) input.value = "";
    show(row);
    said.textContent = form.dataset.removed;
    (boxes.values().next().value || form.querySelector("[data-cover-add]")).focus();
  };

  const emptyRow = () => {
    const free = rows().find((row) => inputs(row).every((input) => !input.value.trim()));
    if (free) return free;
    const last = rows().at(-1);
    const row = last.cloneNode(true);
    const place = rows().length + 1;
    row.querySelector("legend").textContent = form.dataset.rectangle.replace("{n}", place);
    for (const input of inputs(row)) {
      const label = row.querySelector(`label[for="${input.id}"]`);
      input.id = input.id.replace(/\d+$/, place);
      label.htmlFor = input.id;
      input.value = "";
    }
    last.after(row);
    listen(row);
    return row;
  };

  const at = (event) => {
    const area = picture.getBoundingClientRect();
    return [within((event.clientX - area.left) / area.width * 100, 0, 100), within((event.clientY - area.top) / area.height * 100, 0, 100)];
  };

  const drag = (event, moved) => {
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    const stop = () => {
      picture.removeEventListener("pointermove", moved);
      picture.removeEventListener("pointerup", stop);
      picture.removeEventListener("pointercancel", stop);
    };
    picture.addEventListener("pointermove", moved);
    picture.addEventListener("pointerup", stop);
    picture.addEventListener("pointercancel", stop);
  };

  const make = (row) => {
    const box = document.createElement("button");
    box.type = "button";
    box.className = "cover__box";
    box.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      const area = box.getBoundingClientRect();
      const resize = area.right - event.clientX < CORNER && area.bottom - event.clientY < CORNER;
      const [x, y] = at(event);
      const [left, top, width, height] = read(row);
      box.focus();
      drag(event, (moved) => {
        const [newX, newY] = at(moved);
        write(row, resize ? [left, top, within(newX - left, LEAST, 100 - left), within(newY - top, LEAST, 100 - top)] : [left + newX - x, top + newY - y, width, height]);
      });
    });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
      const [left, top, width, height] = read(row);
      if (step && event.shiftKey) write(row, [left, top, within(width + step[0], LEAST, 100 - left), within(height + step[1], LEAST, 100 - top)]);
      else if (step) write(row, [left + step[0], top + step[1], width, height]);
      else if (event.key === "Delete" || event.key === "Backspace") remove(row);
      else return;
      event.preventDefault();
    });
    picture.append(box);
    boxes.set(row, box);
    return box;
  };

  const show = (row) => {
    const sides = read(row);
    if (sides.some(Number.isNaN)) {
      boxes.get(row)?.remove();
      boxes.delete(row);
      return;
    }
    const box = boxes.get(row) || make(row);
    SIDES.forEach((side, place) => { box.style[side] = `${sides[place]}%`; });
    box.setAttribute("aria-label", row.querySelector("legend").textContent.trim());
  };

  const listen = (row) => row.addEventListener("input", () => show(row));

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const [x, y] = at(event);
    let row = null;
    drag(event, (moved) => {
      const [newX, newY] = at(moved);
      if (!row && Math.max(Math.abs(newX - x), Math.abs(newY - y)) < LEAST) return;
      row ||= emptyRow();
      write(row, [Math.min(x, newX), Math.min(y, newY), Math.abs(newX - x), Math.abs(newY - y)]);
    });
  });

  form.querySelector("[data-cover-add]").addEventListener("click", () => {
    const row = emptyRow();
    write(row, [40, 40, 20, 20]);
    boxes.get(row).focus();
  });

  for (const row of rows()) {
    listen(row);
    show(row);
  }
}

export function covering() {
  for (const form of document.querySelectorAll("form[data-cover]")) cover(form);
}
