// Looks at one page in the browser, with and without JavaScript, wide and narrow, light and dark.
import path from 'node:path';
import { violations } from './accessibility.mjs';
import { DESKTOP, NARROW, PHONE } from './browser.mjs';
import { clickNotes } from './clicks.mjs';
import * as checks from './checks.mjs';
import { readBoxes, readNotes, readOverflow, readPage, readRows, readText } from './probes.mjs';

const MOST_CLICKS = { desktop: 40, phone: 10 };

/**
 * Checks the page `name` at `url` by itself and returns what the checks across pages need. `scripted` and `plain` are tabs
 * with and without JavaScript.
 */
export async function visit({ report, site, shots }, { scripted, plain }, name, url) {
  const check = (what, faults) => report.check(name, what, faults);
  const { page } = scripted;
  await scripted.goTo(url, DESKTOP);
  const facts = { name, path: new URL(url).pathname, ...(await page.evaluate(readPage)), notes: await page.evaluate(readNotes) };
  checkFacts(check, facts, site, url);
  if (name.startsWith('parallel/') && facts.slug) check('rows', checks.alignedRows(await page.evaluate(readRows)));
  const text = await page.evaluate(readText);
  await checkPlain({ plain, check, facts, url, text });
  if (facts.notes.marks.length) {
    check('clicks, 1280 px', await clickNotes(page, facts.notes.marks, MOST_CLICKS.desktop));
    await page.goto(url, { waitUntil: 'load' });
  }
  await checkLooks({ check, page, shots, name });
  check('console', scripted.errors);
  check('other hosts', scripted.foreign);
  return facts;
}

function checkFacts(check, facts, site, url) {
  check('head', checks.head(facts, url));
  check('ids', checks.duplicateIds(facts));
  check('weight', checks.weight(facts, site, facts.name));
  if (facts.name === '404.html') check('rooted links', checks.rootedLinks(facts));
  check('notes', checks.noteRoundTrips(facts.notes));
}

/** The page as a reader without JavaScript has it, on a phone as well. */
async function checkPlain({ plain, check, facts, url, text }) {
  await plain.goTo(url, DESKTOP);
  check('text', checks.sameText(text, await plain.page.evaluate(readText)));
  if (facts.notes.marks.length) {
    await plain.page.setViewportSize(PHONE);
    check('clicks, 390 px', await clickNotes(plain.page, facts.notes.marks, MOST_CLICKS.phone));
  }
  check('console without JavaScript', plain.errors);
  check('other hosts without JavaScript', plain.foreign);
}

/** Overflow at three widths; axe and screenshots at two of them, light and dark. */
async function checkLooks({ check, page, shots, name }) {
  for (const viewport of [DESKTOP, PHONE, NARROW]) {
    await page.setViewportSize(viewport);
    check(`overflow, ${viewport.width} px`, checks.overflow(await page.evaluate(readOverflow)));
  }
  for (const viewport of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport);
    const boxes = {};
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const view = `${viewport.width}-${colorScheme}`;
      if (shots) await page.screenshot({ path: path.join(shots, `${fileName(name)}-${view}.png`), fullPage: true });
      boxes[colorScheme] = await page.evaluate(readBoxes);
      check(`axe, ${view}`, await violations(page, { onlyColours: colorScheme === 'dark' }));
    }
    check(`boxes, ${viewport.width} px`, checks.sameBoxes(boxes.light, boxes.dark));
  }
}

function fileName(name) {
  return name.replace(/\.html$|\/$/, '').replaceAll('/', '_') || 'home';
}
