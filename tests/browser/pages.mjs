// Every page, wide and narrow, light and dark: nothing for axe to find, no sideways scroll at 320 px,
// a quiet console, and main buttons a thumb can hit.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, desktop, handset } from './house.mjs';

const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] };

/** Violations as lines. */
async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
  return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any[0]?.message ?? ''}`).join(' | ')}`);
}

async function picture(page, name) {
  const folder = process.env.SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const whole = await page.evaluate(() => !document.body.classList.contains('shell-board') || innerWidth <= 1100);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
}

/** Looks at a page at both sizes, light and dark, and at 320 px; gives what is wrong. */
async function look(page, name, sizes = { wide: desktop, phone: handset }, themes = ['light', 'dark']) {
  const wrong = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      for (const line of await violations(page)) wrong.push(`${name} ${size} ${theme}: ${line}`);
      await picture(page, `${name}-${size}-${theme}`);
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > 320) wrong.push(`${name}: ${width} px wide on a window of 320`);
  const low = await page.evaluate(() =>
    [...document.querySelectorAll('.btn-primary')].filter((b) => b.checkVisibility() && b.getBoundingClientRect().height < 52).map((b) => `${b.textContent.trim()} ${b.getBoundingClientRect().height}`));
  if (low.length) wrong.push(`${name}: main buttons lower than 52 px on a phone: ${low}`);
  return wrong;
}

/** One number in every state there is. */
async function everyState(house) {
  const found = await house.ask('desk', '/incidents?limit=200');
  const states = new Map();
  for (const one of found.items) if (!states.has(one.state)) states.set(one.state, one.number);
  return states;
}

/** The paths of pages that were looked at. */
const walked = new Set();

async function walk(house, list, ...how) {
  const wrong = [];
  for (const [name, role, path, status = 200, act] of list) {
    if (status === 200) walked.add(new URL(path, house.url).pathname);
    const page = await (await house.enter(role)).newPage();
    const answer = await page.goto(path);
    assert.equal(answer.status(), status, `${name} ${path}`);
    if (act) await act(page);
    wrong.push(...(await look(page, name, ...how)));
    await page.context().close();
    // The browser itself remarks on pages that answer with an error.
    house.noise = house.noise.filter((line) => !/the server responded with a status of 4\d\d/.test(line));
  }
  assert.deepEqual(wrong, []);
}

/** Every page whose address has nothing to fill in and that no list above has named, with somebody who may see it. */
async function unnamedPages(house) {
  const routes = readFileSync(join(import.meta.dirname, '../../crates/station/tests/routes.txt'), 'utf8');
  const paths = [...routes.matchAll(/^GET +(\/[^ {}]*) +[a-z_]+\.[a-z_]+$/gm)].map(([, path]) => path).filter((path) => !path.startsWith('/api/') && !walked.has(path));
  const list = [];
  for (const path of paths) {
    let answer;
    for (const role of ['leader', 'chief', 'desk', 'officer', 'village', 'system_admin', 'security_admin', 'auditor']) {
      const context = await house.enter(role);
      answer = await context.request.get(path);
      const text = await answer.text();
      await context.close();
      if (answer.status() === 403) continue;
      // Pieces of pages, and what must be asked something, are looked at where they stand.
      if (answer.ok() && /^<!doctype html>/i.test(text)) list.push([`unnamed${path.replaceAll('/', '-')}`, role, path]);
      break;
    }
    assert.ok([200, 422].includes(answer.status()), `nobody sees ${path}: ${answer.status()}`);
  }
  return list;
}

async function sendEmpty(page) {
  await page.evaluate(() => document.querySelector('#intake-form').requestSubmit());
  await page.waitForSelector('.errors');
  const at = await page.evaluate(() => document.activeElement.className);
  assert.equal(at, 'errors', 'what is wrong has the focus');
  const link = page.locator('.errors a').first();
  const field = decodeURIComponent((await link.getAttribute('href')).slice(1));
  await link.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), field, 'what is wrong leads into the field');
}

async function orderPages(house) {
  const mine = async (role) => (await house.ask(role, '/orders')).items[0]?.order;
  const [officer, assistant] = [await mine('officer_2'), (await mine('assistant')) ?? (await mine('assistant_2'))];
  const asked = [['order-police', 'officer_2', officer], ['order-village', 'assistant', assistant]];
  return asked.filter(([, , order]) => order).map(([name, role, order]) => [name, role, `/orders/${order}`]);
}

