// @ts-check
// The only script a page names. Every part does nothing where its elements are absent,
// and no act needs any of them.
import './clock.js';
import './part.js';
import './send.js';
import './keep.js';
import './live.js';
import './keys.js';
import './intake.js';
import './sound.js';

/* What is wrong comes first, and leads into the field. */
const first = () => /** @type {HTMLElement | null} */ (document.querySelector('.errors'))?.focus();
document.addEventListener('click', (e) => {
  const link = e.target instanceof Element ? e.target.closest('.errors a') : null;
  const field = link && document.getElementById(decodeURIComponent(/** @type {HTMLAnchorElement} */ (link).hash.slice(1)));
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

document.addEventListener('click', (e) => {
  if (e.target instanceof Element && e.target.closest('button[data-print]')) print();
});

/* One key copies the text of a field, for the system that must be fed anyway. */
function copies() {
  for (const el of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('button[data-copy][hidden]'))) {
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
}

/* The page came, or another took its place. */
function dress() {
  first();
  copies();
}
dress();
document.addEventListener('put', dress);
