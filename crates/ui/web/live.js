// @ts-check
// What happens elsewhere appears here: queue rows, map points, counts, parts of a page.
// Nothing moves under the hand, and nothing someone is typing is touched.
import { announce, onAlarm, onBell } from './alarm.js';
import { fill, setNow, tick } from './clock.js';
import { fetchPart, isBusy, morph, parse } from './part.js';
import { report } from './sound.js';
import { listen } from './stream.js';

/** @typedef {{ id: string, number?: string, version: number, html?: string, open?: boolean, group?: string, point?: string | null }} Row */

const page = document.body.dataset;
/** @type {Map<string, HTMLElement>} */ const waiting = new Map();

const queue = () => document.getElementById('queue');
const list = () => /** @type {HTMLElement | null} */ (document.querySelector('#queue [data-rows]'));
/** @param {string} id */
const rowOf = (id) => /** @type {HTMLElement | null} */ (list()?.querySelector(`.row[data-id="${CSS.escape(id)}"]`));
const canHover = matchMedia('(hover: hover)').matches;
/** @param {Element} el */
const inHand = (el) => (canHover && el.matches(':hover')) || el.contains(document.activeElement);
/** @param {Element} el */
const held = (el) => inHand(el) || el.classList.contains('is-selected');

function handsOn() {
  const rows = list(), home = queue();
  if (!rows || !home) return false;
  const scrolled = rows.scrollTop > 4 || home.getBoundingClientRect().top < -4;
  return scrolled || inHand(rows) || home.contains(document.activeElement);
}

/** Does this tab's filter show the row? data-groups="waiting active"; none: all open ones. @param {Row} row */
function shown(row) {
  const groups = queue()?.dataset.groups;
  return groups ? groups.split(' ').includes(row.group || '') : row.open !== false;
}

/** @param {Row} row */
function onRow(row) {
  point(row);
  refresh(row);
  const rows = list();
  if (!rows) return;
  if (!shown(row) || !row.html) return leave(row.id);
  const next = /** @type {HTMLElement | null} */ (parse(row.html));
  const old = rowOf(row.id) || waiting.get(row.id);
  if (!next || (old && Number(old.dataset.version) >= row.version)) return;
  if (old) return update(old, next);
  waiting.set(row.id, next);
  if (handsOn()) bar();
  else admit();
}

/** @param {HTMLElement} old @param {HTMLElement} next */
function update(old, next) {
  if (old.classList.contains('is-selected')) {
    next.classList.add('is-selected');
    next.setAttribute('aria-current', 'true');
    next.dataset.held = place(old);
  }
  morph(old, next);
  tick(old.parentElement || document);
  settle();
}

/** Where a row stands; the selected one keeps the place it had. @param {HTMLElement} row */
const place = (row) => (row.classList.contains('is-selected') && row.dataset.held) || row.dataset.sort || '';

/** Puts rows where data-sort says. */
function order() {
  const rows = list();
  if (!rows) return;
  const all = /** @type {HTMLElement[]} */ ([...rows.querySelectorAll('.row')]);
  const left = new Set(all);
  for (const row of all.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0))) {
    const [first] = left;
    if (row !== first) rows.insertBefore(row, first);
    left.delete(row);
  }
}

/** @param {string} id */
function leave(id) {
  waiting.delete(id);
  const row = rowOf(id);
  if (row && held(row)) {
    row.classList.add('is-gone');
    const state = row.querySelector('.state');
    if (state) state.replaceWith(Object.assign(document.createElement('span'), { className: 'state', textContent: queue()?.dataset.textGone || '' }));
  } else row?.remove();
  bar();
}

/** The hand has gone: let newcomers in, let the gone go, put rows where they belong. */
function settle() {
  const rows = list();
  if (!rows || handsOn()) return;
  for (const row of rows.querySelectorAll('.row.is-gone')) if (!held(row)) row.remove();
  admit();
}

function admit() {
  list()?.append(...waiting.values());
  waiting.clear();
  order();
  bar();
  tick();
}

/** Rows that wait are in the page, hidden, so that an urgent one still rings. */
function bar() {
  const home = queue(), button = /** @type {HTMLElement | null} */ (home?.querySelector('.newbar'));
  if (home && button) {
    const store = home.querySelector('[data-waiting]') || home.appendChild(document.createElement('div'));
    store.setAttribute('data-waiting', '');
    store.setAttribute('hidden', '');
    store.replaceChildren(...waiting.values());
    button.hidden = waiting.size === 0;
    button.textContent = fill(home.dataset.textNew, { n: waiting.size });
    button.classList.toggle('is-ringing', Boolean(store.querySelector('[data-ringing]')));
  }
  const empty = /** @type {HTMLElement | null} */ (home?.querySelector('.empty'));
  if (empty) empty.hidden = Boolean(list()?.querySelector('.row'));
}

/** @param {Row} row */
function point(row) {
  const points = document.querySelector('#map g.points');
  if (!points || row.point === undefined) return;
  const old = document.getElementById(`pt-${row.id}`);
  const next = row.point ? parse(`<svg>${row.point}</svg>`)?.firstElementChild : null;
  if (next && old?.classList.contains('is-selected')) next.classList.add('is-selected');
  if (old && next && !inHand(old)) old.replaceWith(next);
  else if (old && next) morph(old, next);
  else if (next) points.append(next);
  else old?.remove();
}

