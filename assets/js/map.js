import { circle, divIcon, geoJSON, map as leafletMap, marker, control, tileLayer, layerGroup } from "leaflet";

const QUIET = 250;
const KM = 1 / 111;

function plain(text) {
  const box = document.createElement("span");
  box.textContent = text;
  return box.innerHTML;
}

function frame(place) {
  const { lat, lon, radius, nearer, farther } = place.dataset;
  const drawn = leafletMap(place, { zoomControl: false, attributionControl: false, minZoom: 8, maxZoom: 19, fadeAnimation: false });
  control.zoom({ zoomInTitle: nearer, zoomOutTitle: farther }).addTo(drawn);
  const middle = [Number(lat), Number(lon)];
  const reach = Number(radius) * KM;
  const [south, west, north, east] = place.dataset.edges.split(",").map(Number);
  drawn.fitBounds(place.dataset.edges
    ? [[south, west], [north, east]]
    : [[middle[0] - reach, middle[1] - reach * 1.4], [middle[0] + reach, middle[1] + reach * 1.4]]);
  if (place.dataset.tiles) tileLayer(place.dataset.tiles, { maxZoom: 19 }).addTo(drawn);
  const owners = [place.dataset.tiles && place.dataset.from, place.dataset.outline && place.dataset.drawn].filter(Boolean);
  if (owners.length) {
    const named = control.attribution({ prefix: false }).addTo(drawn);
    owners.forEach((owner) => named.addAttribution(plain(owner)));
  }
  if (place.dataset.outline) {
    fetch(place.dataset.outline).then((answer) => answer.json()).then((shape) => {
      if (shape.geometry.coordinates.length) geoJSON(shape, { className: "map__outline", interactive: false }).addTo(drawn);
    }).catch(() => {});
  } else {
    circle(middle, { radius: Number(radius) * 1000, className: "map__outline", interactive: false }).addTo(drawn);
  }
  return drawn;
}

function popup(report, close) {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = report.url;
  const where = document.createElement("span");
  where.lang = report.lang;
  where.textContent = report.place;
  link.append(`${report.title}, `, where);
  const state = document.createElement("p");
  state.textContent = report.state;
  box.append(link, state);
  box.dataset.close = close;
  return box;
}

function reports(drawn, place) {
  const heaps = layerGroup().addTo(drawn);
  const pins = new Map();
  const list = document.querySelector("[data-map-list]");
  let running;
  let wait;

  const pin = (report) => marker([report.lat, report.lon], {
    icon: divIcon({ className: `pin pin--${report.kind}`, iconSize: [26, 26] }), title: report.title, keyboard: false,
  }).bindPopup(popup(report, place.dataset.close), { closeButton: false });

  const heap = (cluster) => marker([cluster.lat, cluster.lon], {
    icon: divIcon({ className: "pin pin--many", html: String(Number(cluster.n)), iconSize: [44, 44] }),
    title: place.dataset.many.replace("{n}", cluster.n), keyboard: false,
  }).on("click", () => drawn.fitBounds([cluster.box.slice(0, 2), cluster.box.slice(2)]));

  const load = async () => {
    running?.abort();
    running = new AbortController();
    const bounds = drawn.getBounds();
    const box = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()].map((number) => number.toFixed(4)).join(",");
    const ask = (source) => {
      const address = new URL(source, location.href);
      address.searchParams.set("box", box);
      return fetch(address, { signal: running.signal });
    };
    try {
      const [found, rows] = await Promise.all([ask(place.dataset.source).then((answer) => answer.json()), ask(place.dataset.list).then((answer) => answer.text())]);
      heaps.clearLayers();
      found.clusters.forEach((cluster) => heap(cluster).addTo(heaps));
      const ids = new Set(found.reports.map((report) => report.id));
      for (const [id, drawnPin] of pins) if (!ids.has(id)) { drawnPin.remove(); pins.delete(id); }
      for (const report of found.reports) if (!pins.has(report.id)) pins.set(report.id, pin(report).addTo(drawn));
      list.innerHTML = rows;
      place.dataset.loaded = String(found.total);
    } catch { /* the list of before stays */ }
  };

  drawn.on("moveend", () => {
    clearTimeout(wait);
    wait = setTimeout(load, QUIET);
  });
  load();
}

function choosing(drawn, form) {
  let chosen = null;
  const put = (where) => {
    chosen?.remove();
    chosen = where && marker([where.lat, where.lng ?? where.lon], { icon: divIcon({ className: "pin pin--late", iconSize: [26, 26] }), keyboard: false }).addTo(drawn);
  };
  drawn.on("click", ({ latlng }) => form.dispatchEvent(new CustomEvent("portal:place", { detail: latlng })));
  form.addEventListener("portal:position", ({ detail }) => {
    put(detail);
    if (detail) drawn.setView([detail.lat, detail.lon], Math.max(drawn.getZoom(), 15));
  });
  const { lat, lon } = form.elements;
  if (lat.value) put({ lat: Number(lat.value), lon: Number(lon.value) });
}

function pinned(drawn, { pin, wide }) {
  const where = pin.split(",").map(Number);
  marker(where, { icon: divIcon({ className: "pin pin--open", iconSize: [26, 26] }), keyboard: false }).addTo(drawn);
  if (wide) circle(where, { radius: Number(wide), className: "map__outline", interactive: false }).addTo(drawn);
  drawn.setView(where, 14);
}

export function show(place) {
  const drawn = frame(place);
  if (place.dataset.pin) pinned(drawn, place.dataset);
  else if (place.dataset.source) reports(drawn, place);
  else choosing(drawn, place.closest("form"));
}
