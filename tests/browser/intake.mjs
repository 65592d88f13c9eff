// The desk takes a call and sends people out without ever touching the mouse.
import assert from 'node:assert/strict';
import { until } from './house.mjs';

export const stories = {
  'intake: by keyboard alone, from the call to the dispatch': async (house) => {
    const other = await house.open('leader', '/board');
    const page = await house.open('desk', '/board');
    let keys = 0;
    const press = async (...names) => {
      for (const name of names) await page.keyboard.press(name);
      keys += names.flatMap((name) => name.split('+')).length;
    };
    const focused = (id) => until(`the focus is on ${id}`, () => page.evaluate((id) => document.activeElement?.id === id, id));

    await press('n');
    await focused('incidents-log-place.text');
    await press('f', 'z', 'd');
    await page.waitForSelector('.suggest li');
    await press('Enter');
    const place = await page.inputValue('[name="place.text"]');
    assert.match(place, /服装店/);
    assert.ok(await page.inputValue('[name="place.premises"]'), 'the registered place is linked');
    await press('Tab');
    await focused('incidents-log-summary');
    const summary = `两人因充电位争吵，堵住店门 ${Date.now() % 10000}`;
    await page.keyboard.insertText(summary);
    await until('a kind is proposed', () => page.inputValue('[name=kind]'));
    assert.ok(await page.isVisible('[data-suggested]'));
    await press('Escape', '3');
    assert.ok(await page.isChecked('#intake-form [name=level][value="3"]'));
    const sent = Date.now();
    await press('Control+Enter');
    const row = other.locator('#queue .row', { hasText: summary });
    await row.waitFor({ state: 'attached', timeout: 4000 });
    const took = Date.now() - sent;
    assert.ok(took <= 1000, `the other board showed it after ${took} ms`);

    await page.waitForSelector('#dispatch-form');
    assert.ok(await page.locator('#dispatch-form [name=receivers]:checked').count(), 'somebody is proposed');
    assert.match(await page.textContent('#detail-title'), /\S/);
    assert.ok((await page.textContent('#detail')).includes(summary));
    await press('d');
    await page.waitForSelector('#detail .state-sent');
    await row.locator('.state-sent').waitFor({ state: 'attached' });
    assert.ok(keys <= 40, `${keys} keys`);
    console.log(`        ${keys} keys, on the other board after ${took} ms`);
  },

  'intake: a place heard wrong is corrected by pinyin, in a part that came later': async (house) => {
    const number = await house.log('说在超市门口', { place: { text: '超市门口' } });
    const page = await house.open('desk', `/incidents/${number}`);
    // The page comes up to date under the hand: its forms are others than those it came with.
    await house.ask('leader', `/matters/${number}/notes`, { text: '又打来说不是超市' });
    await page.getByText('又打来说不是超市').waitFor();
    const form = page.locator(`form[action="/incidents/${number}/place"]`);
    await form.evaluate((form) => (form.closest('details').open = true));
    const field = form.locator('[name="place.text"]');
    await field.fill('');
    await field.pressSequentially('fzd');
    await form.locator('.suggest li').first().waitFor();
    await page.keyboard.press('Enter');
    assert.match(await field.inputValue(), /服装店/);
    assert.ok(await form.locator('[name="place.premises"]').inputValue(), 'the registered place is linked');
    await form.locator('[name=reason]').fill('报警人记错了店名');
    await form.locator('button[type=submit]').click();
    await page.getByText('报警人记错了店名').waitFor();
    assert.match(JSON.stringify(await house.ask('desk', `/incidents/${number}`)), /服装店/);
  },

  'intake: Enter that ends the choice of characters sends nothing': async (house) => {
    const page = await house.open('desk', '/board');
    const sent = [];
    page.on('request', (r) => r.method() === 'POST' && new URL(r.url()).pathname === '/incidents' && sent.push(r.url()));
    for (const id of ['incidents-log-place.text', 'incidents-log-summary']) {
      await page.evaluate((id) => {
        const field = document.getElementById(id);
        field.focus();
        field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
        for (const more of [{}, { ctrlKey: true }]) {
          const how = { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, isComposing: true, ...more };
          field.dispatchEvent(new KeyboardEvent('keydown', how));
          field.dispatchEvent(new KeyboardEvent('keydown', { ...how, isComposing: false, keyCode: 229 }));
        }
        // Single keys are characters, too.
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true, cancelable: true, isComposing: true }));
      }, id);
    }
    await page.waitForTimeout(300);
    assert.deepEqual(sent, []);
    assert.match(page.url(), /\/board$/);
  },

  'intake: what is typed is kept as a draft, and can be thrown away': async (house) => {
    const page = await house.open('desk', '/board');
    await page.fill('[name=summary]', '说到一半断线');
    await until('it is said that it is not kept yet', async () => /还没存/.test(await page.textContent('[data-draft-state]')));
    await until('the draft is kept', async () => /\d\d:\d\d:\d\d/.test(await page.textContent('[data-draft-state]')));
    await page.reload();
    assert.equal(await page.inputValue('[name=summary]'), '说到一半断线');
    await page.click('[form=intake-discard]');
    await until('the form is empty', async () => (await page.inputValue('[name=summary]')) === '');
    // Thrown away the moment it was typed, and gone for good: nothing of it stands in the next call.
    await page.fill('[name=summary]', '打错了');
    await page.click('[form=intake-discard]');
    await until('the form is empty again', async () => (await page.inputValue('[name=summary]')) === '');
    await page.goto(new URL('/incidents', page.url()).href);
    await page.goto(new URL('/board', page.url()).href);
    assert.equal(await page.inputValue('[name=summary]'), '');
  },
};