export const stories = {
  'pages: the command room': async (house) => {
    const states = await everyState(house);
    const waiting = states.get('waiting') ?? (await house.log('等着派的一件'));
    await walk(house, [
      ['board', 'leader', '/board'],
      ['board-waiting', 'leader', `/board?selected=${waiting}`],
      ['board-review', 'leader', `/board?show=review&selected=${states.get('reported') ?? waiting}`],
      ['intake', 'desk', '/incidents/new'],
      ['intake-errors', 'desk', '/incidents/new', 200, sendEmpty],
      ['incidents', 'leader', '/incidents'],
      ['incidents-none', 'leader', '/incidents?from=2001-01-01&to=2001-01-02'],
    ]);
  },

  'pages: one incident in every state': async (house) => {
    const states = await everyState(house);
    const list = [...states].map(([state, number]) => [`incident-${state}`, 'leader', `/incidents/${number}`]);
    const last = [...states.values()].at(-1);
    list.push(['incident-print', 'leader', `/incidents/${last}/print`], ['incident-village', 'village', '/incidents']);
    await walk(house, list);
  },

  'pages: people, hand-over, account, journal, errors, the way in': async (house) => {
    await walk(house, [
      ['people', 'leader', '/people'],
      ['handovers', 'leader', '/handovers'],
      ['account', 'leader', '/account'],
      ['journal', 'auditor', '/journal'],
      ['error-404', 'leader', '/incidents/JQ-20200101-0001', 404],
      ['error-403', 'village', '/people', 403],
      ['sign-in', null, '/sign-in'],
      ['sign-in-wrong', null, '/sign-in', 200, async (page) => {
        await page.fill('[name=login]', 'nobody');
        await page.fill('[name=password]', 'wrong wrong wrong');
        await page.click('.btn-primary');
        await page.waitForSelector('.errors');
      }],
      ['sign-in-link', null, house.ways.sign_in.gateway ?? house.ways.sign_in.auditor],
    ]);
  },

  'pages: run by its own people': async (house) => {
    await walk(house, [
      ['units', 'system_admin', '/units'],
      ['accounts', 'system_admin', '/accounts'],
      ['calendar', 'system_admin', '/calendar?year=2024'],
      ['premises', 'leader', '/premises'],
      ['appointments', 'chief', '/appointments'],
      ['appointments-village', 'village', '/appointments'],
      ['roster', 'leader', '/roster'],
      ['roster-own', 'officer', '/roster'],
      ['proposals-security', 'security_admin', '/proposals'],
      ['settings', 'system_admin', '/settings'],
      ['rules', 'chief', '/rules'],
      ['rules-clocks', 'chief', '/rules/clocks'],
      ['disposals', 'auditor', '/disposals'],
      ['emergencies', 'chief', '/emergencies'],
      ['devices', 'security_admin', '/devices'],
      ['diagnosis', 'system_admin', '/diagnosis'],
    ]);
  },

  'pages: the working day': async (house) => {
    await walk(house, [
      ['morning', 'leader', '/morning'],
      ['night-print', 'leader', '/night-print'],
      ['village-night', 'assistant', '/village-night'],
      ['messages', 'leader', '/messages'],
      ['revisits', 'leader', '/revisits'],
      ['causes', 'desk', '/causes'],
      ['hints', 'leader', '/hints'],
      ['plans', 'leader', '/plans?kind=XS-03&level=0'],
      ['obstacles', 'leader', '/obstacles'],
      ['telephones', 'leader', '/telephones'],
      ['walls', 'leader', '/walls'],
      ['proposals', 'leader', '/proposals'],
    ], { wide: desktop, phone: handset }, ['light']);
  },

  'pages: reports': async (house) => {
    await walk(house, [
      ['reports', 'leader', '/reports'],
      ['report-day', 'leader', '/reports/RB-20240511'],
      ['report-week', 'leader', '/reports/ZB-2024-W18'],
      ['report-running', 'desk', '/reports/RB-20240512'],
      ['report-print', 'leader', '/reports/RB-20240511/print'],
      ['report-behind', 'leader', '/reports/RB-20240511/incidents?part=kind&of=JF'],
    ]);
  },

  'pages: orders on a phone': async (house) => {
    await walk(house, [['orders', 'officer_2', '/orders'], ['orders-assistant', 'assistant', '/orders'], ...(await orderPages(house))]);
  },

  'pages: those no list names': async (house) => {
    const list = await unnamedPages(house);
    assert.ok(walked.has('/board') || list.length > 30, `${list.length} pages`);
    await walk(house, list, { wide: desktop, phone: handset }, ['light']);
  },

  'pages: in English': async (house) => {
    const page = await house.open('chief', '/account');
    const choose = async (code) => {
      await page.check(`[name=lang][value=${code}]`);
      await page.locator('form[action="/account/preferences"] .btn-primary').click();
      await page.waitForSelector(`html[lang="${code}"]`);
    };
    await choose('en');
    try {
      const { items } = await house.ask('desk', '/incidents?open=true');
      const board = `/board?selected=${items[0].number}`;
      const list = [['board', board], ['intake', '/incidents/new'], ['incident', `/incidents/${items[0].number}`], ['people', '/people'], ['account', '/account'],
        ['morning', '/morning'], ['reports', '/reports'], ['report', '/reports/RB-20240511'], ['messages', '/messages'], ['revisits', '/revisits'], ['plans', '/plans'], ['hints', '/hints'], ['causes', '/causes']];
      await walk(house, list.map(([name, path]) => [`en-${name}`, 'chief', path]), { wide: desktop, phone: handset }, ['light']);
    } finally {
      await page.goto('/account');
      await choose('zh-CN');
    }
  },
};
