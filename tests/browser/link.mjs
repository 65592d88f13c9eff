// Those who have no account: a body that answers a hand-over by its link, and the screen on the wall.
import assert from 'node:assert/strict';
import { handset, until } from './house.mjs';

/** Hands an incident over; returns its number and the link of the body. */
async function handOver(house) {
  const number = await house.log('路灯不亮，要修', { kind: 'FJ', level: '4' });
  await house.ask('desk', `/incidents/${number}/referrals`, { body: '12345', asked: '路灯不亮，请派人修' });
  const page = await house.open('desk', `/incidents/${number}`);
  const link = await page.locator('a[href*="/referred/"]').first().getAttribute('href');
  await page.close();
  return { number, link };
}

async function press(page, label) {
  const button = page.locator('button', { hasText: label }).first();
  await Promise.all([page.waitForNavigation(), button.click()]);
}

/** Opens a screen in the administration; returns where it looks. */
async function openWall(house) {
  const page = await house.open('leader', '/walls');
  const form = page.locator('form[action="/walls"]');
  await form.locator('input[type=text], input:not([type])').first().fill('指挥室大屏');
  await Promise.all([page.waitForNavigation(), form.locator('button').click()]);
  const link = await page.locator('a[href*="/wall/"]').last().getAttribute('href');
  await page.close();
  return link;
}

export const stories = {
  'link: a body without an account accepts and finishes, in a private window without script': async (house) => {
    const { number, link } = await handOver(house);
    const page = await (await house.enter(null, { viewport: handset, javaScriptEnabled: false })).newPage();
    const answer = await page.goto(link);
    assert.equal(answer.status(), 200);
    assert.ok((await page.content()).includes('路灯不亮，请派人修'));
    await press(page, '受理');
    const done = page.locator('form', { has: page.locator('textarea') }).first();
    await done.locator('textarea').fill('已换灯泡，恢复照明');
    await Promise.all([page.waitForNavigation(), done.locator('button').first().click()]);
    assert.equal(await page.locator('form textarea').count(), 0, 'a finished hand-over takes no more answers');
    assert.equal((await page.context().cookies()).filter((c) => /session/i.test(c.name)).length, 0);
    // The link opens this and nothing else.
    const elsewhere = await page.goto(`/incidents/${number}`);
    assert.ok(new URL(page.url()).pathname.startsWith('/sign-in') || elsewhere.status() >= 400);
    const desk = await house.open('desk', `/incidents/${number}`);
    assert.ok((await desk.locator('#referrals').textContent()).includes('已换灯泡'));
    house.noise = house.noise.filter((line) => !/status of 4\d\d/.test(line));
  },

  'wall: no sign-in, no person, and it says when it is stale': async (house) => {
    const link = await openWall(house);
    const officer = (await house.ask('officer', '/me')).name;
    const context = await house.enter(null, { viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    const answer = await page.goto(link);
    assert.equal(answer.status(), 200);
    const text = await page.textContent('body');
    assert.ok(!text.includes(officer), 'a name on the wall');
    assert.ok(!/JQ-\d/.test(await page.content()), 'a number on the wall');
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('main *')].filter((el) => el.checkVisibility() && !el.closest('.vh') && [...el.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
        .map((el) => [el.textContent.trim().slice(0, 20), el instanceof SVGElement ? el.getBoundingClientRect().height : parseFloat(getComputedStyle(el).fontSize)])
        .filter(([, size]) => size < innerHeight / 40));
    assert.deepEqual(small, [], 'too small to be read at four metres');
    assert.equal(await page.locator('.wall-stale').isVisible(), false);
    await context.setOffline(true);
    await page.evaluate(() => { const then = Date.now; Date.now = () => then() + 600_000; performance.now = ((now) => () => now() + 600_000)(performance.now.bind(performance)); });
    await until('the wall says that it is stale', () => page.locator('.wall-stale').isVisible(), 40_000);
    await context.setOffline(false);
    house.noise.length = 0;
  },
};
