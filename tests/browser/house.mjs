// The demo station and the browser that visits it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const need = createRequire(join(resolve(process.env.JINGCUN_BROWSER_TOOLS || join(root, 'target/browser-tools')), 'package.json'));
export const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
export const desktop = { width: 1440, height: 900 };
export const handset = { width: 390, height: 844 };

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** Waits until `ask` gives something true; returns how long it took, in ms. */
export async function until(what, ask, limit = 8000) {
  const begun = Date.now();
  for (;;) {
    if (await ask()) return Date.now() - begun;
    assert.ok(Date.now() - begun < limit, `not within ${limit} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export function binary() {
  const named = process.env.JINGCUN_BINARY;
  const found = [named, join(root, 'target/debug/jingcun'), join(root, 'target/release/jingcun')].find((file) => file && existsSync(file));
  assert.ok(found, 'no jingcun: cargo build -p station, or set JINGCUN_BINARY');
  return found;
}

export async function openHouse() {
  const house = new House(mkdtempSync(join(tmpdir(), 'jingcun-browser-')));
  try {
    await house.start();
    const { chromium } = need('playwright-core');
    house.browser = await chromium.launch({ executablePath: process.env.JINGCUN_CHROMIUM || '/usr/bin/chromium', args: FLAGS });
    return house;
  } catch (fault) {
    await house.close();
    throw fault;
  }
}

class House {
  noise = [];
  contexts = [];
  sessions = new Map();

  constructor(folder) {
    this.folder = folder;
  }

  /** Starts the server; a second time on the port and the data it had. */
  async start() {
    const ready = join(this.folder, 'ready.json');
    const listen = this.url ? new URL(this.url).host : '127.0.0.1:0';
    rmSync(ready, { force: true });
    const of = (name) => join(this.folder, name);
    const args = ['demo', '--days', process.env.JINGCUN_DAYS || '9', '--data', of('data'), '--keys', of('keys'), '--listen', listen, '--ready-file', ready];
    this.server = spawn(binary(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.said = '';
    this.server.stderr.on('data', (text) => (this.said += text));
    const over = () => this.server.exitCode !== null && assert.fail(`the station ended: ${this.said}`);
    await until('the station stands', () => over() || existsSync(ready), 180_000);
    this.ways = JSON.parse(readFileSync(ready, 'utf8'));
    this.url = this.ways.url;
  }

  async stop() {
    if (!this.server || this.server.exitCode !== null) return;
    const gone = new Promise((done) => this.server.once('exit', done));
    this.server.kill('SIGTERM');
    const hard = setTimeout(() => this.server.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(hard);
  }

  /** A browser of its own in which `role` is signed in; sign-in links work once, so cookies are kept. */
  async enter(role, options = {}) {
    const context = await this.browser.newContext({
      baseURL: this.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: desktop, ...options,
      storageState: role ? this.sessions.get(role) : undefined,
    });
    context.setDefaultTimeout(10_000);
    context.on('page', (page) => this.listen(page));
    this.contexts.push(context);
    if (!role || this.sessions.has(role)) return context;
    const link = this.ways.sign_in[role];
    assert.ok(link, `no way in for ${role}`);
    const page = await context.newPage();
    await page.goto(link);
    await page.click('.signin form button');
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await page.close();
    this.sessions.set(role, await context.storageState());
    return context;
  }

  /** A page of `role`. */
  async open(role, path, options) {
    const page = await (await this.enter(role, options)).newPage();
    await page.goto(path);
    return page;
  }

  listen(page) {
    page.on('pageerror', (fault) => this.noise.push(`${page.url()}: ${fault}`));
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') this.noise.push(`${page.url()}: ${line.text()}`);
    });
  }

  /** No page complained: no script error, nothing the content policy stopped. */
  mustBeQuiet() {
    const noise = this.noise.splice(0);
    assert.deepEqual(noise, [], 'console');
  }

  /** Asks the data door as `role`; a body is sent as a new act. */
  async ask(role, path, body) {
    const headers = { authorization: `Bearer ${this.ways.tokens[role]}`, accept: 'application/json' };
    const act = { method: 'POST', body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() } };
    const answer = await fetch(`${this.url}/api${path}`, body ? act : { headers });
    const text = await answer.text();
    assert.ok(answer.ok, `${role} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** Logs an incident over the data door; returns its number. */
  async log(summary, more = {}) {
    const call = { summary, place: { text: '村口' }, kind: 'JF-10', level: '3', source: '0199', ...more };
    return (await this.ask('desk', '/incidents', call)).number;
  }

  async keepPicture(name) {
    const folder = process.env.SHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    const all = this.contexts.flatMap((context) => context.pages());
    for (const [i, page] of all.entries()) await page.screenshot({ path: join(folder, `failed-${name.replace(/\W+/g, '-')}-${i}.png`) }).catch(() => {});
  }

  async closePages() {
    for (const context of this.contexts.splice(0)) await context.close();
    this.noise.length = 0;
  }

  async close() {
    await this.browser?.close();
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
