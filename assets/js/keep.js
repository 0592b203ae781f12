const snapshot = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]));

function warnBeforeLeaving(form) {
  const before = snapshot(form);
  const warn = (event) => {
    if (form.dataset.sending || snapshot(form) === before && !form.querySelector('[aria-invalid="true"]')) return;
    event.preventDefault();
    event.returnValue = "";
  };
  addEventListener("beforeunload", warn);
}

function sendOnce(form) {
  const release = () => {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  };
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(release, 15000);
  });
  addEventListener("pageshow", release);
}

export function keeping() {
  for (const form of document.querySelectorAll("form[data-keep]")) warnBeforeLeaving(form);
  for (const form of document.querySelectorAll('form[method="post"]:not([data-tools])')) sendOnce(form);
}
