// What a stranger's texts must not do: node --test inert.mjs, with the folder of the built site in HOSTILE_SITE. Each placement of
// fixtures/hostile calls canary(N) when it runs. The pages' own policy is off here, so that it hides no fault.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { DESKTOP, launch } from './browser.mjs';
import { serve } from './server.mjs';
import { openSite } from './site.mjs';

const N_PLACEMENTS = 75;
// Settings that the article's own replace (2, 3), a code's language (23), a label (43), a medium (56).
const NOT_PRINTED = [2, 3, 23, 43, 56];
const DATA = ['data/bei/edition.json', 'data/bei/edition.jsonld', 'data/bei/edition.tei.xml', 'zh-hant/atom.xml', 'zh-hans/atom.xml', 'sitemap.xml'];

const site = openSite(process.env.HOSTILE_SITE);
let server, browser;
before(async () => {
  server = await serve(site);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens an address without the page's policy, gives the page to `use` and returns which placements ran. */
async function canaries(address, use) {
  const context = await browser.newContext({ viewport: DESKTOP, bypassCSP: true });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      window.ran = [];
      window.canary = (n) => window.ran.push(n);
    });
    await page.goto(`${server.origin}${site.basePath}${address}`, { waitUntil: 'load' });
    await use(page);
    return await page.evaluate(() => window.ran);
  } finally {
    await context.close();
  }
}

/** Runs in the page: elements and attributes that could run something, in a document. */
function readDangers() {
  const isSafe = (address) => ['http:', 'https:', 'mailto:'].includes(new URL(address, 'https://example.org/').protocol);
  const isRun = ({ localName, type, attributes }) => /^(iframe|object|embed|base|svg|math)$/.test(localName)
    || (localName === 'script' && !attributes.src && !/json/.test(type));
  const dangersOf = (element) => [
    ...(isRun(element) ? [element.outerHTML.slice(0, 80)] : []),
    ...[...element.attributes].filter(({ name, value }) => /^on|^srcdoc$/i.test(name) || (/href$|^src$|^action$/i.test(name) && !isSafe(value)))
      .map(({ name, value }) => `${name}="${value.slice(0, 80)}"`),
  ];
  const feeds = [...document.querySelectorAll('content[type=html]')];
  const documents = [document, ...feeds.map((feed) => new DOMParser().parseFromString(feed.textContent, 'text/html'))];
  return documents.flatMap((each) => [...each.querySelectorAll('*')].flatMap(dangersOf));
}

for (const name of site.pages) {
  test(`nothing of a stranger's runs on /${name}`, async () => {
    let dangers;
    const ran = await canaries(name, async (page) => {
      dangers = await page.evaluate(readDangers);
      await page.evaluate(() => {
        for (const element of document.querySelectorAll('body *')) {
          for (const kind of ['mouseover', 'focus', 'toggle', 'error', 'load']) element.dispatchEvent(new Event(kind));
        }
        for (const control of document.querySelectorAll('[role=doc-noteref], label, summary')) control.click();
      });
      await page.waitForTimeout(100);
    });
    assert.deepEqual([ran, dangers], [[], []]);
  });
}

for (const name of DATA.filter((one) => one.endsWith('.xml'))) {
  test(`nothing of a stranger's runs in /${name}, which is well-formed`, async () => {
    let found;
    const ran = await canaries(name, async (page) => {
      const isBroken = await page.evaluate(() => document.querySelector('parsererror') !== null);
      found = isBroken ? ['not well-formed'] : await page.evaluate(readDangers);
    });
    assert.deepEqual([ran, found], [[], []]);
  });
}

test('a search shows what was found as text', async () => {
  const ran = await canaries('zh-hant/search/?q=onerror', async (page) => {
    await page.waitForFunction(() => document.querySelector('[role=status]').textContent);
    assert.ok(await page.locator('.hits > li').count() > 0);
    assert.deepEqual(await page.evaluate(readDangers), []);
  });
  assert.deepEqual(ran, []);
});

test('each placement stands somewhere as text, and no template ran', () => {
  const texts = [...site.pages, ...DATA].map((name) => readFileSync(site.fileAt(site.basePath + name), 'utf8')).join('\n');
  const placements = Array.from({ length: N_PLACEMENTS }, (_, i) => i + 1);
  assert.deepEqual(placements.filter((n) => !texts.includes(`canary(${n})`)), NOT_PRINTED);
  assert.deepEqual(placements.filter((n) => texts.includes(`/script&gt;${7 * n}`)), []);
});
