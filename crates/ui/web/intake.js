// @ts-check
// Help while a call is taken: known places, a likely kind, the same courtyard's other calls, a kept draft.
// The form works without any of it.
import { fill, hms, now } from './clock.js';

/** @param {() => void} run @param {number} ms */
function later(run, ms) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(run, ms);
  };
}

/** @param {HTMLFormElement} form @param {string} name */
function valueOf(form, name) {
  const field = form.elements.namedItem(name);
  return field && 'value' in field ? String(field.value) : '';
}

/** Fills the empty parameters of an address from the form's fields of the same name.
 * @param {string} address @param {HTMLFormElement} form */
function filled(address, form) {
  const url = new URL(address, location.href);
  for (const [name, value] of [...url.searchParams]) if (!value) url.searchParams.set(name, valueOf(form, name));
  return url;
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
    ask();
  });
  input.addEventListener('blur', () => eager || close());
  input.addEventListener('keydown', (e) => {
    if (e.isComposing || e.keyCode === 229 || e.ctrlKey || e.altKey || e.metaKey) return;
    // Enter takes the first place found and never sends the form: there is more to say.
    if (e.key === 'Enter') return e.preventDefault(), box.hidden ? void (eager = due) : choose(items[Math.max(at, 0)]);
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
  const kind = form.elements.namedItem('kind'), summary = form.elements.namedItem('summary');
  if (!(kind instanceof HTMLSelectElement) || !(summary instanceof HTMLTextAreaElement || summary instanceof HTMLInputElement)) return;
  const mark = /** @type {HTMLElement | null} */ (form.querySelector('[data-suggested]'));
  let chosen = kind.value !== '' && (!mark || mark.hidden);
  let asked = '';
  kind.addEventListener('change', (e) => {
    if (!e.isTrusted) return;
    chosen = true;
    if (mark) mark.hidden = true;
  });
  form.addEventListener('reset', () => (chosen = false));
  summary.addEventListener('input', later(async () => {
    const text = summary.value.trim();
    if (chosen || text.length < 2 || text === asked) return;
    asked = text;
    try {
      const answer = await fetch((form.dataset.suggest || '') + encodeURIComponent(text), { headers: { Accept: 'application/json' } });
      if (!answer.ok) return;
      const found = await answer.json();
      const first = (Array.isArray(found) ? found : found?.items || [found])[0];
      const id = first?.kind ?? first?.id;
      if (chosen || text !== summary.value.trim() || ![...kind.options].some((o) => o.value === id)) return;
      kind.value = id;
      if (mark) mark.hidden = false;
      kind.dispatchEvent(new Event('change', { bubbles: true }));
    } catch {
      // No suggestion then.
    }
  }, 300));
}

/* ---- the same courtyard lately ---- */

/** @param {HTMLFormElement} form */
function duplicates(form) {
  const home = document.getElementById('duplicates');
  if (!home) return;
  let asked = '';
  form.addEventListener('change', later(async () => {
    const url = filled(form.dataset.duplicates || '', form).href;
    if (url === asked) return;
    asked = url;
    try {
      const answer = await fetch(url, { headers: { 'X-Part': 'duplicates' } });
      if (answer.ok && url === asked) home.innerHTML = await answer.text();
    } catch {
      asked = '';
    }
  }, 100));
}

/* ---- draft ---- */

/** @param {HTMLFormElement} form */
function drafts(form) {
  const state = /** @type {HTMLElement | null} */ (form.querySelector('[data-draft-state]'));
  let unsaved = false, sent = false;
  const body = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') data.append(name, value);
    return data;
  };
  const save = async () => {
    if (sent || !unsaved) return;
    unsaved = false;
    let kept = false;
    try {
      kept = (await fetch(form.dataset.draft || '', { method: 'POST', body: body() })).ok;
    } catch {
      kept = false;
    }
    unsaved ||= !kept;
    if (state) state.textContent = kept ? fill(state.dataset.textSaved, { t: hms(now()) }) : state.dataset.textFailed || '';
  };
  const soon = later(save, 800);
  const touched = () => {
    unsaved = true;
    soon();
  };
  form.addEventListener('input', touched);
  form.addEventListener('change', touched);
  form.addEventListener('submit', (e) => (sent = !e.defaultPrevented));
  // Thrown away is thrown away: leaving the page must not keep it once more.
  document.getElementById('intake-discard')?.addEventListener('submit', () => (sent = true));
  addEventListener('pageshow', () => (sent = false));
  addEventListener('pagehide', () => {
    if (unsaved && !sent) fetch(form.dataset.draft || '', { method: 'POST', body: body(), keepalive: true }).catch(() => {});
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
  if (form.dataset.duplicates) duplicates(form);
  if (form.dataset.draft) drafts(form);
}
