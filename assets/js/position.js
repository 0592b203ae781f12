const GOOD_ENOUGH = 30;
const PATIENCE = 12000;

export function position() {
  const room = document.querySelector("[data-position]");
  if (!room) return;
  const form = room.closest("form");
  const fields = ["lat", "lon", "accuracy"].map((name) => form.elements[name]);
  const ask = room.querySelector("[data-position-ask]");
  const remove = room.querySelector("[data-position-remove]");
  const said = room.querySelector("[data-position-said]");

  const show = () => {
    remove.hidden = !fields[0].value;
    if (fields[0].value) said.textContent = fields[2].value ? room.dataset.added.replace("{n}", fields[2].value) : room.dataset.chosen;
  };
  const set = (lat, lon, accuracy) => {
    [lat, lon, accuracy].forEach((value, place) => { fields[place].value = value; });
    form.dispatchEvent(new CustomEvent("portal:position", { detail: lat === "" ? null : { lat, lon } }));
    show();
  };

  ask.addEventListener("click", () => {
    if (!navigator.geolocation) {
      said.textContent = room.dataset.refused;
      return;
    }
    said.textContent = room.dataset.asking;
    let best = null;
    let watch = null;
    const finish = () => {
      if (watch === null) return;
      navigator.geolocation.clearWatch(watch);
      watch = null;
      if (best) set(best.latitude.toFixed(6), best.longitude.toFixed(6), String(Math.round(best.accuracy)));
      else said.textContent = room.dataset.refused;
    };
    watch = navigator.geolocation.watchPosition(({ coords }) => {
      if (!best || coords.accuracy < best.accuracy) best = coords;
      if (best.accuracy <= GOOD_ENOUGH) finish();
    }, finish, { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 });
    setTimeout(finish, PATIENCE);
  });

  remove.addEventListener("click", () => {
    set("", "", "");
    said.textContent = room.dataset.removed;
    ask.focus();
  });
  form.addEventListener("portal:place", ({ detail }) => set(detail.lat.toFixed(6), detail.lng.toFixed(6), ""));
  show();
}
