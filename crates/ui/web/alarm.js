// @ts-check
// What calls for somebody on every page: counters, own orders, how many in title and menu, a notice where the
// browser allows one, one sentence for readers, and on the board whose phone can ring.
import { fill, now } from './clock.js';
import { morph, parse } from './part.js';

/** @typedef {{ parts: string[], waiting: Record<string, number> }} Alarm */

const said = document.getElementById('said');
/** What was said aloud already. @type {Set<string>} */ const told = new Set();
/** So long a call is news, in ms. */
const NEWS = 120_000;
const unsigned = () => Number(document.getElementById('own-orders')?.dataset.unsigned || 0);

/** Says a sentence once. @param {string} key @param {string} text */
function say(key, text) {
  if (!said || told.has(key)) return;
  told.add(key);
  // A node of its own: the same words a second time are news too.
  said.replaceChildren(Object.assign(document.createElement('span'), { textContent: text }));
}

/** @param {Alarm} alarm */
export function onAlarm({ parts, waiting }) {
  const before = unsigned();
  for (const html of parts) {
    const next = /** @type {HTMLElement | null} */ (html ? parse(html) : null);
    const old = next && document.getElementById(next.id);
    if (!next || !old || (old.dataset.state && old.dataset.state === next.dataset.state)) continue;
    morph(old, next);
  }
  let total = 0;
  for (const [href, n] of Object.entries(waiting)) {
    total += n;
    for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-waiting-behind="${CSS.escape(href)}"]`))) {
      el.hidden = n === 0;
      if (el.textContent !== String(n)) el.textContent = String(n);
    }
  }
  const title = document.title.replace(/^\(\d+\) /, '');
  document.title = total ? `(${total}) ${title}` : title;
  const after = unsigned();
  if (after <= before) return;
  say(`orders ${after} ${Date.now()}`, fill(said?.dataset.textOrders, { n: after }));
  notice(fill(said?.dataset.textNotice, { n: after }));
}

/** A new call of level 1 is said once, whatever the page. @param {{ id: string, html?: string }} row */
export function announce({ id, html }) {
  if (!said || !html?.includes('data-ringing="urgent"')) return;
  const row = parse(html), head = row?.querySelector('.row-head');
  if (Number(/** @type {HTMLElement | null} */ (row?.querySelector('[data-ago]'))?.dataset.ago) < now() - NEWS) return;
  say(id, fill(said.dataset.textUrgent, { t: (head?.textContent || '').trim().replace(/\s+/g, ' ') }));
}

/** @param {{ account: string, bell: string }} one */
export function onBell({ account, bell }) {
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-bell="${CSS.escape(account)}"]`))) {
    const words = /** @type {HTMLElement | null} */ (el.closest('[data-text-absent]'))?.dataset || {};
    const text = { rings: words.textRings, mute: words.textMute, absent: words.textAbsent }[bell] || '';
    el.className = `bell bell-${bell}`;
    if (el.textContent !== text) el.textContent = text;
  }
}

const ask = /** @type {HTMLButtonElement | null} */ (document.querySelector('[data-ask-notice]'));

/** How many, and nothing else: a locked screen shows it to everybody. @param {string} text */
function notice(text) {
  if (!ask || document.hasFocus() || !('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const one = new Notification(document.querySelector('.brand')?.textContent || '', { body: text, tag: 'orders' });
    one.onclick = () => {
      window.focus();
      location.href = '/orders';
    };
  } catch {
    // Some phones know the name and give none: their page still rings.
  }
}

if (ask && 'Notification' in window && window.isSecureContext) {
  ask.hidden = Notification.permission !== 'default';
  ask.addEventListener('click', async () => {
    const answer = await Notification.requestPermission();
    ask.hidden = answer === 'granted';
    if (answer !== 'granted') Object.assign(ask, { disabled: true, textContent: ask.dataset.textRefused });
  });
}
