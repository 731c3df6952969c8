// axe-core in the page: WCAG 2.2 AA and best practice.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// What depends on colours.
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Runs axe on the page as it stands now, with all rules or those of colours, and returns its violations as sentences. */
export async function violations(page, { onlyColours = false } = {}) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(SOURCE);
  // `preload` would fetch the style sheets, which the pages' security policy forbids.
  const runOnly = onlyColours ? { type: 'rule', values: OF_COLOURS } : { type: 'tag', values: TAGS };
  const options = { runOnly, resultTypes: ['violations'], preload: false };
  const result = await page.evaluate((chosen) => globalThis.axe.run(document, chosen), options);
  return result.violations.map(({ id, nodes }) => `${id}, ${nodes.length} times, first at ${nodes[0].target}`);
}
