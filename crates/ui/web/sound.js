// @ts-check
// An order nobody has signed rings until it is signed or silenced. "开始值班" lets the browser play;
// when it will not, that is said on the page.

const KEPT = 'shift-sound';
/** Notes of one round: [Hz, start s, length s]; then a pause. @type {Record<string, { notes: number[][], every: number }>} */
const TONES = {
  urgent: { notes: [[988, 0, 0.16], [740, 0.2, 0.16], [988, 0.4, 0.16], [740, 0.6, 0.16]], every: 1600 },
  overdue: { notes: [[392, 0, 0.5], [330, 0.55, 0.6]], every: 3200 },
  new: { notes: [[659, 0, 0.14], [784, 0.18, 0.2]], every: 2400 },
};

/** @type {AudioContext | null} */ let audio = null;
let next = 0;
/** @type {(() => void) | null} */ let release = null;
let asking = false;

const sign = document.getElementById('sound-state');
const wanted = () => sessionStorage.getItem(KEPT) === '1' || sign?.dataset.shift === 'on';

const ringing = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-ringing]')]);

function start() {
  sessionStorage.setItem(KEPT, '1');
  audio ||= new AudioContext();
  audio.resume().then(show, show);
}

function show() {
  if (!sign) return;
  const state = !wanted() ? 'off' : audio?.state === 'running' ? 'on' : 'blocked';
  const text = { off: sign.dataset.textOff, on: sign.dataset.textOn, blocked: sign.dataset.textBlocked }[state] || '';
  sign.classList.toggle('is-blocked', state === 'blocked');
  sign.classList.toggle('is-off', state === 'off');
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-start-sound]'))) button.hidden = state === 'on';
  if (sign.textContent !== text) sign.textContent = text;
}

/** One round of a tone. @param {{ notes: number[][] }} tone */
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
}

if (sign && 'AudioContext' in window) {
  if (wanted()) audio = new AudioContext();
  show();
  setInterval(beat, 400);
  document.addEventListener('click', (e) => {
    if (!(e.target instanceof Element)) return;
    if (e.target.closest('[data-start-sound]')) start();
    if (e.target.closest('[data-end-sound]')) sessionStorage.removeItem(KEPT);
  });
  for (const type of ['pointerdown', 'keydown']) {
    document.addEventListener(type, () => {
      if (wanted() && audio?.state === 'suspended') audio.resume().then(show, show);
    });
  }
}
