const SAID_AFTER = 900;

export function counts() {
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const length = (text) => text.replace(/\r?\n/g, "\n").length;

  for (const line of document.querySelectorAll("[data-count]")) {
    const field = document.getElementById(line.dataset.count);
    const said = document.createElement("p");
    said.className = "govuk-visually-hidden";
    said.setAttribute("aria-live", "polite");
    line.after(said);
    let wait;

    const show = () => {
      const left = Number(line.dataset.most) - length(field.value);
      const kind = (left < 0 ? "over-" : "left-") + plural.select(Math.abs(left));
      const words = line.getAttribute(`data-${kind}`) || line.getAttribute(`data-${left < 0 ? "over" : "left"}-other`);
      line.textContent = words.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
      line.classList.toggle("count--over", left < 0);
      clearTimeout(wait);
      wait = setTimeout(() => {
        if (document.activeElement === field) said.textContent = line.textContent;
      }, SAID_AFTER);
    };
    field.addEventListener("input", show);
    addEventListener("pageshow", show);
    show();
  }
}
