// A long piece of work of the worker: how far it is, asked for every two seconds; at its end the page is opened anew.
const EVERY = 2000;

export function progress() {
  const place = document.querySelector("[data-progress]");
  if (!place || !window.fetch) return;
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) return;
      const piece = await answer.text();
      if (!piece.includes("<progress")) { location.reload(); return; }
      place.innerHTML = piece;
    } catch { /* the line is broken for a moment: ask again */ }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
}
