const QUIET = 600;
const ENOUGH = 8;

export function similar() {
  for (const field of document.querySelectorAll("[data-similar]")) {
    const region = document.getElementById(`${field.id}-similar`);
    if (!region) continue;
    let wait, running, last = "";

    const ask = async () => {
      const text = field.value.trim();
      if (text === last) return;
      last = text;
      running?.abort();
      if (text.length < ENOUGH) {
        region.replaceChildren();
        return;
      }
      running = new AbortController();
      const address = new URL(field.dataset.similar, location.href);
      address.searchParams.set("q", text.slice(0, 300));
      try {
        const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
        if (answer.ok && !answer.redirected) region.innerHTML = answer.status === 204 ? "" : await answer.text();
      } catch {
        last = "";
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(ask, QUIET);
    });
  }
}
