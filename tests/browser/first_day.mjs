// A station from nothing: set up over TLS by its own authority, its people entered by paste, five
// assistants appointed, one incident on a desk and two phones from call to close, a backup, the folder
// lost, restored, and the work goes on. Everything by the pages and the commands of docs/operate.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary, desktop, handset, until } from './house.mjs';

const VILLAGES = ['东村', '西村', '南村', '北村', '中村'];
const PASSWORD = 'Shi-pu#2026-cun';
const PIN = '280619';
const DAY = 86_400_000;

const inBeijing = (at) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
const rows = (...list) => list.map((cells) => cells.join('\t')).join('\n');

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** The six digits of RFC 6238 that an authenticator shows. */
function digits(secret) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sends the form with this action; what it answers with is looked at by the caller. */
async function send(page, action, fields = {}) {
  const form = page.locator(`form[action="${action}"]`).first();
  await form.evaluate((form) => form.closest('details')?.setAttribute('open', ''));
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`).first();
    const kind = await field.evaluate((el) => el.type);
    if (kind === 'checkbox' || kind === 'radio') await form.locator(`[name="${name}"][value="${value}"]`).check({ force: true });
    else if (kind === 'select-one') await field.selectOption(value);
    else await field.fill(value);
  }
  // What was refused or only looked at is put in place; everything else goes on to another page.
  const put = page.evaluate(() => new Promise((done) => document.addEventListener('put', () => done(), { once: true })));
  const answered = Promise.race([page.waitForNavigation(), put.catch(() => new Promise(() => {}))]);
  await Promise.all([answered, form.locator('button[type=submit]').first().click()]);
}

/** The first form whose action ends so; undefined where there is none. */
async function action(page, end) {
  return (await page.$$eval('main form', (forms) => forms.map((form) => form.getAttribute('action')))).find((one) => one.endsWith(end));
}

/** Pastes rows, looks at what was read, and enters them. */
async function paste(page, path, form, text, field = 'rows') {
  await page.goto(path);
  await send(page, form, { [field]: text });
  assert.match(await page.textContent('main'), new RegExp(`读到(新的)? ${text.split('\n').length} 行`));
  await send(page, form, { checked: 'true' });
}

class Station {
  people = {};

  constructor(browser, folder, port) {
    Object.assign(this, { browser, folder, url: `https://127.0.0.1:${port}`, contexts: [] });
    this.of = ['--data', join(folder, 'data'), '--keys', join(folder, 'keys')];
  }

  async serve() {
    const args = ['serve', ...this.of, '--listen', new URL(this.url).host, '--tls'];
    this.said = '';
    this.server = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LANG: 'zh_CN.UTF-8' } });
    for (const stream of [this.server.stdout, this.server.stderr]) stream.on('data', (text) => (this.said += text));
    await until('the station serves', () => this.said.includes('按 Ctrl-C 停止') || (this.server.exitCode !== null && assert.fail(this.said)), 30_000);
  }

  async stop(signal) {
    const gone = new Promise((done) => this.server.once('exit', done));
    if (this.server.exitCode === null && this.server.kill(signal)) await gone;
  }

  run(...command) {
    return execFileSync(binary(), command, { encoding: 'utf8', env: { ...process.env, LANG: 'zh_CN.UTF-8' }, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async open(viewport = desktop) {
    const context = await this.browser.newContext({ baseURL: this.url, ignoreHTTPSErrors: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport });
    context.setDefaultTimeout(10_000);
    this.contexts.push(context);
    return context.newPage();
  }

  /** Somebody opens the link that was handed to them and makes it their own: password and code, or a PIN. */
  async enter(name, [link, code], viewport) {
    const page = await this.open(viewport);
    await page.goto(link);
    await page.fill('#code', code);
    await Promise.all([page.waitForNavigation(), page.click('.btn-primary')]);
    if (await action(page, '/account/pin')) await send(page, '/account/pin', { pin: PIN });
    else {
      await send(page, '/account/password', { new: PASSWORD });
      const secret = (await page.textContent('main')).match(/[A-Z2-7]{32}/)[0];
      await send(page, '/account/second-factor', { code: digits(secret) });
      assert.match(await page.textContent('main'), /已启用/);
    }
    this.people[name] = page;
  }

  /** Link and code for somebody: made by the security administrator, the code of who leads taken by another. */
  async handOver(login) {
    const { security, system } = this.people;
    const press = async (page, end) => {
      await page.goto('/accounts');
      const row = page.locator('main tr', { has: page.locator('td', { hasText: new RegExp(`^${login}$`) }) });
      await send(page, await row.locator(`form[action$="${end}"]`).getAttribute('action'));
      return (await page.$$eval('.fingerprint', (all) => all.map((one) => one.textContent)))[0];
    };
    let code = await press(security, '/way-in');
    const link = await security.inputValue('input[data-url]');
    code ??= await press(system, '/code');
    await security.reload();
    assert.match(await security.textContent('main'), /已经显示过了/);
    return [link, code];
  }
}

async function setUp(station) {
  const page = await station.open();
  await page.goto(station.said.match(/https:\S+set-up\S+/)[0]);
  const admins = { system: ['甲一', 'jia'], security: ['乙二', 'yi'], audit: ['丙三', 'bing'] };
  const form = { name: '试验派出所', short: 'sy', branch: '试验分局', street: '试验街道办', villages: rows(...VILLAGES.map((name) => [name, `${name}警务室`])) };
  for (const [who, [name, login]] of Object.entries(admins)) Object.assign(form, { [`${who}.name`]: name, [`${who}.login`]: login });
  await send(page, '/set-up', form);
  const links = await page.$$eval('main section', (all) => all.map((one) => [one.querySelector('a').href, one.querySelector('.fingerprint').textContent]));
  for (const [at, who] of Object.keys(admins).entries()) await station.enter(who, links[at]);
  // A phone is told how to trust the authority, before anybody signs in.
  const phone = await station.open(handset);
  await phone.goto('/trust');
  assert.match(await phone.textContent('main'), /证书/);
}

async function enterPeople(station) {
  const { people } = station;
  const staff = [['所长丁', 'ding', '所长'], ['带班甲', 'ban1', '带班所领导'], ['带班乙', 'ban2', '带班所领导'], ['指挥员', 'desk', '指挥室'], ['民警一', 'mj1', '民警'],
    ...VILLAGES.map((village, i) => [`书记${i + 1}`, `sj${i + 1}`, '村书记', village])];
  const wrong = rows(...staff, ['坏行', 'bad', '神仙']);
  await people.system.goto('/accounts');
  await send(people.system, '/accounts/rows', { rows: wrong });
  assert.match(await people.system.textContent('.errors'), /第 11 行/);
  assert.equal(await people.system.inputValue('[name=rows]'), wrong, 'what was pasted stays');
  await paste(people.system, '/accounts', '/accounts/rows', rows(...staff));
  await people.security.goto('/proposals');
  await send(people.security, await action(people.security, '/confirmation'));
  for (const name of ['ban1', 'ban2', 'desk']) await station.enter(name, await station.handOver(name));
  for (const name of ['mj1', ...VILLAGES.map((_, i) => `sj${i + 1}`)]) await station.enter(name, await station.handOver(name), handset);
}

/** Five assistants: nominated by one leader, agreed to by the other and by each village's secretary. */
async function appoint(station) {
  const { people } = station;
  const [first, last] = [inBeijing(Date.now()), inBeijing(Date.now() + 364 * DAY)];
  await paste(people.ban1, '/appointments', '/nominations/rows', rows(...VILLAGES.map((village, i) => [village, `助理${i + 1}`, `zl${i + 1}`, '正', first, last])));
  const agree = async (page, end, count) => {
    for (let i = 0; i < count; i += 1) {
      await page.goto('/appointments');
      await send(page, await action(page, end));
    }
  };
  await agree(people.ban2, '/station-review', VILLAGES.length);
  for (const i of VILLAGES.keys()) await agree(people[`sj${i + 1}`], '/village-review', 1);
  await people.ban1.goto('/appointments');
  assert.equal(new Set((await people.ban1.textContent('main')).match(/JWZL-\d{4}-00\d/g)).size, VILLAGES.length);
  await station.enter('zl1', await station.handOver('zl1'), handset);
}

async function fillRoster(station) {
  const { people } = station;
  const days = [inBeijing(Date.now()), inBeijing(Date.now() + DAY)];
  const who = [['desk', '指挥室'], ['mj1', '民警'], ['zl1', '警务助理'], ['ban1', '带班所领导']];
  await paste(people.ban1, '/roster', '/shifts/rows', rows(...days.flatMap((day) => who.map(([login, role]) => [day, '00:00', '24:00', login, role]))));
  await paste(people.system, '/premises', '/premises', rows(['东村', '好再来超市', '商铺', '东街', '3号'], ['东村', '东村12号院', '院落', '东一巷', '12号', '6']));
}

/** One incident: logged and sent by keyboard, signed for and arrived at on two phones; its number. */
async function handle(station, summary) {
  const { desk, mj1, zl1 } = station.people;
  await desk.goto('/board');
  await desk.keyboard.press('n');
  await desk.keyboard.type('hzl');
  await desk.waitForSelector('.suggest li');
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('Tab');
  await desk.keyboard.insertText(summary);
  await until('a kind is proposed', () => desk.inputValue('[name=kind]'));
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('3');
  await desk.keyboard.press('Control+Enter');
  await desk.locator('#detail', { hasText: summary }).locator('#dispatch-form').waitFor();
  const number = (await desk.textContent('#detail')).match(/JQ-\d{8}-\d{4}/)[0];
  await desk.keyboard.press('d');
  await desk.waitForSelector('#detail .state-sent');
  for (const [page, steps] of [[zl1, ['/signature', '/arrival']], [mj1, ['/signature', '/departure', '/arrival']]]) {
    await page.goto('/orders');
    const order = await page.locator('main a[href^="/orders/"]').first().getAttribute('href');
    for (const step of steps) {
      await page.goto(order);
      await send(page, await action(page, step));
    }
    await page.goto(order);
  }
  assert.ok(!(await zl1.textContent('main')).includes(summary), 'an assistant reads where and what kind, never the words');
  return number;
}

/** Settled by the officer on the phone, closed by the leader at the desk. */
async function close(station, number) {
  const { mj1, zl1, ban1 } = station.people;
  await send(mj1, `/incidents/${number}/settlement`, { settled: '各让一步，退一半', present: 'P1' });
  for (const page of [zl1, mj1]) {
    await page.reload();
    const cleared = await action(page, '/clearance');
    if (cleared) await send(page, cleared);
  }
  await mj1.goto(`/incidents/${number}`);
  assert.equal(await action(mj1, '/closure'), undefined, 'a handler does not close');
  await ban1.goto(`/incidents/${number}`);
  await send(ban1, `/incidents/${number}/closure`);
  assert.match(await ban1.textContent('main'), /已结/);
}

async function loseAndRestore(station) {
  const [backup, key] = ['backup.jc', 'backup.key'].map((name) => join(station.folder, name));
  station.run('backup', ...station.of, '--to', backup, '--key', key, '--new-key');
  await station.stop('SIGKILL');
  for (const name of ['data', 'keys']) rmSync(join(station.folder, name), { recursive: true });
  assert.match(station.run('restore', '--from', backup, '--key', key, ...station.of), /核验无误/);
  await station.serve();
}

export const stories = {
  'first day: from an empty folder to an incident closed, lost and restored': async (house) => {
    const folder = mkdtempSync(join(tmpdir(), 'jingcun-first-day-'));
    const station = new Station(house.browser, folder, await freePort());
    try {
      await station.serve();
      await setUp(station);
      await enterPeople(station);
      await appoint(station);
      await fillRoster(station);
      const first = await handle(station, '买衣服退款争吵');
      await close(station, first);
      await loseAndRestore(station);
      // Whoever was signed in still is; what was closed still is; and the next call is taken.
      await station.people.ban1.goto(`/incidents/${first}`);
      assert.match(await station.people.ban1.textContent('main'), /已结/);
      const second = await handle(station, '又为退款争吵');
      assert.notEqual(second, first);
      await station.people.audit.goto('/journal');
      assert.match(await station.people.audit.textContent('main'), new RegExp(second));
    } finally {
      for (const context of station.contexts) await context.close();
      await station.stop('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
