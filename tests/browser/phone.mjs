// The phone at the scene, with scripts off: every step is a form and one big button.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { handset } from './house.mjs';

const CALLER = '甲方标记';
const NUMBER = '10000009876';
const WORDS = '标记：报警人说的原话';

/** Sends officer and assistant to a quarrel in the assistant's village. */
async function send(house) {
  const [officer, assistant] = await Promise.all(['officer', 'assistant'].map((role) => house.ask(role, '/me')));
  const village = assistant.standings.find((s) => s.role === 'assistant').village;
  const place = { text: '村口', village };
  const number = await house.log(WORDS, { place, caller: { name: CALLER, phone: NUMBER } });
  await house.ask('desk', `/incidents/${number}/dispatch`, { receivers: [officer.account, assistant.account] });
  return number;
}

async function orderOf(house, role, number) {
  const found = (await house.ask(role, '/orders')).items.find((one) => one.number === number);
  assert.ok(found, `${role} has no order for ${number}`);
  return found.order;
}

/** Taps the big button under the thumb. */
async function tap(page, label) {
  const button = page.locator('.order-card .btn-big').first();
  assert.equal((await button.textContent()).trim(), label);
  const box = await button.boundingBox();
  assert.ok(box.height >= 52, `the button for ${label} is ${box.height} px high`);
  assert.ok(box.width >= 300, `the button for ${label} is ${box.width} px wide`);
  await Promise.all([page.waitForNavigation(), button.tap()]);
}

const thumb = { viewport: handset, javaScriptEnabled: false, hasTouch: true, isMobile: true };

/** A picture, where pictures are kept. */
async function keep(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
}

export const stories = {
  'phone without script: an officer signs, sets out, arrives and settles at the scene': async (house) => {
    const number = await send(house);
    const page = await house.open('officer', '/orders', thumb);
    const order = await orderOf(house, 'officer', number);
    await page.locator(`a[href="/orders/${order}"]`).tap();
    await page.waitForURL(`**/orders/${order}`);
    const here = async () => page.url().includes(order) || page.goto(`/orders/${order}`);
    for (const step of ['接了', '我出发了', '我到了']) {
      await tap(page, step);
      await here();
    }
    const form = page.locator('form[action$="/settlement"]').first();
    await form.locator('[name=settled]').fill('双方握手言和，充电位轮着用');
    const button = form.locator('button.btn-big');
    assert.ok((await button.boundingBox()).height >= 52);
    await Promise.all([page.waitForNavigation(), button.tap()]);
    const after = await house.ask('desk', `/incidents/${number}`);
    assert.ok(['reported', 'cleared', 'closed'].includes(after.state), after.state);
  },

  'phone without script: where somebody is hurt nothing is settled, the road is said, and what was typed stays': async (house) => {
    const number = await house.log('两家人推搡，有人受伤', { kind: 'JF-01', flags: ['injury'] });
    const { account } = await house.ask('officer', '/me');
    await house.ask('desk', `/incidents/${number}/dispatch`, { receivers: [account] });
    const page = await house.open('officer', '/orders', thumb);
    const order = await orderOf(house, 'officer', number);
    for (const step of ['接了', '我出发了', '我到了']) {
      await page.goto(`/orders/${order}`);
      await tap(page, step);
    }
    await page.goto(`/orders/${order}`);
    assert.equal(await page.locator('form[action$="/settlement"]').count(), 0, 'not offered');
    assert.match(await page.textContent('main'), /有人受伤：反馈要写去向/);
    const form = page.locator('form[action$="/outcome"]').first();
    await page.locator('summary', { hasText: '结果反馈' }).first().tap();
    await form.locator('[name=words]').fill('劝开，一人手臂擦伤');
    await form.locator('[name=result]').selectOption('R07');
    await form.locator('[name=road]').selectOption('BG');
    await keep(page, 'road-phone');
    await Promise.all([page.waitForNavigation(), form.locator('button').tap()]);
    assert.match(await page.textContent('main'), /请写为什么/, 'said at the field');
    house.noise.splice(0); // A refusal answers 422: the browser says so.
    const again = page.locator('form[action$="/outcome"]').first();
    assert.equal(await again.locator('[name=words]').inputValue(), '劝开，一人手臂擦伤');
    await again.locator('[name=road_why]').fill('自己摔的，双方作证');
    await Promise.all([page.waitForNavigation(), again.locator('button').tap()]);
    assert.equal((await house.ask('desk', `/incidents/${number}`)).road.code, 'BG');
    const leader = await house.open('leader', `/incidents/${number}`, { viewport: { width: 1440, height: 900 } });
    assert.equal(await leader.locator('form[action$="/closure"]').count(), 1, 'a leader reviews it');
    await keep(leader, 'road-leader');
  },

  'phone without script: an assistant signs and arrives, and reads nobody’s name or words': async (house) => {
    const number = await send(house);
    const page = await house.open('assistant', '/orders', thumb);
    const order = await orderOf(house, 'assistant', number);
    const read = [];
    const look = async () => read.push(await page.content());
    await look();
    await page.goto(`/orders/${order}`);
    await look();
    for (const step of ['接了', '我到了']) {
      await tap(page, step);
      await look();
      await page.goto(`/orders/${order}`);
    }
    for (const path of [`/orders/${order}`, '/incidents', `/incidents/${number}`, `/incidents/${number}/print`]) {
      await page.goto(path);
      await look();
    }
    house.noise.splice(0); // A page that is not theirs answers 403: the browser says so.
    for (const html of read) for (const mark of [CALLER, NUMBER, WORDS]) assert.ok(!html.includes(mark), `${mark} is in the page`);
  },
};
