import { remember, remembered } from "./cookie.js";

const ACTS = { a: "approve", e: "redact", c: "claim", m: "join_to", u: "undo", x: "tick" };

const verdictOf = (choice) => choice.form?.querySelector(`button[name="verdict"][value="${choice.dataset.verdict}"]`);

export function desk() {
  const room = document.querySelector("[data-desk]");
  if (!room) return;
  const items = () => [...room.querySelectorAll("[data-item]")];
  const legend = document.querySelector("[data-keys-legend]");
  const box = document.querySelector("[data-keys-switch]");
  let on = remembered().keys === "on";
  let reasons = false;

  if (box) {
    box.checked = on;
    box.addEventListener("change", () => {
      on = box.checked;
      reasons = false;
      remember("keys", on ? "on" : "off");
    });
  }

  const current = () => {
    const held = document.activeElement?.closest?.("[data-item]");
    return held || room.querySelector('[data-item][aria-current="true"]');
  };

  const go = (item) => {
    if (!item) return;
    for (const other of items()) other.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    reasons = false;
  };

  const step = (by) => {
    const all = items();
    const place = all.indexOf(current());
    go(all[place < 0 ? (by > 0 ? 0 : all.length - 1) : place + by]);
  };

  const act = (name) => {
    const item = current();
    const control = item?.querySelector(`[data-act="${name}"]`) || [...document.querySelectorAll(`[data-act="${name}"]`)].find((one) => !one.closest("[data-item]"));
    if (!control) return false;
    if (control.tagName === "DETAILS") {
      control.open = true;
      (control.querySelector("input:not([type=hidden]), button, select, textarea") || control.querySelector("summary")).focus();
    } else {
      control.click();
    }
    return true;
  };

  const reason = (number) => {
    const choices = current()?.querySelectorAll("[data-reason]") || [];
    const choice = choices[number - 1];
    if (!choice) return false;
    choice.focus();
    choice.click();
    verdictOf(choice)?.focus();
    return true;
  };

  room.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-reason]")) return;
    event.preventDefault();
    verdictOf(event.target)?.focus();
  });

  const typing = (target) =>
    target.matches("textarea, select, [contenteditable]") || (target.matches("input") && !target.matches('[type="radio"], [type="checkbox"], [type="submit"], [type="button"]'));

  document.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) return;
    const key = event.key.toLowerCase();
    let done = true;
    if (reasons && /^[1-9]$/.test(key)) done = reason(Number(key));
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "r") done = reasons = act("reasons");
    else if (key === "escape" && reasons) reasons = false;
    else if (key === "?" && legend) legend.open = !legend.open;
    else if (key in ACTS) done = act(ACTS[key]);
    else done = false;
    if (done) event.preventDefault();
  });

  room.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && item.getAttribute("aria-current") !== "true") {
      for (const other of items()) other.removeAttribute("aria-current");
      item.setAttribute("aria-current", "true");
      reasons = false;
    }
  });
}
