// @ts-check
// A form is sent from where it stands, and leaves its page only when the answer has come: what was typed
// outlives an ended session, a dead server, Back and Forward. Its key makes a second try harmless.
import { morph } from './part.js';

const words = document.body ? document.body.dataset : {};
/** So long an answer is waited for. */
const PATIENCE_MS = 20000;

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

/** It was not sent: it can be sent again, and says so. @param {HTMLFormElement} form @param {string} text @param {boolean} [out] */
function keep(form, text, out) {
  hold(form, false);
  form.dataset.dirty = '';
  form.dispatchEvent(new CustomEvent('unsent'));
  const said = form.querySelector('[data-unsent]') || document.createElement('p');
  said.setAttribute('data-unsent', '');
  said.className = 'error';
  said.setAttribute('role', 'alert');
  said.textContent = text;
  if (out) {
    const link = Object.assign(document.createElement('a'), { href: '/sign-in', target: '_blank', textContent: words.textSignIn || '' });
    said.append(' ', link);
  }
  const actions = form.querySelector('.actions');
  if (actions) actions.before(said);
  else form.append(said);
  said.scrollIntoView({ block: 'nearest' });
}

/** Goes on where the act said. @param {string} see */
function go(see) {
  const url = new URL(see, location.href);
  if (url.pathname !== location.pathname || url.search !== location.search) return location.assign(url);
  if (!url.hash) return location.replace(url);
  history.replaceState(null, '', url);
  location.reload();
}

/** The form of a page that is this one. @param {HTMLFormElement} form @param {ParentNode} page */
function twin(form, page) {
  const action = form.getAttribute('action');
  /** @param {ParentNode} root */
  const like = (root) => [...root.querySelectorAll('form')].filter((other) => other.getAttribute('action') === action);
  const found = like(page);
  return found[like(document).indexOf(form)] || found[0] || null;
}

/** Puts the answered page in place. One that is another page than ours gives its form alone: whoever
 * works on the board stays there. @param {HTMLFormElement} form @param {Document} page */
function put(form, page) {
  const main = document.querySelector('main'), next = page.querySelector('main'), again = twin(form, page);
  if (!main || !next) return false;
  const errors = page.querySelector('.errors');
  if (again && next.className !== main.className) {
    if (errors) again.prepend(errors);
    morph(form, again);
  } else {
    morph(main, next);
    document.title = page.title;
  }
  document.dispatchEvent(new CustomEvent('put'));
  return true;
}

/** @param {HTMLFormElement} form @param {Response} answer */
async function take(form, answer) {
  const see = answer.headers.get('X-See');
  if (see) {
    delete form.dataset.dirty;
    form.dispatchEvent(new CustomEvent('sent', { bubbles: true }));
    return go(see);
  }
  if ((answer.headers.get('Content-Type') || '').startsWith('text/html')) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    hold(form, false);
    form.dispatchEvent(new CustomEvent('unsent'));
    if (put(form, page)) return;
  }
  const problem = await answer.json().catch(() => ({}));
  keep(form, [problem.title, problem.detail].filter(Boolean).join('\u3000') || words.textUnsent || '', answer.status === 401);
}

/** @param {HTMLFormElement} form @param {URLSearchParams} body */
async function send(form, body) {
  /** @type {Promise<unknown>[]} */ const first = [];
  form.dispatchEvent(new CustomEvent('sending', { detail: first }));
  await Promise.allSettled(first);
  /** @type {Response} */ let answer;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    answer = await fetch(form.getAttribute('action') || '', { method: 'POST', body, headers: { 'X-Form': '1' }, credentials: 'same-origin', signal });
  } catch {
    return keep(form, words.textUnsent || '');
  }
  await take(form, answer).catch(() => keep(form, words.textUnsent || ''));
}

document.addEventListener('submit', (e) => {
  const form = e.target;
  if (e.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'post') return;
  if (form.dataset.sent) return e.preventDefault();
  form.dataset.sent = '1';
  setTimeout(() => hold(form, true));
  // What signs in or out goes the browser's own way.
  if (!form.elements.namedItem('idempotency_key')) return void setTimeout(() => hold(form, false), 8000);
  e.preventDefault();
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, e.submitter)) if (typeof value === 'string') body.append(name, value);
  send(form, body);
});
addEventListener('pageshow', (e) => {
  if (e.persisted) for (const form of document.forms) hold(form, false);
});

/* A time or a number half typed reads as nothing at all: it is a fault, at its field, in the page's language. */
document.addEventListener('invalid', (e) => {
  const field = /** @type {HTMLInputElement} */ (e.target);
  e.preventDefault();
  const half = field.type === 'number' ? words.textHalfNumber : words.textHalfTime;
  wrong(field, (field.validity.badInput && half) || field.validationMessage);
}, true);

/** @param {HTMLInputElement} field @param {string} text */
function wrong(field, text) {
  for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') || null) fold.open = true;
  const home = field.closest('.field') || field.parentElement;
  const said = home?.querySelector('.error') || document.createElement('p');
  said.className = 'error';
  said.id ||= `${field.id || field.name}-error`;
  said.textContent = text;
  (field.labels?.[0] || field).after(said);
  home?.classList.add('has-error');
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', said.id);
  if (field.form?.querySelector(':invalid') === field) field.focus();
  field.addEventListener('input', () => {
    said.remove();
    home?.classList.remove('has-error');
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }, { once: true });
}
