// Signing out ends what the session left open elsewhere.
import assert from 'node:assert/strict';
import { until } from './house.mjs';

export const stories = {
  'sign-out: an open board asks to sign in again, and does not speak of a broken line': async (house) => {
    const context = await house.enter('chief');
    const board = await context.newPage();
    await board.goto('/board');
    await board.waitForSelector('#live-state.is-live');
    const page = await context.newPage();
    await page.goto('/account');
    await page.click('#name-menu summary');
    await page.click('form[action="/sign-out"] button');
    await board.waitForURL('**/sign-in**');
    house.sessions.delete('chief');
    house.noise.splice(0); // The ended stream is told on the console.
  },

  'sign-out: the live stream of another tab ends at once': async (house) => {
    const context = await house.enter('street');
    const watching = await context.newPage();
    await watching.goto('/account');
    await watching.evaluate(() => {
      const source = new EventSource('/stream');
      window.seen = [];
      source.onopen = () => window.seen.push('open');
      source.onerror = () => (window.seen.push('error'), source.close());
    });
    await until('the stream is open', () => watching.evaluate(() => window.seen.includes('open')));
    const page = await context.newPage();
    await page.goto('/account');
    await page.click('#name-menu summary');
    await page.click('form[action="/sign-out"] button');
    await page.waitForURL('**/sign-in**');
    const took = await until('the stream ends', () => watching.evaluate(() => window.seen.includes('error')), 3000);
    assert.ok(took < 2000, `${took} ms`);
    await watching.goto('/account');
    assert.match(watching.url(), /sign-in/);
    house.noise.splice(0); // The ended stream is told on the console.
  },
};
