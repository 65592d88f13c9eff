// An order nobody has signed is heard, and where it cannot be heard, that is seen.
import assert from 'node:assert/strict';
import { handset, until } from './house.mjs';

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

const hand = { viewport: handset, hasTouch: true, isMobile: true };

/** A phone of `role`, touched once, on a page that has nothing to do with orders. */
async function phone(house, role, path = '/messages') {
  const context = await house.enter(role, hand);
  await context.addInitScript(listen);
  const page = await context.newPage();
  await page.goto(path);
  await says(page, 'off');
  await page.locator('h1').first().tap();
  await says(page, 'on');
  return page;
}

async function send(house, role, summary) {
  const number = await house.log(summary);
  const { account } = await house.ask(role, '/me');
  await house.ask('desk', `/incidents/${number}/dispatch`, { receivers: [account], police_only: '只要民警' });
  return number;
}

const rings = (page) => page.locator('#own-orders [data-ringing]').count();
const unsigned = async (page) => Number(await page.getAttribute('#own-orders', 'data-unsigned'));
const notes = (page) => page.evaluate(() => window.notes || 0);

/** Signs for everything that earlier stories left. */
async function clear(house, role) {
  for (const one of (await house.ask(role, '/orders')).items) {
    await house.ask(role, `/orders/${one.order}/signature`, {}).catch(() => {});
  }
}

export const stories = {
  'sound: a phone rings on any page; silence is written down and the next order rings again': async (house) => {
    await clear(house, 'officer');
    const page = await phone(house, 'officer');
    const first = await send(house, 'officer', '让手机响的一件');
    await until('it rings', async () => (await rings(page)) === 1);
    await until('it is heard', async () => (await notes(page)) > 0);
    const heard = await notes(page);
    await until('and heard again', async () => (await notes(page)) > heard);
    await until('the title counts', async () => (await page.title()).startsWith('(1) '));
    assert.equal(await page.textContent('.tabs [data-waiting-behind="/orders"]'), '1');
    assert.ok(!(await page.title()).includes('手机响'), 'a title says a number, nothing else');
    await page.locator('#own-orders form button').tap();
    await page.waitForURL('**/orders');
    assert.equal(await rings(page), 0);
    assert.equal(await unsigned(page), 1, 'silenced is not signed');
    const desk = await house.open('desk', `/incidents/${first}`);
    assert.match(await desk.textContent('.order-line'), /\d\d:\d\d 静音/);
    await page.locator('h1').first().tap();
    await says(page, 'on');
    await send(house, 'officer', '又来的一件');
    await until('the next one rings', async () => (await rings(page)) === 1 && (await unsigned(page)) === 2);
    await until('and is heard', async () => (await notes(page)) > 0);
    await clear(house, 'officer');
    await until('signed, it is quiet', async () => (await rings(page)) === 0 && (await unsigned(page)) === 0);
    await until('and the title counts no more', async () => !/^\(/.test(await page.title()));
  },

  'sound: two phones of one person: one signs, the other falls silent': async (house) => {
    await clear(house, 'officer');
    const one = await phone(house, 'officer');
    const other = await phone(house, 'officer', '/morning');
    const number = await send(house, 'officer', '两部手机都响的一件');
    for (const page of [one, other]) await until('it rings', async () => (await rings(page)) === 1 && (await notes(page)) > 0);
    const { order } = (await house.ask('officer', '/orders')).items.find((item) => item.number === number);
    await one.goto(`/orders/${order}`);
    await Promise.all([one.waitForNavigation(), one.locator('.order-card .btn-big').first().tap()]);
    await until('the other is silent', async () => (await rings(other)) === 0);
    const still = await notes(other);
    await new Promise((done) => setTimeout(done, 3000));
    assert.equal(await notes(other), still);
  },

  'sound: the board says whose phone cannot ring, and when it can': async (house) => {
    await clear(house, 'officer');
    const { account } = await house.ask('officer', '/me');
    const board = await house.open('desk', '/board');
    const number = await send(house, 'officer', '看手机响不响的一件');
    await board.goto(`/board?selected=${number}`);
    const said = board.locator(`#detail [data-bell="${account}"]`);
    const word = async (text) => (await said.first().textContent()).includes(text);
    await until('no page is open', () => word('没打开页面'), 12_000);
    const context = await house.enter('officer', hand);
    const page = await context.newPage();
    await page.goto('/messages');
    await until('it cannot ring', () => word('手机响不了'), 12_000);
    await page.locator('h1').first().tap();
    await until('it can ring', () => word('手机能响'), 12_000);
    await page.goto('/orders');
    await page.locator('h1').first().tap();
    await new Promise((done) => setTimeout(done, 1500));
    assert.ok(await word('手机能响'), 'from page to page nothing flickers');
    await context.close();
    await until('no page is open again', () => word('没打开页面'), 12_000);
    await clear(house, 'officer');
    await until('signed for, nothing is said', async () => (await said.count()) === 0);
  },

  'sound: on every page of whoever has a board stand counters, alarm and sound, and a level 1 call is said once': async (house) => {
    const context = await house.enter('desk');
    await context.addInitScript(listen);
    const page = await context.newPage();
    for (const path of ['/messages', '/morning', '/roster', '/reports', '/incidents', '/no-such-page']) {
      await page.goto(path);
      assert.equal(await page.locator('#counting .counters dd').count(), 3, path);
      assert.equal(await page.locator('#sound-state').count(), 1, path);
      await until(`${path} is live`, () => page.evaluate(() => document.getElementById('live-state').classList.contains('is-live')));
    }
    house.noise.splice(0); // The page that is not there answers 404.
    await page.goto('/messages');
    await page.click('[data-start-sound]');
    const open = () => page.textContent('[data-count="open"]').then(Number);
    const before = await open();
    const number = await house.log('早八点页面上也要听到', { kind: 'ZA-01', level: '1' });
    await until('it is counted', async () => (await open()) === before + 1);
    await until('it rings here', () => page.locator('#counting .alarm[data-ringing="urgent"]').count(), 90_000);
    await until('it is heard', async () => (await notes(page)) > 0);
    await until('it is said', async () => /一级/.test(await page.textContent('#said')));
    assert.equal(await page.getAttribute('#said', 'role'), 'alert');
    assert.match(await page.title(), /^\(\d+\) /);
    await house.ask('desk', `/incidents/${number}/silence`, {});
    const { account } = await house.ask('officer', '/me');
    await house.ask('desk', `/incidents/${number}/dispatch`, { receivers: [account], police_only: '只要民警' });
    await clear(house, 'officer');
  },

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
