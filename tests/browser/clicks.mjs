// Real mouse clicks: mark, note, backlink, mark.
import { readPlace } from './probes.mjs';

/** Goes from up to `most` marks, spread over the page, to the note and back, and returns the faults. */
export async function clickNotes(page, marks, most) {
  const step = Math.max(1, marks.length / most);
  const chosen = Array.from({ length: Math.min(most, marks.length) }, (_, i) => marks[Math.floor(i * step)]);
  const faults = [];
  for (const mark of chosen) {
    const fault = await clickThere(page, mark).catch((error) => String(error.message).split('\n')[0]);
    if (fault) faults.push(`${mark.id}: ${fault}`);
  }
  return faults;
}

async function clickThere(page, mark) {
  await page.locator(`[id="${mark.id}"]`).click({ timeout: 3000 });
  const note = await page.evaluate(readPlace, mark.to);
  if (note !== 'yes') return `after a click on the mark its note ${note}`;
  await page.locator(`[id="${mark.to}"] a[href$="#${mark.id}"]`).first().click({ timeout: 3000 });
  const back = await page.evaluate(readPlace, mark.id);
  return back === 'yes' ? null : `after a click on the backlink the mark ${back}`;
}
