// Forms: Enter means the marked button, and what is typed is neither lost nor another's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { handset, until } from './house.mjs';

const ROLES = ['desk', 'leader', 'chief', 'officer_2', 'assistant', 'village', 'system_admin', 'security_admin', 'auditor'];

/** The pages without a parameter, and one of each kind that has one. */
async function paths(house) {
  const routes = readFileSync(join(import.meta.dirname, '../../crates/station/tests/routes.txt'), 'utf8');
  const plain = [...routes.matchAll(/^GET +(\/[^ {}]*) +\S+$/gm)].map(([, path]) => path)
    .filter((path) => !/^\/(api|stream|live|ready|metrics|sign-in|set-up|trust)/.test(path));
  const found = await house.ask('desk', '/incidents?limit=200');
  const states = new Map(found.items.map((one) => [one.state, one.number]));
  const sets = [...states.values()].flatMap((number) => [`/incidents/${number}`, `/board?selected=${number}`]);
  const order = (await house.ask('officer_2', '/orders')).items[0]?.order;
  return [...plain, ...sets, ...(order ? [`/orders/${order}`] : [])];
}

/** What Enter in each one-line field and Ctrl+Enter send from each form of a page, against its first and marked button. */
async function pressAll(page) {
  const wrong = [];
  const forms = await page.locator('form[method=post]').count();
  for (let i = 0; i < forms; i += 1) {
    const found = await page.evaluate((i) => {
      const form = document.querySelectorAll('form[method=post]')[i];
      const buttons = [...form.elements].filter((el) => el instanceof HTMLButtonElement && el.type === 'submit' && el.closest('form') === form);
      const marked = buttons.filter((b) => /btn-primary/.test(b.className));
      const what = `${location.pathname} ${form.getAttribute('action')}`;
      if (form.noValidate) return { what, fault: 'half-typed times pass' };
      if (!buttons.length) return { what };
      if (buttons.length > 1 && (marked.length !== 1 || marked[0] !== buttons[0])) return { what, fault: 'the first of its buttons is not the marked one' };
      const seen = [];
      const note = (e) => {
        e.preventDefault();
        e.stopImmediatePropagation();
        seen.push(e.submitter === buttons[0] || (!e.submitter && buttons.length === 1));
      };
      addEventListener('submit', note, true);
      window.__undo = () => removeEventListener('submit', note, true);
      window.__seen = seen;
      for (let fold = form.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
      for (const fold of form.querySelectorAll('details')) fold.open = true;
      const lines = [...form.elements].filter((el) => el instanceof HTMLInputElement && ['text', 'date', 'datetime-local', 'number', 'password'].includes(el.type) && el.checkVisibility());
      for (const [k, line] of lines.entries()) {
        line.dataset.line = `${k}`;
        // What the browser itself demands stands in no one's way here.
        line.required = false;
      }
      form.dataset.tried = '';
      return { what, lines: lines.length, sends: Boolean([...form.elements].some((el) => el.checkVisibility?.() && el.tagName !== 'BUTTON' && el.type !== 'hidden')) };
    }, i);
    if (found.fault) wrong.push(`${found.what}: ${found.fault}`);
    if (!found.lines) {
      await page.evaluate(() => window.__undo?.());
      continue;
    }
    for (let k = 0; k < found.lines; k += 1) {
      const line = page.locator(`form[data-tried] [data-line="${k}"]`).first();
      for (const keys of ['Enter', 'Control+Enter']) {
        const before = await page.evaluate(() => window.__seen.length);
        await line.focus();
        await page.keyboard.press(keys);
        const seen = await page.evaluate((before) => window.__seen.slice(before), before);
        if (seen.length !== 1 || !seen[0]) wrong.push(`${found.what}: ${keys} in field ${k}: ${JSON.stringify(seen)}`);
      }
    }
    await page.evaluate(() => {
      window.__undo();
      for (const form of document.querySelectorAll('form[data-tried]')) delete form.dataset.tried;
    });
  }
  return wrong;
}

const intake = async (page, place, summary, kind, level = '3') => {
  await page.fill('#intake-form [name="place.text"]', place);
  await page.keyboard.press('Escape');
  await page.fill('#intake-form [name=summary]', summary);
  await page.selectOption('#intake-form [name=kind]', kind);
  await chooseLevel(page, level);
};

/** What is offered may come between finger and button: the card is chosen as a key does it. */
const chooseLevel = (page, level) => page.locator(`#intake-form [name=level][value="${level}"]`).evaluate((el) => el.click());

export const stories = {
  'forms: in every form Enter and Ctrl+Enter do what the marked button says': async (house) => {
    const wrong = [], tried = new Set();
    const all = await paths(house);
    for (const role of ROLES) {
      const context = await house.enter(role);
      const page = await context.newPage();
      for (const path of all) {
        const answer = await context.request.get(path);
        if (!answer.ok() || !/^<!doctype html>/i.test(await answer.text())) continue;
        const actions = [...(await answer.text()).matchAll(/<form[^>]*method="post"[^>]*action="([^"]*)"/g)].map(([, action]) => action);
        const forms = [...new Set(actions.map((action) => action.replace(/[0-9A-Z]{2}-\d[\w-]*|[0-9a-f]{32}/g, '{}')))];
        if (forms.every((form) => tried.has(form))) continue;
        for (const form of forms) tried.add(form);
        await page.goto(path);
        wrong.push(...(await pressAll(page)));
      }
      await context.close();
      house.noise = house.noise.filter((line) => !/the server responded with a status of 4\d\d/.test(line));
    }
    assert.deepEqual([...new Set(wrong)], []);
    assert.ok(tried.size > 20, `${tried.size} kinds of forms`);
  },

  'forms: six calls in a row by keyboard while a power cut holds: none is swallowed': async (house) => {
    const { items } = await house.ask('desk', '/villages').catch(() => ({ items: [] }));
    const page = await house.open('desk', '/causes');
    const village = items[0]?.id ?? (await page.locator('[name=village] option').nth(1).getAttribute('value'));
    await page.selectOption('[name=kind]', 'power');
    await page.selectOption('[name=village]', village);
    const ends = await page.evaluate(() => new Date(Number(document.body.dataset.now) + 6 * 3600000 + 8 * 3600000).toISOString().slice(0, 16));
    await page.fill('[name=ends]', ends);
    await page.fill('[name=line]', '供电检修，晚上恢复');
    await page.click('form[action="/causes"] button[type=submit]');
    await page.waitForSelector('text=供电检修，晚上恢复');
    await page.goto('/board');
    const before = (await house.ask('desk', '/incidents?limit=1')).items[0]?.number;
    const kinds = ['ZA-05', 'XS-01', 'JF-10', 'QZ-01', 'ZA-05', 'JF-10'];
    const known = await page.locator('#intake-form [name=kind] option').evaluateAll((all) => all.map((o) => o.value));
    const numbers = [];
    for (const [n, kind] of kinds.entries()) {
      await intake(page, `别村某处 ${n}`, `连着第 ${n} 个电话 ${Date.now() % 100000}`, known.includes(kind) ? kind : 'ZA-05');
      await page.locator('#duplicates').evaluate((el) => el.textContent);
      await page.focus('#intake-form [name=summary]');
      const from = page.url();
      await page.keyboard.press('Control+Enter');
      await page.waitForURL((url) => url.href !== from && url.searchParams.get('selected'));
      numbers.push(new URL(page.url()).searchParams.get('selected'));
    }
    assert.equal(new Set(numbers).size, 6, numbers.join());
    for (const number of numbers) assert.equal((await house.ask('desk', `/incidents/${number}`)).state, 'waiting', number);
    assert.notEqual(before, numbers[0]);
    // The cause is offered where it can be meant, and gone where it cannot.
    await page.selectOption('#intake-form [name=kind]', 'ZA-05');
    await until('a theft is not offered the cut', async () => !(await page.textContent('#duplicates')).includes('供电检修'));
    await page.selectOption('#intake-form [name=kind]', '');
    await until('a call of no kind yet is', async () => (await page.textContent('#duplicates')).includes('供电检修'));
    await page.goto('/causes');
    await page.locator('form[action$="/ending"] button').first().click();
    await page.waitForURL('**/causes');
  },

  'forms: a likely repeat is told while it is typed, and merged the living call stays in the pane': async (house) => {
    const { items } = await (await house.enter('desk')).request.get('/api/places?q=fzd').then((answer) => answer.json());
    const first = await house.log('第一个电话', { place: { text: items[0].label, premises: items[0].id }, kind: 'JF-10' });
    const page = await house.open('desk', '/board');
    await page.focus('#intake-form [name="place.text"]');
    await page.keyboard.type('fzd', { delay: 30 });
    await page.waitForSelector('.suggest li');
    await page.keyboard.press('Enter');
    await page.fill('#intake-form [name=summary]', '还是那家店的事');
    await page.selectOption('#intake-form [name=kind]', 'JF-10');
    const offer = page.locator('#duplicates', { hasText: '可能重复' });
    await offer.waitFor();
    await chooseLevel(page, '3');
    await page.locator(`#duplicates button[value="${first}"]`).click();
    await page.waitForURL(/merged=/);
    assert.equal(new URL(page.url()).searchParams.get('selected'), first);
    await page.locator('#detail .notice', { hasText: '已登记，并入这一件' }).waitFor();
  },

  'forms: a time half typed is a fault at its field, never now': async (house) => {
    const page = await house.open('desk', '/board');
    const sent = [];
    page.on('request', (r) => r.method() === 'POST' && new URL(r.url()).pathname === '/incidents' && sent.push(r.url()));
    await intake(page, '村口', '时间只打了一半', 'JF-10');
    await page.locator('.intake-more').evaluate((el) => (el.open = true));
    await page.focus('#intake-form [name=reported_at]');
    await page.keyboard.type('2024');
    assert.ok(await page.locator('#intake-form [name=reported_at]').evaluate((el) => el.validity.badInput), 'half a time');
    await page.keyboard.press('Control+Enter');
    await page.getByText('时间没有填完整').waitFor();
    assert.deepEqual(sent, []);
    assert.equal(await page.inputValue('#intake-form [name=summary]'), '时间只打了一半');
    await page.click('[form=intake-discard]');
    await until('thrown away', async () => (await page.inputValue('#intake-form [name=summary]')) === '');
  },

  'forms: a fault leaves the desk on its board, with what was typed': async (house) => {
    const page = await house.open('desk', '/board');
    await page.fill('#intake-form [name=summary]', '没写在哪里');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.errors');
    assert.match(page.url(), /\/board/);
    assert.ok(await page.isVisible('#queue'), 'the queue stands');
    assert.equal(await page.inputValue('#intake-form [name=summary]'), '没写在哪里');
    // The form that was put in place works as the first one did.
    await page.focus('#intake-form [name="place.text"]');
    await page.keyboard.type('fzd', { delay: 30 });
    await page.waitForSelector('.suggest li');
    await page.keyboard.press('Enter');
    await page.selectOption('#intake-form [name=kind]', 'JF-10');
    await chooseLevel(page, '3');
    await page.focus('#intake-form [name=summary]');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/selected=/);
    house.noise = house.noise.filter((line) => !/status of 422/.test(line));
  },

  'forms: steady typing is kept every second': async (house) => {
    const page = await house.open('desk', '/board');
    await page.focus('#intake-form [name=summary]');
    const kept = [];
    page.on('response', (r) => new URL(r.url()).pathname === '/drafts' && kept.push(r.status()));
    await page.keyboard.type('a'.repeat(50), { delay: 100 });
    assert.ok(kept.length >= 4, `${kept.length} times in five seconds`);
    assert.ok(kept.every((status) => status === 204));
    const other = await (await house.enter('desk')).newPage();
    await other.goto('/incidents/new');
    assert.ok((await other.inputValue('[name=summary]')).length >= 35, 'all but the last second');
    await page.click('[form=intake-discard]');
    await until('thrown away', async () => (await page.inputValue('#intake-form [name=summary]')) === '');
  },

  'forms: a session that ends loses no word, and says so': async (house) => {
    for (const viewport of [undefined, handset]) {
      const context = await house.enter('desk', viewport ? { viewport } : {});
      const page = await context.newPage();
      await page.goto('/incidents/new');
      const cookies = await context.cookies();
      await intake(page, '村口', '登录到期时打的字', 'JF-10');
      await context.clearCookies();
      await page.locator('#intake-form [name=summary]').pressSequentially('再加一句');
      await until('it is not said to be kept', async () => /没有存/.test(await page.textContent('[data-draft-state]')));
      await page.keyboard.press('Control+Enter');
      await page.locator('[data-unsent]', { hasText: '重新登录' }).waitFor();
      assert.match(await page.inputValue('#intake-form [name=summary]'), /登录到期时打的字再加一句/);
      await context.addCookies(cookies);
      await page.keyboard.press('Control+Enter');
      await page.waitForURL(/selected=/);
      await context.close();
      house.noise = house.noise.filter((line) => !/status of 401/.test(line));
    }
  },

  'forms: what one has typed is not sent by another who signed in': async (house) => {
    const context = await house.enter('desk');
    const page = await context.newPage();
    await page.goto('/incidents/new');
    await intake(page, '村口', '这是指挥室打的', 'JF-10');
    const other = await house.enter('leader');
    await context.clearCookies();
    await context.addCookies(await other.cookies());
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-unsent]', { hasText: '不是您打开的' }).waitFor();
    const found = await house.ask('desk', '/incidents?limit=200');
    assert.ok(!JSON.stringify(found).includes('这是指挥室打的'));
    house.noise = house.noise.filter((line) => !/status of 4\d\d/.test(line));
  },

  'forms: a server that dies keeps the words, and the same form sent again counts once': async (house) => {
    const number = await house.log('服务器断的时候记一笔');
    const page = await house.open('desk', `/incidents/${number}`);
    const field = page.locator(`form[action="/matters/${number}/notes"] [name=text]`);
    await field.evaluate((el) => el.closest('details') && (el.closest('details').open = true));
    await field.fill('断线时记的一笔');
    await house.stop();
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-unsent]', { hasText: '没有回音' }).waitFor();
    assert.equal(await field.inputValue(), '断线时记的一笔');
    await house.start();
    // Gone away, back and forward: it stands there again.
    await page.goto('/incidents');
    await page.goBack();
    await page.waitForLoadState();
    assert.equal(await field.inputValue(), '断线时记的一笔');
    await page.goForward();
    await page.goBack();
    await page.waitForLoadState();
    assert.equal(await field.inputValue(), '断线时记的一笔');
    await field.focus();
    await page.keyboard.press('Control+Enter');
    await page.getByText('断线时记的一笔').first().waitFor();
    await until('the field is empty', async () => (await field.inputValue()) === '');
    const said = JSON.stringify(await house.ask('desk', `/incidents/${number}`)).split('断线时记的一笔').length - 1;
    assert.ok(said <= 1, `it counts once, not ${said} times`);
    house.noise.splice(0);
  },
};
