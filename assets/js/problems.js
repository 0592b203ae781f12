import { position } from "./position.js";

position();
for (const place of document.querySelectorAll("[data-map]")) {
  const draw = () => import(place.dataset.module).then(({ show }) => show(place));
  const fold = place.closest("details");
  if (!fold || fold.open) draw();
  else fold.addEventListener("toggle", draw, { once: true });
}
