// @ts-check
// Parts of a page, fetched again from the page's own address (header X-Part) and put in place
// without taking away what someone is typing, focusing or has opened.

/** @param {string} url @param {string} name @param {boolean} [quiet] the page asks by itself: no use of the session
 * @returns {Promise<string | null>} null: go there the ordinary way */
export async function fetchPart(url, name, quiet) {
  try {
    const answer = await fetch(url, { headers: quiet ? { 'X-Part': name, 'X-Quiet': '1' } : { 'X-Part': name }, credentials: 'same-origin' });
    return answer.ok && !answer.redirected ? await answer.text() : null;
  } catch {
    return null;
  }
}

/** The element of this id, of a whole page too; else the first.
 * @param {string} html @param {string} [id] @returns {Element | null} */
export function parse(html, id) {
  const box = document.createElement('template');
  box.innerHTML = html.trim();
  return (id && box.content.getElementById(id)) || box.content.firstElementChild;
}

/** A form was typed in or unfolded, or a dialog is open. @param {Element} el */
export function isBusy(el) {
  return Boolean(el.querySelector('form[data-dirty], form[data-sent], details[open] form, dialog[open]') || el.closest('form[data-dirty], form[data-sent]'));
}

/** Gives an element the attributes and content of a newer one; the node, and so its focus, stays.
 * @param {Element} old @param {Element} next */
export function morph(old, next) {
  const active = document.activeElement;
  const id = active && old !== active && old.contains(active) ? active.id : '';
  const open = [...old.querySelectorAll('details[open][id]')].map((d) => d.id);
  const keep = [...old.querySelectorAll('[data-keep-scroll][id]')].map((el) => ({ id: el.id, top: el.scrollTop }));
  for (const a of [...old.attributes]) if (!next.hasAttribute(a.name)) old.removeAttribute(a.name);
  for (const a of [...next.attributes]) if (old.getAttribute(a.name) !== a.value) old.setAttribute(a.name, a.value);
  old.replaceChildren(...next.childNodes);
  for (const d of open) document.getElementById(d)?.setAttribute('open', '');
  for (const { id: scrolled, top } of keep) document.getElementById(scrolled)?.scrollTo(0, top);
  if (id) document.getElementById(id)?.focus({ preventScroll: true });
}

document.addEventListener('input', (e) => {
  const form = e.target instanceof Element ? e.target.closest('form') : null;
  if (form && form.method === 'post') form.dataset.dirty = '';
});
document.addEventListener('reset', (e) => {
  if (e.target instanceof HTMLFormElement) delete e.target.dataset.dirty;
});

/** A link with data-open-part="detail" opens in #detail, so an unfinished intake stays on the page. */
document.addEventListener('click', async (e) => {
  if (e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || !(e.target instanceof Element)) return;
  const link = /** @type {HTMLAnchorElement | SVGAElement | null} */ (e.target.closest('a[data-open-part]'));
  const name = link?.getAttribute('data-open-part') || '';
  const home = document.getElementById(name);
  if (!link || !home || !home.getClientRects().length || isBusy(home)) return;
  // On a small window the part lies below the list: go to the page itself.
  if (matchMedia('(max-width: 1100px)').matches) return;
  e.preventDefault();
  const url = link instanceof HTMLAnchorElement ? link.href : link.href.baseVal;
  const html = await fetchPart(url, name);
  const next = html && parse(html);
  if (!next || next.id !== name) return void (location.href = url);
  morph(home, next);
  history.pushState({ part: name }, '', url);
  mark(link.getAttribute('data-id') || link.id.replace(/^pt-/, ''));
});
addEventListener('popstate', () => location.reload());

/** @param {string} id */
function mark(id) {
  for (const el of document.querySelectorAll('.row.is-selected, .pt.is-selected')) select(el, false);
  const row = document.querySelector(`.row[data-id="${CSS.escape(id)}"]`);
  const point = document.getElementById(`pt-${id}`);
  for (const el of [row, point]) if (el) select(el, true);
}

/** @param {Element} el @param {boolean} on */
function select(el, on) {
  el.classList.toggle('is-selected', on);
  if (on) el.setAttribute('aria-current', 'true');
  else el.removeAttribute('aria-current');
}
