import { remember } from "./cookie.js";

const root = document.documentElement;
const TOGGLES = { contrast: ["normal", "high"], spacing: ["normal", "wide"] };

function press(button) {
  const { name } = button;
  const value = button.value;
  root.dataset[name] = value;
  remember(name, value);
  if (name in TOGGLES) {
    const [off, on] = TOGGLES[name];
    button.setAttribute("aria-pressed", String(value === on));
    button.value = value === on ? off : on;
  } else {
    for (const other of button.form.querySelectorAll(`button[name="${name}"]`)) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  }
}

export function preferences() {
  for (const form of document.querySelectorAll("form[data-tools]")) {
    form.addEventListener("submit", (event) => {
      if (!event.submitter || !event.submitter.name) return;
      event.preventDefault();
      press(event.submitter);
    });
  }
}
