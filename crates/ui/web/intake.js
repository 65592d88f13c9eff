// @ts-check
// Help while a call is taken: known places, a likely kind, the same courtyard's other calls, a kept draft.
// The form works without any of it.
import { fill, hms, now } from './clock.js';

/** Runs when nothing came for so long. @template T @param {(last: T) => void} run @param {number} ms @returns {(last: T) => void} */
function later(run, ms) {
  let timer = 0;
  return (last) => {
    clearTimeout(timer);
    timer = window.setTimeout(run, ms, last);
  };
}

/** @param {HTMLFormElement} form @param {string} name */
function valueOf(form, name) {
  const field = form.elements.namedItem(name);
  return field && 'value' in field ? String(field.value) : '';
}

/* ---- place ---- */

/** @typedef {{ id: string, label: string, hint?: string, village?: string }} Place */

/** @param {HTMLInputElement} input */
function places(input) {
  const form = input.form;
  const target = /** @type {HTMLInputElement | null} */ (form?.elements.namedItem(input.dataset.target || '') || null);
  const box = document.createElement('ul');
  const said = /** @type {HTMLElement | null} */ (form?.querySelector('[data-find-status]') || null);
  /** @type {Place[]} */ let items = [];
  let at = -1;
  /** Enter came before the answer: its first place is meant. */ let eager = false;
  let due = false;
  /** @type {AbortController | null} */ let asking = null;

  box.className = 'suggest';
  box.id = `${input.id}-list`;
  box.hidden = true;
  box.setAttribute('role', 'listbox');
  box.setAttribute('aria-label', input.labels?.[0]?.textContent?.trim() || '');
  input.after(box);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', box.id);
  input.autocomplete = 'off';

  function close() {
    asking?.abort();
    due = eager = false;
    box.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  /** @param {number} next */
  function point(next) {
    at = next;
    [...box.children].forEach((li, i) => li.setAttribute('aria-selected', String(i === at)));
    const li = box.children[at];
    if (li) {
      input.setAttribute('aria-activedescendant', li.id);
      li.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  }

  /** @param {Place} place */
  function choose(place) {
    input.value = place.label;
    link(place.id);
    const village = form?.elements.namedItem('place.village');
    if (place.village && village instanceof HTMLSelectElement) village.value = place.village;
    close();
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** @param {string} id */
  function link(id) {
    if (!target || target.value === id) return;
    target.value = id;
    target.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function draw() {
    box.replaceChildren(...items.map((place, i) => {
      const li = document.createElement('li');
      li.id = `${box.id}-${i}`;
      li.setAttribute('role', 'option');
      li.setAttribute('aria-selected', 'false');
      li.append(place.label);
      if (place.hint) li.append(Object.assign(document.createElement('small'), { textContent: place.hint }));
      li.addEventListener('pointerdown', (e) => {
        e.preventDefault();
        choose(place);
      });
      return li;
    }));
    at = -1;
    input.removeAttribute('aria-activedescendant');
    box.hidden = !items.length;
    input.setAttribute('aria-expanded', String(items.length > 0));
    if (said) said.textContent = fill(input.dataset.textFound, { n: items.length });
    due = false;
    if (eager && items.length) choose(items[0]);
    eager = false;
  }

  const ask = later(async () => {
    asking?.abort();
    const q = input.value.trim();
    if (!q || (document.activeElement !== input && !eager)) return close();
    asking = new AbortController();
    try {
      const url = new URL(input.dataset.find || '', location.href);
      url.searchParams.set('q', q);
      const answer = await fetch(url, { signal: asking.signal, headers: { Accept: 'application/json' } });
      if (!answer.ok) return close();
      const found = await answer.json();
      items = (Array.isArray(found) ? found : found.items || []).slice(0, 8);
      draw();
    } catch {
      // Aborted or no network: free text stays possible.
    }
  }, 80);

  input.addEventListener('input', (e) => {
    if (!e.isTrusted && !(e instanceof InputEvent)) return;
    link('');
    due = true;
    ask(null);
  });
  input.addEventListener('blur', () => eager || close());
  input.addEventListener('keydown', (e) => {
    if (e.isComposing || e.keyCode === 229 || e.ctrlKey || e.altKey || e.metaKey) return;
    // Enter takes the first place found, also one that is still being looked for; else it is the form's.
    if (e.key === 'Enter' && (due || !box.hidden)) return e.preventDefault(), box.hidden ? void (eager = true) : choose(items[Math.max(at, 0)]);
    if (box.hidden) return;
    if (e.key === 'ArrowDown') point((at + 1) % items.length);
    else if (e.key === 'ArrowUp') point((at <= 0 ? items.length : at) - 1);
    else if (e.key === 'Escape') close();
    else if (e.key === 'Tab' && at >= 0) return choose(items[at]);
    else return;
    e.preventDefault();
  });
}

/* ---- kind ---- */

/** @param {HTMLFormElement} form */
function kinds(form) {
  const field = () => /** @type {HTMLSelectElement | null} */ (form.elements.namedItem('kind'));
  const mark = () => /** @type {HTMLElement | null} */ (form.querySelector('[data-suggested]'));
  let chosen = Boolean(field()?.value) && mark()?.hidden !== false;
  let asked = '';
  form.addEventListener('change', (e) => {
    if (!e.isTrusted || e.target !== field()) return;
    chosen = true;
    const shown = mark();
    if (shown) shown.hidden = true;
  });
  form.addEventListener('reset', () => (chosen = false));
  const ask = later(async () => {
    const text = valueOf(form, 'summary').trim();
    if (chosen || text.length < 2 || text === asked) return;
    asked = text;
    try {
      const answer = await fetch((form.dataset.suggest || '') + encodeURIComponent(text), { headers: { Accept: 'application/json' } });
      if (!answer.ok) return;
      const found = await answer.json();
      const first = (Array.isArray(found) ? found : found?.items || [found])[0];
      const id = first?.kind ?? first?.id;
      const kind = field(), shown = mark();
      if (!kind || chosen || text !== valueOf(form, 'summary').trim() || ![...kind.options].some((o) => o.value === id)) return;
      kind.value = id;
      if (shown) shown.hidden = false;
      kind.dispatchEvent(new Event('change', { bubbles: true }));
    } catch {
      // No suggestion then.
    }
  }, 300);
  form.addEventListener('input', (e) => e.target instanceof HTMLElement && e.target.getAttribute('name') === 'summary' && ask(null));
}

/* ---- what it may be besides a new call ---- */

/** @param {HTMLFormElement} form */
function offers(form) {
  let asked = '';
  const ask = later(async () => {
    const url = new URL(form.dataset.duplicates || '', location.href);
    for (const [name, field] of [['kind', 'kind'], ['premises', 'place.premises'], ['village', 'place.village']]) {
      const value = valueOf(form, field);
      if (value) url.searchParams.set(name, value);
    }
    if (url.href === asked) return;
    asked = url.href;
    try {
      const answer = await fetch(url, { headers: { 'X-Part': 'duplicates' } });
      const home = document.getElementById('duplicates');
      if (answer.ok && !answer.redirected && url.href === asked && home) home.innerHTML = await answer.text();
    } catch {
      asked = '';
    }
  }, 150);
  for (const type of ['input', 'change']) form.addEventListener(type, ask);
}

/* ---- draft ---- */

/** A call is long: what is typed is kept every second, not when the typing rests. */
const KEEP_MS = 1000, RETRY_MS = 3000;

/** @param {HTMLFormElement} form */
function drafts(form) {
  let unsaved = false, sent = false, timer = 0;
  /** Nobody is signed in: the next key asks again, not the clock. */ let out = false;
  let failed = false;
  /** @type {Promise<void> | null} */ let saving = null;
  const body = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') data.append(name, value);
    return data;
  };
  /** @param {string | undefined} text */
  const say = (text) => {
    const state = form.querySelector('[data-draft-state]');
    if (state) state.textContent = text || '';
  };
  const save = async () => {
    unsaved = false;
    const words = /** @type {HTMLElement | null} */ (form.querySelector('[data-draft-state]'))?.dataset || {};
    try {
      const answer = await fetch(form.dataset.draft || '', { method: 'POST', body: body(), headers: { 'X-Form': '1' }, signal: AbortSignal.timeout(10000) });
      if (answer.status === 204) {
        failed = false;
        if (!unsaved) say(fill(words.textSaved, { t: hms(now()) }));
        return;
      }
      out = answer.status === 401;
      say(out ? words.textOut : words.textFailed);
    } catch {
      say(words.textFailed);
    }
    unsaved = failed = true;
  };
  const beat = async () => {
    timer = 0;
    if (sent || !unsaved || saving) return;
    out = false;
    saving = save();
    await saving;
    saving = null;
    if (unsaved && !out) soon(failed ? RETRY_MS : KEEP_MS);
  };
  const soon = (ms = KEEP_MS) => (timer ||= window.setTimeout(beat, ms));
  const touched = () => {
    unsaved = true;
    say(/** @type {HTMLElement | null} */ (form.querySelector('[data-draft-state]'))?.dataset.textUnsaved);
    soon();
  };
  for (const type of ['input', 'change']) form.addEventListener(type, touched);
  // A draft that arrives after its call would come back as the next one.
  form.addEventListener('sending', (e) => {
    sent = true;
    if (saving) /** @type {CustomEvent} */ (e).detail.push(saving);
  });
  form.addEventListener('unsent', () => {
    sent = false;
    touched();
  });
  // Thrown away is thrown away: leaving the page must not keep it once more.
  const discard = /** @type {HTMLFormElement | null} */ (document.getElementById('intake-discard'));
  discard?.addEventListener('sending', (e) => {
    sent = true;
    if (saving) /** @type {CustomEvent} */ (e).detail.push(saving);
  });
  discard?.addEventListener('unsent', () => (sent = false));
  addEventListener('pageshow', () => (sent = false));
  addEventListener('pagehide', () => {
    if (unsaved && !sent) fetch(form.dataset.draft || '', { method: 'POST', body: body(), headers: { 'X-Form': '1' }, keepalive: true }).catch(() => {});
  });
}

/** @param {ParentNode} part */
function find(part) {
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (part.querySelectorAll('input[data-find]:not([role=combobox])'));
  for (const input of inputs) places(input);
}
find(document);
// Parts are put in place later.
document.addEventListener('focusin', (e) => e.target instanceof HTMLInputElement && e.target.parentElement && find(e.target.parentElement));
for (const form of document.forms) {
  if (form.dataset.suggest) kinds(form);
  if (form.dataset.duplicates) offers(form);
  if (form.dataset.draft) drafts(form);
}
