// Last of all: what people typed in the other stories lies nowhere in clear.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DRAFT = '标记草稿正文';
const CALL = '标记来电正文';
const CALLER = '标记来电人名';

export const stories = {
  'safety: nothing of text and caller in the files or in what the server says': async (house) => {
    const page = await house.open('desk', '/board');
    await page.fill('[name="place.text"]', '村口');
    await page.fill('[name=summary]', DRAFT);
    await page.waitForFunction(() => /\d\d:\d\d:\d\d/.test(document.querySelector('[data-draft-state]').textContent));
    const token = house.ways.tokens.desk;
    const order = {
      summary: CALL, place: { text: '村口' }, kind: 'JF-03', level: 3, source: '0199', caller: { name: CALLER },
    };
    const sent = await fetch(`${house.url}/api/incidents`, {
      method: 'POST', body: JSON.stringify(order),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    });
    assert.equal(sent.status, 201, await sent.text());

    const data = join(house.folder, 'data');
    const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.some((entry) => entry.name.endsWith('-wal')), files.map((entry) => entry.name).join());
    const places = files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))]);
    assert.ok(places.some(([, bytes]) => bytes.includes('JF-03')), 'the kind is not secret: this looks where it should');
    for (const [name, bytes] of [...places, ['the log', Buffer.from(house.said)]]) {
      for (const clear of [DRAFT, CALL, CALLER]) assert.ok(!bytes.includes(clear), `${clear} stands in ${name}`);
    }
  },
};
