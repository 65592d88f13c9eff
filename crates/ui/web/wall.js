// @ts-check
// The wall fetches itself every few seconds; when it no longer can, it says so over the whole screen.
const EVERY_MS = 5000, STALE_MS = 20000;
const stale = /** @type {HTMLElement} */ (document.getElementById('wall-stale'));
let fresh = Date.now();

async function again() {
  try {
    const answer = await fetch(location.href, { headers: { 'X-Part': 'wall' }, signal: AbortSignal.timeout(4000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const home = /** @type {HTMLElement} */ (document.getElementById('main'));
    home.innerHTML = await answer.text();
    fresh = Date.now();
  } catch {
    // The notice below tells; the next try follows.
  }
  stale.hidden = Date.now() - fresh < STALE_MS;
}

setInterval(again, EVERY_MS);
