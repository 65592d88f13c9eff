// @ts-check
// What was typed and not sent stands there again when the page comes back in this tab: after Back and Forward,
// a new start of the server, signing in again. It is its writer's alone, and goes with the sign-out. With it
// comes the form's key: where the answer was lost, sending again counts once.

/** @typedef {{ at: number, pairs: [string, string][] }} Kept */
const PREFIX = 'typed:';
/** Longer than a shift nothing is kept. */
const SHIFT_MS = 12 * 3600000;

/** Forms that keep themselves (the intake has its draft), and those that must not be kept. @param {HTMLFormElement} form */
const keeps = (form) => form.method === 'post' && !form.dataset.draft && !form.querySelector('input[type=password]') && Boolean(keyOf(form));

/** @param {HTMLFormElement} form */
function keyOf(form) {
  const key = form.elements.namedItem('idempotency_key');
  return key instanceof HTMLInputElement ? key : null;
}

/** Whose form it is, where it stands, and which of its kind it is. @param {HTMLFormElement} form */
function nameOf(form) {
  const whose = (keyOf(form)?.value || '').split('.')[0];
  const action = form.getAttribute('action') || '';
  const alike = [...document.forms].filter((other) => other.getAttribute('action') === action);
  return `${PREFIX}${whose}:${location.pathname}${location.search}:${action}:${alike.indexOf(form)}`;
}

/** @param {HTMLFormElement} form */
function store(form) {
  /** @type {[string, string][]} */ const pairs = [];
  for (const [name, value] of new FormData(form)) if (typeof value === 'string' && name !== 'back') pairs.push([name, value]);
  sessionStorage.setItem(nameOf(form), JSON.stringify({ at: Date.now(), pairs }));
}

/** @param {HTMLFormElement} form @param {Kept} kept */
function fill(form, kept) {
  const values = new Map();
  for (const [name, value] of kept.pairs) values.set(name, [...(values.get(name) || []), value]);
  for (const el of form.elements) {
    const field = /** @type {HTMLInputElement} */ (el), list = values.get(field.name) || [];
    if (!field.name || field.name === 'back' || field.type === 'submit') continue;
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = list.includes(field.value);
    else if (list.length) field.value = list[0];
  }
  for (let fold = form.closest('details'); fold; fold = fold.parentElement?.closest('details') || null) fold.open = true;
  form.dataset.dirty = '';
}

/** @param {HTMLFormElement} form */
const forget = (form) => sessionStorage.removeItem(nameOf(form));

document.addEventListener('input', (e) => {
  const form = e.target instanceof Element ? e.target.closest('form') : null;
  if (form && keeps(form)) store(form);
});
document.addEventListener('reset', (e) => e.target instanceof HTMLFormElement && forget(e.target));
document.addEventListener('sent', (e) => e.target instanceof HTMLFormElement && forget(e.target));
document.addEventListener('click', (e) => {
  if (e.target instanceof Element && e.target.closest('[data-end-sound]')) for (const name of names()) sessionStorage.removeItem(name);
});

const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));

/* The page came: what is too old, or another's who was signed in here, goes; the rest stands in its form. */
const mine = [...document.forms].map((form) => (keyOf(form)?.value || '').split('.')[0]).find((whose) => whose.length === 32);
if (mine) {
  for (const name of names()) {
    /** @type {Kept} */ const kept = JSON.parse(sessionStorage.getItem(name) || '{"at":0}');
    if (!name.startsWith(`${PREFIX}${mine}:`) || Date.now() - kept.at > SHIFT_MS) sessionStorage.removeItem(name);
  }
  for (const form of document.forms) {
    const kept = keeps(form) && !form.querySelector('.has-error') && sessionStorage.getItem(nameOf(form));
    if (kept) fill(form, JSON.parse(kept));
  }
}
