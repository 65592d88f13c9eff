// The stories only a browser can break, told against the demo station. Last line: N passed, N failed, N skipped.
// JINGCUN_BROWSER_TOOLS: folder with playwright-core and axe-core; JINGCUN_CHROMIUM; JINGCUN_BINARY.
// Arguments: words of story names to tell only those. SHOTS=folder keeps a picture of every page.
import { openHouse } from './house.mjs';
import * as firstDay from './first_day.mjs';
import * as forms from './forms.mjs';
import * as intake from './intake.mjs';
import * as link from './link.mjs';
import * as live from './live.mjs';
import * as pages from './pages.mjs';
import * as phone from './phone.mjs';
import * as safety from './safety.mjs';
import * as signOut from './sign_out.mjs';
import * as sound from './sound.mjs';

const told = [intake, forms, phone, link, sound, pages, live, signOut, safety, firstDay].flatMap((file) => Object.entries(file.stories));
const wanted = process.argv.slice(2);
const stories = told.filter(([name]) => !wanted.length || wanted.some((word) => name.includes(word)));
let passed = 0;
let failed = 0;

const house = await openHouse();
try {
  for (const [name, story] of stories) {
    const begun = Date.now();
    try {
      await story(house);
      house.mustBeQuiet();
      passed += 1;
      console.log(`ok      ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    } catch (fault) {
      failed += 1;
      console.log(`FAILED  ${name}: ${fault instanceof Error ? fault.stack : fault}`);
      await house.keepPicture(name);
    }
    await house.closePages();
  }
} finally {
  await house.close();
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed ? 1 : 0;
