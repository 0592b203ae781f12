// After a decision the next item comes by itself: the page is asked for in the background and its pieces are put in place.
import { covering } from "./cover.js";

const PIECES = ["[data-desk]", "[data-desk-top]"];

const sent = (form, button) => {
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.set(button.name, button.value);
  return data;
};

const plainly = (form, button) => {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button?.name || "", value: button?.value || "" });
  form.append(field);
  form.submit();
};

export function next() {
  const room = document.querySelector("[data-desk]");
  const said = document.querySelector("[data-desk-said]");
  if (!room || !said || !window.fetch || !window.DOMParser) return;

  const show = (page) => {
    for (const piece of PIECES) {
      const old = document.querySelector(piece);
      const fresh = page.querySelector(piece);
      if (old && fresh) old.replaceChildren(...fresh.childNodes);
    }
    covering();
    said.textContent = page.querySelector(".wrap > .notice p")?.textContent.trim() || "";
  };

  const go = (place) => {
    const target = room.querySelector("[data-summary]") || (place && document.getElementById(place)) || room.querySelector("[data-item]") || document.querySelector("h1");
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  };

  room.addEventListener("submit", async (event) => {
    const form = event.target;
    const item = form.closest("[data-item]");
    if (!item || event.defaultPrevented || !form.querySelector('[name="verdict"]')) return;
    event.preventDefault();
    if (item.getAttribute("aria-busy") === "true") return;
    item.setAttribute("aria-busy", "true");
    const after = item.nextElementSibling?.id;
    let page;
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent(form, event.submitter), headers: { Accept: "text/html" } });
      if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-desk]")) throw new Error("no desk");
    } catch {
      item.removeAttribute("aria-busy");
      plainly(form, event.submitter);
      return;
    }
    const place = page.querySelector("[data-desk] [data-summary]") ? item.id : after;
    show(page);
    go(place);
  });
}
