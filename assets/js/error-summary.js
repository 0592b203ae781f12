export function errorSummary() {
  const summary = document.querySelector("[data-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const place = field.closest("fieldset") || document.querySelector(`label[for="${CSS.escape(field.id)}"]`) || field;
    place.scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
