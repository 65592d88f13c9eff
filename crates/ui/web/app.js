// @ts-check
// The only script a page names. Every part does nothing where its elements are absent,
// and no act needs any of them.
import './clock.js';
import './part.js';
import './live.js';
import './keys.js';
import './intake.js';
import './sound.js';

/* A form is sent once; its idempotency key makes a second try harmless after a lost answer. */
document.addEventListener('submit', (e) => {
  const form = e.target;
  if (e.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'post') return;
  if (form.dataset.sent) return e.preventDefault();
  form.dataset.sent = '1';
  delete form.dataset.dirty;
  setTimeout(() => hold(form, true));
  setTimeout(() => hold(form, false), 8000);
});
addEventListener('pageshow', (e) => {
  if (e.persisted) for (const form of document.forms) hold(form, false);
});

/** @param {HTMLFormElement} form @param {boolean} on */
function hold(form, on) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll('button:not([type=button])'))) {
    if (on === button.disabled) continue;
    if (!on && button.getAttribute('aria-busy') !== 'true') continue;
    button.disabled = on;
    button.setAttribute('aria-busy', String(on));
  }
  if (!on) delete form.dataset.sent;
}

/* What is wrong comes first, and leads into the field. */
const errors = /** @type {HTMLElement | null} */ (document.querySelector('.errors'));
errors?.focus();
errors?.addEventListener('click', (e) => {
  const link = e.target instanceof Element ? e.target.closest('a') : null;
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  e.preventDefault();
  field.scrollIntoView({ block: 'center' });
  field.focus({ preventScroll: true });
});

/* A link or button that opens a dialog already in the page; without script the link leads to its own page. */
document.addEventListener('click', (e) => {
  if (e.defaultPrevented || !(e.target instanceof Element)) return;
  const opener = /** @type {HTMLElement | null} */ (e.target.closest('[data-open-dialog]'));
  const box = /** @type {HTMLDialogElement | null} */ (opener && document.getElementById(opener.dataset.openDialog || ''));
  if (box?.showModal && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
    e.preventDefault();
    box.showModal();
  }
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(e.target)) menu.removeAttribute('open');
});

/* Lists keep their place from page to page: data-keep-scroll, with an id. */
for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-keep-scroll][id]'))) {
  const key = `scroll:${location.pathname}:${el.id}`;
  el.scrollTop = Number(sessionStorage.getItem(key) || 0);
  addEventListener('pagehide', () => sessionStorage.setItem(key, String(el.scrollTop)));
}
for (const el of document.querySelectorAll('button[data-print]')) el.addEventListener('click', () => print());

/* One key copies the text of a field, for the system that must be fed anyway. */
for (const el of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('button[data-copy]'))) {
  const field = /** @type {HTMLTextAreaElement | null} */ (document.getElementById(el.dataset.copy || ''));
  if (!field) continue;
  el.hidden = false;
  if (field.dataset.url !== undefined) {
    field.hidden = false;
    field.value = new URL(field.value, location.href).href;
  }
  el.addEventListener('click', async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand('copy');
    }
  });
}
