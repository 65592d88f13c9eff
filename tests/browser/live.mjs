// What happens elsewhere appears here, under nobody's hand, and a silent stream is told.
import assert from 'node:assert/strict';
import { until } from './house.mjs';
import { swallower } from './proxy.mjs';

const state = (page, name, limit) =>
  until(`the stream is ${name}`, () => page.evaluate((name) => document.getElementById('live-state').classList.contains(`is-${name}`), name), limit);

async function board(context) {
  const page = await context.newPage();
  await page.goto('/board');
  await state(page, 'live');
  return page;
}

const rowOf = (page, number) => page.locator(`#queue .row[href="/incidents/${number}"]`);

export const stories = {
  'live: two tabs, one stream, both show a call within a second': async (house) => {
    const context = await house.enter('desk');
    const streams = [];
    context.on('request', (r) => new URL(r.url()).pathname === '/stream' && streams.push(r.url()));
    const tabs = [await board(context), await board(context)];
    const begun = Date.now();
    const number = await house.log('两个标签页都要看到');
    for (const tab of tabs) await rowOf(tab, number).waitFor({ state: 'attached', timeout: 4000 });
    const took = Date.now() - begun;
    assert.ok(took <= 1000, `${took} ms`);
    assert.equal(streams.length, 1, streams.join('\n'));
    await tabs[0].close();
    await until('the other tab reads on', () => streams.length === 2);
    await state(tabs[1], 'live');
    const second = await house.log('剩下的标签页接着看');
    await rowOf(tabs[1], second).waitFor({ state: 'attached', timeout: 3000 });
    console.log(`        one stream, visible after ${took} ms`);
  },

  'live: nothing moves under the hand and nothing typed is lost': async (house) => {
    const first = await house.log('先来的一件');
    const page = await board(await house.enter('desk'));
    const row = rowOf(page, first);
    await row.click();
    await until('it is selected', () => row.evaluate((el) => el.classList.contains('is-selected')));
    await row.focus();
    const top = (await row.boundingBox()).y;
    const second = await house.log('后来的一件', { level: '1', kind: 'ZA-01' });
    await until('it is announced above the queue', async () => (await page.isVisible('.newbar')) && /1/.test(await page.textContent('.newbar')));
    assert.equal(await page.evaluate(() => document.activeElement.id), await row.getAttribute('id'));
    assert.equal((await row.boundingBox()).y - top <= 48, true, 'the row stays under the hand, below the bar');
    await page.click('.newbar');
    await until('it is let in', () => page.locator(`#queue [data-rows] .row[href="/incidents/${second}"]`).count());
    assert.ok(await row.evaluate((el) => el.classList.contains('is-selected')));

    await page.fill('[name=summary]', '正在打的字');
    await page.focus('[name="place.text"]');
    await page.keyboard.type('村东');
    const { account } = await house.ask('officer', '/me');
    await house.ask('desk', `/incidents/${first}/dispatch`, { receivers: [account], police_only: '只要民警' });
    await until('the row tells it', () => row.locator('.state-sent').count());
    await until('the pane tells it', () => page.locator('#detail .state-sent').count());
    assert.equal(await page.inputValue('[name=summary]'), '正在打的字');
    assert.equal(await page.inputValue('[name="place.text"]'), '村东');
    assert.equal(await page.evaluate(() => document.activeElement.name), 'place.text');
    await page.click('[form=intake-discard]');
  },

  'live: my orders appear on an open phone by themselves': async (house) => {
    const page = await house.open('officer_2', '/orders', { viewport: { width: 390, height: 844 } });
    await state(page, 'live');
    const number = await house.log('派到手机上的一件');
    const { account } = await house.ask('officer_2', '/me');
    await house.ask('desk', `/incidents/${number}/dispatch`, { receivers: [account], police_only: '只要民警' });
    await page.locator('.order-card', { hasText: '派到手机上的一件' }).waitFor({ timeout: 3000 });
  },

  'live: an order that one phone signs for goes on by itself on the other': async (house) => {
    const number = await house.log('两部手机都开着的一件');
    const { account } = await house.ask('officer_2', '/me');
    await house.ask('desk', `/incidents/${number}/dispatch`, { receivers: [account], police_only: '只要民警' });
    const { order } = (await house.ask('officer_2', '/orders')).items.find((item) => item.number === number);
    const phone = { viewport: { width: 390, height: 844 } };
    const [one, other] = [await house.open('officer_2', `/orders/${order}`, phone), await house.open('officer_2', `/orders/${order}`, phone)];
    await state(other, 'live');
    const step = (page) => page.locator('.order-card form button').first().textContent();
    const first = await step(other);
    await one.locator('.order-card form button').first().click();
    await until('the other phone shows the next step', async () => (await step(other)) !== first);
    assert.equal(await step(other), await step(one));
  },

  'live: a station that is down is told, and back by itself': async (house) => {
    const page = await board(await house.enter('desk'));
    await page.fill('[name=summary]', '断线时打的字');
    await house.stop();
    await state(page, 'retry', 5000);
    await state(page, 'down', 40_000);
    assert.match(await page.textContent('#live-state'), /\d/);
    await house.start();
    const took = await state(page, 'live', 30_000);
    const number = await house.log('恢复后的第一件');
    await rowOf(page, number).waitFor({ state: 'attached', timeout: 4000 });
    assert.equal(await page.inputValue('[name=summary]'), '断线时打的字');
    house.noise.splice(0); // Lost connections are told on the console.
    console.log(`        live again ${took} ms after the station`);
    await page.click('[form=intake-discard]');
  },

  'live: a stream that fell silent is opened anew, and the pill says when it last heard': async (house) => {
    const proxy = await swallower(house.url);
    try {
      const context = await house.enter('desk');
      const page = await context.newPage();
      await page.goto(`${proxy.url}/board`);
      await state(page, 'live');
      const word = () => page.textContent('#live-state [role=status]');
      assert.equal(await word(), '实时');
      const reads = await page.evaluate(() => {
        window.reads = 0;
        new MutationObserver(() => (window.reads += 1)).observe(document.querySelector('#live-state [role=status]'), { childList: true, characterData: true, subtree: true });
        return document.querySelector('#live-state .heard').getAttribute('aria-hidden');
      });
      assert.equal(reads, 'true');
      await new Promise((done) => setTimeout(done, 3000));
      assert.equal(await page.evaluate(() => window.reads), 0, 'a count is not read aloud each second');
      // The PC's clock is wrong by an hour, and jumps: nobody asks it.
      await page.evaluate(() => {
        const now = Date.now;
        Date.now = () => now() + 3600_000;
      });
      proxy.swallow();
      const before = proxy.opened();
      const number = await house.log('断在半路的一件', { kind: 'ZA-01', level: '1' });
      await state(page, 'retry', 11_000);
      assert.match(await page.textContent('#live-state .heard'), /\d+ 秒前听到/);
      const took = await until('it is opened anew', () => proxy.opened() > before, 20_000);
      await rowOf(page, number).waitFor({ state: 'attached', timeout: 8000 });
      await state(page, 'live', 5000);
      console.log(`        opened anew ${took} ms after it fell silent`);
    } finally {
      proxy.close();
    }
    house.noise.splice(0);
  },

  'live: a frozen tab that reads for all loses the lead to one that is looked at': async (house) => {
    const context = await house.enter('desk');
    const first = await board(context);
    const second = await board(context);
    const frozen = await context.newCDPSession(first);
    // Stopped in the middle of whatever it does next: it keeps the lock, and reads nothing.
    await frozen.send('Debugger.enable');
    const stopped = new Promise((done) => frozen.once('Debugger.paused', done));
    await frozen.send('Debugger.pause');
    await stopped;
    await second.bringToFront();
    const number = await house.log('冻住的标签页之后的一件');
    const took = await until('another tab reads', () => rowOf(second, number).count(), 45_000);
    assert.ok(took > 5000, `it was not frozen: ${took} ms`);
    await state(second, 'live');
    await frozen.send('Debugger.resume');
    await frozen.send('Debugger.disable');
    console.log(`        another tab reads after ${took} ms`);
    const next = await house.log('醒过来也要看到');
    await rowOf(first, next).waitFor({ state: 'attached', timeout: 20_000 });
    await state(first, 'live', 20_000);
  },

  'live: a page that has nothing to do with incidents says that the station is gone': async (house) => {
    const page = await house.open('officer', '/account');
    await state(page, 'live');
    await house.stop();
    await state(page, 'retry', 5000);
    await house.start();
    await state(page, 'live', 30_000);
    house.noise.splice(0);
  },
};
