// @ts-check
// Single keys for the console, written on the buttons and listed under "?".
// Never while typing or choosing characters, never with Alt or Ctrl but Ctrl+Enter; body[data-keys=off] turns them off.

const help = () => /** @type {HTMLDialogElement | null} */ (document.getElementById('keys-help'));
/** @param {Element} el */
const visible = (el) => (el.getClientRects().length > 0 || el.closest('.nav-more') !== null) && !(/** @type {HTMLButtonElement} */ (el).disabled);
const keyed = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-key]')]).filter(visible);
/** @param {KeyboardEvent} e */
const composing = (e) => e.isComposing || e.keyCode === 229;

/** @param {EventTarget | null} el */
function isField(el) {
  if (!(el instanceof HTMLElement)) return false;
  if (el instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'reset'].includes(el.type);
  return el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement || el.isContentEditable;
}

/** @param {HTMLElement} el */
function act(el) {
  if (isField(el)) {
    el.focus();
    (el.closest('section') || el).scrollIntoView({ block: 'nearest' });
  } else if (el instanceof HTMLInputElement) {
    el.focus();
    el.click();
  } else el.click();
}

/** @param {number} step */
function move(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#queue .row, [data-key-rows] a')]).filter(visible);
  if (!rows.length) return;
  const here = document.activeElement?.closest('.row, [data-key-rows] a') || document.querySelector('.row.is-selected');
  const at = rows.findIndex((r) => r === here);
  rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))].focus();
}

function showHelp() {
  const box = help(), list = box?.querySelector('[data-keys-list]');
  if (!box || !list || !box.showModal) return;
  list.replaceChildren(
    ...keyed().flatMap((el) => {
      const dt = document.createElement('dt'), dd = document.createElement('dd');
      for (const part of (el.dataset.key || '').split(' ')) {
        const kbd = document.createElement('kbd');
        kbd.textContent = part.toUpperCase();
        dt.append(kbd, ' ');
      }
      dd.textContent = el.dataset.keyLabel || label(el);
      return [dt, dd];
    }),
  );
  box.showModal();
}

/** @param {HTMLElement} el */
function label(el) {
  const copy = /** @type {HTMLElement} */ ((/** @type {HTMLInputElement} */ (el).labels?.[0] || el).cloneNode(true));
  for (const kbd of copy.querySelectorAll('kbd, [aria-hidden]')) kbd.remove();
  return el.getAttribute('aria-label') || (copy.textContent || '').trim().replace(/\s+/g, ' ');
}

/** Does what Enter in a one-line field does: the form's first button, which is its marked one. @param {Element | null} el */
function submit(el) {
  const form = /** @type {HTMLFormElement | null} */ (el?.closest('form[method=post]') || null);
  if (!form) return false;
  const button = [...form.elements].find((one) => one instanceof HTMLButtonElement && one.type === 'submit');
  if (button) /** @type {HTMLButtonElement} */ (button).click();
  else form.requestSubmit();
  return true;
}

function escape() {
  const menu = document.querySelector('details.menu[open]');
  if (menu) {
    menu.removeAttribute('open');
    /** @type {HTMLElement | null} */ (menu.querySelector('summary'))?.focus();
  } else if (isField(document.activeElement)) /** @type {HTMLElement} */ (document.activeElement).blur();
}

let pending = '';
let pendingSince = 0;

/** @param {KeyboardEvent} e */
function single(e) {
  const key = e.key.toLowerCase();
  const chord = pending && e.timeStamp - pendingSince < 1500 ? `${pending} ${key}` : '';
  pending = '';
  const all = keyed();
  const hit = (chord && all.find((el) => el.dataset.key === chord)) || all.find((el) => el.dataset.key === key);
  if (hit) return act(hit), true;
  if (all.some((el) => el.dataset.key?.startsWith(`${key} `))) {
    pending = key;
    pendingSince = e.timeStamp;
    return true;
  }
  if (key === '?') return showHelp(), Boolean(help());
  const inQueue = document.activeElement?.closest('.row');
  if (key === 'j' || (key === 'arrowdown' && inQueue)) return move(1), true;
  if (key === 'k' || (key === 'arrowup' && inQueue)) return move(-1), true;
  return false;
}

document.addEventListener('keydown', (e) => {
  if (composing(e) || e.defaultPrevented) return;
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey) {
    if (submit(document.activeElement)) e.preventDefault();
    return;
  }
  if (e.ctrlKey || e.altKey || e.metaKey || document.querySelector('dialog[open]')) return;
  if (e.key === 'Escape') return escape();
  if (document.body.dataset.keys === 'off' || isField(e.target)) return;
  if (single(e)) e.preventDefault();
});

// Some browsers send the form with the Enter that only ends the choice of characters.
document.addEventListener('keydown', (e) => {
  if (e.key === 'Enter' && composing(e) && e.target instanceof HTMLInputElement) e.preventDefault();
}, true);

document.addEventListener('click', (e) => {
  if (e.target instanceof Element && e.target.closest('[data-keys-open]')) showHelp();
});
