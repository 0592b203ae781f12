// Counts down to a deadline by the server's clock, and says politely when 24 hours, 2 hours and 10 minutes are left.
const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const NOTICES = [["10", 10 * MINUTE], ["2", 2 * HOUR], ["24", 24 * HOUR]];
const AGAIN = 10 * MINUTE;

const plural = new Intl.PluralRules(document.documentElement.lang);

function words(box, unit, n) {
  const form = box.getAttribute(`data-${unit}-${plural.select(n)}`) || box.getAttribute(`data-${unit}-other`);
  return form.replace("{n}", n);
}

function said(box, left) {
  const days = Math.floor(left / DAY), hours = Math.floor((left % DAY) / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE), seconds = Math.floor((left % MINUTE) / SECOND);
  const parts = days ? [["days", days], ["hours", hours]] : hours ? [["hours", hours], ["minutes", minutes]]
    : minutes >= 10 ? [["minutes", minutes]] : [["minutes", minutes], ["seconds", seconds]];
  return parts.filter(([, n], place) => n || place === parts.length - 1).map(([unit, n]) => words(box, unit, n)).join(" ");
}

function run(box) {
  const shown = box.querySelector("[data-left]"), aloud = document.querySelector("[data-countdown-said]");
  const closes = Number(box.dataset.countdown);
  let ahead = null, asked = 0, told = Infinity;
  async function ask() {
    asked = performance.now();
    try {
      const answer = await fetch(box.dataset.clock, { credentials: "same-origin", cache: "no-store" });
      const { now } = await answer.json();
      // the server's clock, half of the way there and back earlier; performance.now() does not jump when a clock is set
      ahead = now - (asked + performance.now()) / 2;
    } catch { /* the words that came with the page stay */ }
  }
  function tick() {
    if (ahead === null) return;
    const left = closes - (performance.now() + ahead);
    if (left <= 0) {
      shown.textContent = box.dataset.over;
      if (told > 0) { told = 0; aloud.textContent = box.dataset.over; }
      return;
    }
    const text = box.dataset.in.replace("{left}", said(box, left));
    if (shown.textContent !== text) shown.textContent = text;
    const notice = NOTICES.find(([, within]) => left < within);
    if (notice && notice[1] < told) { told = notice[1]; aloud.textContent = box.getAttribute(`data-notice-${notice[0]}`); }
    if (performance.now() - asked > AGAIN) ask();
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask().then(tick); });
  ask().then(() => { tick(); setInterval(tick, SECOND); });
}

export function countdown() {
  for (const box of document.querySelectorAll("[data-countdown]")) run(box);
}