/** @type {Map<Element, number>} */ const timers = new Map();

/** @param {Row} row */
function refresh(row) {
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-refresh-on]'))) {
    const ids = (el.dataset.refreshOn || '').split(' ');
    if (![row.id, row.number, '*'].some((name) => ids.includes(name || row.id)) || Number(el.dataset.version || -1) >= row.version) continue;
    clearTimeout(timers.get(el));
    timers.set(el, window.setTimeout(() => reload(el), 150));
  }
}

/** @param {HTMLElement} el */
async function reload(el) {
  if (isBusy(el)) return stale(el);
  const html = await fetchPart(el.dataset.partUrl || location.href, el.dataset.part || '', true);
  const next = html && parse(html, el.id);
  if (!next || next.id !== el.id || !el.isConnected) return;
  if (isBusy(el)) return stale(el);
  morph(el, next);
  tick();
}

/** @param {HTMLElement} el */
function stale(el) {
  if (el.querySelector('[data-stale]')) return;
  const note = document.createElement('p');
  note.className = 'notice notice-warn';
  note.setAttribute('role', 'status');
  note.dataset.stale = '';
  note.textContent = el.dataset.textStale || '';
  el.prepend(note);
}

async function reset() {
  const home = queue();
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-refresh-on]'))) reload(el);
  if (!home) return;
  const html = await fetchPart(location.href, 'queue', true);
  const next = html && /** @type {HTMLElement | null} */ (parse(html));
  if (!next || next.id !== 'queue') return;
  const map = document.getElementById('map'), part = map && (await fetchPart(location.href, 'map', true));
  if (map && part) morphMap(map, part);
  waiting.clear();
  const active = document.activeElement?.closest('.row');
  const id = active instanceof HTMLElement ? active.dataset.id : '';
  const selected = /** @type {HTMLElement | null} */ (home.querySelector('.row.is-selected'))?.dataset.id;
  morph(home, next);
  if (selected) rowOf(selected)?.classList.add('is-selected');
  if (id) rowOf(id)?.focus({ preventScroll: true });
  bar();
  tick();
}

/** @param {Element} map @param {string} html */
function morphMap(map, html) {
  const next = parse(html);
  if (next && next.id === 'map') morph(map, next);
}

/** @param {Record<string, number>} counts */
function onCounts(counts) {
  for (const [name, n] of Object.entries(counts)) {
    for (const el of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) {
      if (el.textContent !== String(n)) el.textContent = String(n);
    }
  }
}

/** @type {ReturnType<typeof listen> | null} */ let stream = null;
/** @type {import('./stream.js').State} */ let state = 'retry';
/** So long without a word, and nobody may rely on what stands here. */
const DOWN = 25;

/** The word changes when the state does, and only then is read aloud; the count beside it is for eyes. */
function pill() {
  const el = document.getElementById('live-state'), word = el?.firstElementChild, count = el?.querySelector('.heard');
  if (!el || !word || !count || !stream) return;
  const silent = Math.floor(stream.silent() / 1000);
  const late = stream.silent() > stream.every() * 1.6;
  const now = state === 'out' ? 'out' : silent >= DOWN ? 'down' : state === 'live' && late ? 'late' : state;
  const words = { live: el.dataset.textLive, late: el.dataset.textLate, retry: el.dataset.textRetry, down: el.dataset.textDown, out: el.dataset.textOut };
  const look = { live: 'live', late: 'retry', retry: 'retry', down: 'down', out: 'down' }[now];
  for (const name of ['live', 'retry', 'down']) el.classList.toggle(`is-${name}`, name === look);
  if (word.textContent !== words[now]) word.textContent = words[now] || '';
  const text = now === 'out' ? '' : fill(el.dataset.textHeard, { n: silent });
  if (count.textContent !== text) count.textContent = text;
}

/** @param {import('./stream.js').Fact} fact */
function onFact({ type, data }) {
  state = 'live';
  if (type === 'row') (announce(data), onRow(data));
  else if (type === 'gone') (leave(data.id), point({ id: data.id, version: 0, point: null }));
  else if (type === 'counts') onCounts(data);
  else if (type === 'alarm') onAlarm(data);
  else if (type === 'bell') onBell(data);
  else if (type === 'reset') reset();
  else if (type === 'beat') (setNow(Number(data?.now)), report(String(data?.stream || '')));
  pill();
}

if (page.live && 'EventSource' in window) {
  stream = listen(page.live, page.liveAfter || '', `live:${page.liveChannel || ''}`, onFact, (next) => {
    state = next;
    // Whoever must sign in again is asked to, unless something typed would be lost.
    if (next === 'out' && !document.querySelector('form[data-dirty]')) location.reload();
    pill();
  });
  setInterval(() => {
    stream?.watch();
    pill();
    settle();
  }, 1000);
  for (const type of ['pointerout', 'focusout', 'scroll']) {
    document.addEventListener(type, () => setTimeout(settle), { passive: true, capture: true });
  }
  document.addEventListener('click', (e) => {
    if (!(e.target instanceof Element) || !e.target.closest('#queue .newbar')) return;
    admit();
    const rows = list();
    if (rows) rows.scrollTop = 0;
    if ((queue()?.getBoundingClientRect().top || 0) < 0) queue()?.scrollIntoView();
    /** @type {HTMLElement | null} */ (rows?.querySelector('.row'))?.focus({ preventScroll: true });
  });
}
