// @ts-check
// What nobody has signed for rings until it is signed for or silenced, and a phone shakes with it. A
// browser plays only after a touch: "开始值班" on a board, the first tap on a phone. Where it will not, the
// page says so, and the desk is told.

const KEPT = 'shift-sound', TAPPED = 'own-sound';
/** Orders that ring once have rung in this browser. */
const RUNG = 'rung-orders';
/** Notes of one round: [Hz, start s, length s]; then a pause. `shake`: ms on, off, on.
 * @type {Record<string, { notes: number[][], every: number, shake: number[] }>} */
const TONES = {
  urgent: { notes: [[988, 0, 0.16], [740, 0.2, 0.16], [988, 0.4, 0.16], [740, 0.6, 0.16]], every: 1600, shake: [400, 100, 400] },
  overdue: { notes: [[392, 0, 0.5], [330, 0.55, 0.6]], every: 3200, shake: [200] },
  new: { notes: [[659, 0, 0.14], [784, 0.18, 0.2]], every: 2400, shake: [250, 100, 250] },
};
/** The station believes a page that rings for 45 s. */
const REPORT = 15_000;

/** @type {AudioContext | null} */ let audio = null;
let next = 0;
/** @type {(() => void) | null} */ let release = null;
let asking = false;
let stream = '', reported = '', reportedAt = 0;

const sign = document.getElementById('sound-state');
/** Whoever is sent need not begin a shift here: the first tap is enough. */
const auto = sign?.dataset.auto !== undefined;
const shift = () => sessionStorage.getItem(KEPT) === '1';
const wanted = () => shift() || (auto && sessionStorage.getItem(TAPPED) === '1');

const rung = () => new Set((localStorage.getItem(RUNG) || '').split(' '));
const ringing = () => {
  const done = rung();
  // Who has begun no shift is not rung for what others must take.
  const heard = shift() ? '[data-ringing]' : '#own-orders [data-ringing]';
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(heard)]);
  return all.filter((el) => !el.dataset.once || !done.has(el.dataset.once));
};

/** @param {string} kept */
function start(kept) {
  sessionStorage.setItem(kept, '1');
  audio ||= new AudioContext();
  audio.onstatechange = show;
  audio.resume().then(show, show);
}

function show() {
  if (!sign) return;
  const state = !wanted() ? 'off' : audio?.state === 'running' ? 'on' : 'blocked';
  const text = { off: sign.dataset.textOff, on: sign.dataset.textOn, blocked: sign.dataset.textBlocked }[state] || '';
  for (const name of ['on', 'off', 'blocked']) sign.classList.toggle(`is-${name}`, state === name);
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-start-sound]'))) button.hidden = state === 'on' && shift();
  if (sign.textContent !== text) sign.textContent = text;
  report(stream);
}

/** Tells the station, by the stream this browser reads, that a page of it rings, or no longer does.
 * @param {string} number */
export function report(number) {
  if (!auto || !number) return;
  const rings = audio?.state === 'running';
  const news = `${number} ${rings}`;
  stream = number;
  // A tab that never rang says nothing: another one may.
  if (!rings && !reported.endsWith('true')) return;
  if (news === reported && (!rings || performance.now() - reportedAt < REPORT)) return;
  reported = news;
  reportedAt = performance.now();
  fetch(`/stream?stream=${number}&rings=${rings ? 1 : 0}`, { method: 'POST', headers: { 'X-Quiet': '1' } })
    .then((answer) => answer.ok || (reported = ''), () => (reported = ''));
}

/** One round of a tone. @param {{ notes: number[][], shake: number[] }} tone */
function play(tone) {
  if (!audio) return;
  for (const [hz, from, length] of tone.notes) {
    const note = audio.createOscillator(), volume = audio.createGain();
    const at = audio.currentTime + from;
    note.type = 'triangle';
    note.frequency.value = hz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.35, at + 0.015);
    volume.gain.setValueAtTime(0.35, at + length - 0.03);
    volume.gain.linearRampToValueAtTime(0, at + length);
    note.connect(volume).connect(audio.destination);
    note.start(at);
    note.stop(at + length);
  }
  // Untouched pages may not shake, and the browser would complain.
  if (auto && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(tone.shake);
}

/** Of several open tabs only one is heard. */
function hold() {
  if (release || asking) return Boolean(release);
  if (!('locks' in navigator)) return true;
  asking = true;
  navigator.locks.request('alarm', () => {
    asking = false;
    return new Promise((done) => (release = () => done(undefined)));
  });
  return false;
}

function letGo() {
  release?.();
  release = null;
}

function beat() {
  const loud = ringing();
  show();
  if (!loud.length || audio?.state !== 'running') return letGo();
  if (!hold() || performance.now() < next) return;
  const kinds = loud.map((el) => el.dataset.ringing || 'new');
  const tone = TONES[kinds.includes('urgent') ? 'urgent' : kinds.includes('overdue') ? 'overdue' : 'new'];
  play(tone);
  next = performance.now() + tone.every;
  const once = [...document.querySelectorAll('[data-once]')].map((el) => /** @type {HTMLElement} */ (el).dataset.once);
  if (once.length) localStorage.setItem(RUNG, once.join(' '));
}

if (sign && 'AudioContext' in window) {
  if (wanted()) {
    audio = new AudioContext();
    audio.onstatechange = show;
  }
  show();
  setInterval(beat, 400);
  document.addEventListener('click', (e) => {
    if (!(e.target instanceof Element)) return;
    if (e.target.closest('[data-end-sound]')) for (const kept of [KEPT, TAPPED]) sessionStorage.removeItem(kept);
    else if (e.target.closest('[data-start-sound]')) start(KEPT);
    else if (auto && !wanted()) start(TAPPED);
  });
  for (const type of ['pointerdown', 'pointerup', 'keydown']) {
    document.addEventListener(type, () => {
      if (wanted() && audio?.state === 'suspended') audio.resume().then(show, show);
    });
  }
}
