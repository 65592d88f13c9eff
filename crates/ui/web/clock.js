// @ts-check
// The server's clock on the page: the time of day, what is left of every limit, how long ago.
// Words come from <body data-text-*>; {n} is a number, {t} a ready text, {hm} 18:00.

const words = document.body ? document.body.dataset : {};
let offset = Number(words.now || Date.now()) - Date.now();
const zone = Number(words.zoneOffset || 480) * 60000;

/** @returns {number} the server's now, epoch ms */
export const now = () => Date.now() + offset;

/** @param {number} server epoch ms told by a heartbeat */
export function setNow(server) {
  if (Number.isFinite(server) && Math.abs(server - now()) > 1500) offset = server - Date.now();
}

/** @param {string | undefined} text @param {Record<string, string | number>} values */
export const fill = (text, values) =>
  (text || '').replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));

/** @param {number} n */
const two = (n) => String(n).padStart(2, '0');

/** The station's wall clock at a moment. @param {number} ms */
function wall(ms) {
  const d = new Date(ms + zone);
  return {
    y: d.getUTCFullYear(), m: d.getUTCMonth() + 1, d: d.getUTCDate(), day: Math.floor((ms + zone) / 86400000),
    hm: `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`, s: two(d.getUTCSeconds()),
  };
}

/** @param {number} ms @returns {string} HH:MM:SS */
export function hms(ms) {
  const w = wall(ms);
  return `${w.hm}:${w.s}`;
}

/** 40 秒、18 分、2 小时、3 天。 @param {number} ms */
function span(ms) {
  const s = Math.floor(ms / 1000);
  if (s < 60) return fill(words.textSec, { n: s });
  if (s < 3600) return fill(words.textMin, { n: Math.floor(s / 60) });
  if (s < 86400) return fill(words.textHour, { n: Math.floor(s / 3600) });
  return fill(words.textDay, { n: Math.floor(s / 86400) });
}

/** @param {number} due @param {number} at */
function dueText(due, at) {
  if (due <= at) return fill(words.textOver, { t: span(at - due) });
  if (due - at < 6 * 3600000) return fill(words.textLeft, { t: span(due - at) });
  const w = wall(due);
  return fill(w.day === wall(at).day ? words.textToday : words.textBy, w);
}

/** @param {number} then @param {number} at */
function agoText(then, at) {
  const s = Math.floor((at - then) / 1000);
  if (s < 60) return words.textNow || '';
  if (s < 3600) return fill(words.textMinAgo, { n: Math.floor(s / 60) });
  const w = wall(then), today = wall(at);
  if (w.day === today.day) return fill(words.textHourAgo, { n: Math.floor(s / 3600) });
  if (w.day === today.day - 1) return fill(words.textYesterday, w);
  return fill(w.y === today.y ? words.textDate : words.textDateYear, w);
}

/** @param {Element} el @param {string} text */
function put(el, text) {
  if (text && el.textContent !== text) el.textContent = text;
}

/** Brings every clock inside a node up to date. @param {ParentNode} [root] */
export function tick(root = document) {
  const at = now();
  for (const el of root.querySelectorAll('[data-clock]')) put(el, hms(at));
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-due]'))) {
    const due = Number(el.dataset.due), left = due - at;
    if (!due) continue;
    put(el, dueText(due, at));
    el.classList.toggle('is-over', left <= 0);
    el.classList.toggle('is-warn', left > 0 && left < Number(el.dataset.span || 0) * 0.3);
  }
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-ago]'))) {
    put(el, agoText(Number(el.dataset.ago), at));
  }
}

if (words.now) {
  tick();
  setInterval(tick, 1000);
}
