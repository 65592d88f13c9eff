// An order nobody has signed is heard, and where it cannot be heard, that is seen.
import assert from 'node:assert/strict';
import { until } from './house.mjs';

const word = (page, name) => page.getAttribute('#sound-state', `data-text-${name}`);
const says = (page, name) =>
  until(`the sound is ${name}`, async () => (await page.textContent('#sound-state')) === (await word(page, name)));

/** Counts the notes that are played. */
const listen = () => {
  window.notes = 0;
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    window.notes += 1;
    return make.call(this);
  };
};

export const stories = {
  'sound: starting the shift unlocks it, an urgent call rings, silence ends it': async (house) => {
    const context = await house.enter('desk');
    await context.addInitScript(listen);
    const page = await context.newPage();
    await page.goto('/board');
    await says(page, 'off');
    await page.click('[data-start-sound]');
    await says(page, 'on');
    const number = await house.log('有人持刀追人', { kind: 'ZA-01', level: '1' });
    const row = page.locator(`#queue .row[href="/incidents/${number}"]`);
    await row.waitFor({ state: 'attached' });
    const id = await row.getAttribute('id');
    await until('its row rings', () => page.evaluate((id) => document.getElementById(id).matches('[data-ringing]'), id), 90_000);
    await until('it is heard', () => page.evaluate(() => window.notes > 0));
    await house.ask('desk', `/incidents/${number}/silence`, {});
    await until('its row is silent', () => page.evaluate((id) => !document.getElementById(id).matches('[data-ringing]'), id));
    assert.ok(await page.isHidden('[data-start-sound]'));
  },

  'sound: where the browser stops it, the page says so until it is clicked': async (house) => {
    const page = await house.open('desk', '/board');
    await page.click('[data-start-sound]');
    await says(page, 'on');
    await page.addInitScript(() => {
      const resume = AudioContext.prototype.resume;
      let touched = false;
      addEventListener('pointerdown', () => (touched = true), true);
      Object.defineProperty(AudioContext.prototype, 'state', { get: () => (touched ? 'running' : 'suspended') });
      AudioContext.prototype.resume = function () {
        return touched ? resume.call(this) : Promise.reject(new Error('not allowed'));
      };
    });
    await page.reload();
    await says(page, 'blocked');
    assert.ok(await page.isVisible('#sound-state.is-blocked'));
    await page.click('.pane-map');
    await says(page, 'on');
  },
};
