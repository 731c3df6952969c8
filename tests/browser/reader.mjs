// What reader.js, links.js, parallel.js and sidenotes.css do, and what is printed, on this repository's edition: node --test reader.mjs, with the built
// site's folder in READER_SITE.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, launch, open } from './browser.mjs';
import { readPlace } from './probes.mjs';
import { serve } from './server.mjs';
import { openSite } from './site.mjs';

const CROWDED = 'zh-hant/qwen-panic-digest/';
const ROOMY = 'zh-hant/damaged-text/';
const PAIRED = 'parallel/damaged-text/';
const WIDE = { width: 1440, height: 900 };
// The mouse stays on a page so high: below its end the browser would scroll on for as long as it is there.
const TALL = { ...DESKTOP, height: 1200 };
const WIDTHS = [WIDE, { width: 1024, height: 768 }, { width: 768, height: 1000 }, PHONE];

let server, browser, origin;
before(async () => {
  server = await serve(openSite(process.env.READER_SITE));
  browser = await launch();
  origin = `${server.origin}/`;
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page and gives it to `use`; nothing may have gone wrong on it. */
async function onPage(path, use, { viewport = DESKTOP, javaScriptEnabled = true } = {}) {
  const opened = await open(browser, origin + path, { viewport, javaScriptEnabled });
  try {
    await use(opened.page);
    assert.deepEqual([opened.errors, opened.foreign], [[], []]);
  } finally {
    await opened.close();
  }
}

const firstMark = '[role=doc-noteref]';

for (const viewport of WIDTHS) {
  test(`a note opens at its mark and closes with Esc, ${viewport.width} px`, () => onPage(CROWDED, async (page) => {
    await page.focus(firstMark);
    await page.keyboard.press('Enter');
    const box = await page.locator('li:popover-open').boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= viewport.width && box.y >= 0 && box.y + box.height <= viewport.height);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('[popover]'));
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'doc-noteref');
  }, { viewport }));
}

for (const viewport of WIDTHS) {
  for (const path of [CROWDED, ROOMY, PAIRED]) {
    test(`without JavaScript a key and a click lead to a note and back, ${viewport.width} px, ${path}`, () => onPage(path, async (page) => {
      const mark = page.locator(firstMark).last();
      const [from, to] = await mark.evaluate((link) => [link.id, link.hash.slice(1)]);
      const back = page.locator(`[id="${to}"] [role=doc-backlink]`).first();
      for (const go of [(link) => link.press('Enter'), (link) => link.click()]) {
        for (const [link, id] of [[mark, to], [back, from]]) {
          await go(link);
          assert.equal(await page.evaluate(readPlace, id), 'yes', id);
        }
      }
    }, { viewport, javaScriptEnabled: false }));
  }
}

const readStyle = (name) => readFileSync(new URL(`../../static/${name}.css`, import.meta.url), 'utf8');

/** Shows text, with our styles, and gives what `read` makes of it. */
async function ofText(html, read, { viewport = DESKTOP, styles = ['style'] } = {}) {
  const page = await browser.newPage({ viewport });
  try {
    await page.setContent(`<!doctype html><html lang="zh-Hant"><style>${styles.map(readStyle).join('')}</style><body><main>${html}</main>`);
    return await page.evaluate(read);
  } finally {
    await page.close();
  }
}

for (const [viewport, apart] of [[DESKTOP, 0], [PHONE, 1]]) {
  test(`verse in the second column is indented as in the first, ${viewport.width} px`, async () => {
    const verse = '<div class="text parallel"><div class="pair"><p>春眠不覺曉<br>處處聞啼鳥</p><p>春眠不觉晓<br>处处闻啼鸟</p></div>'
      + '<div class="pair"><p>鹽白。</p><p>盐白。</p></div></div>';
    const indents = () => [...document.querySelectorAll('.pair')].map((pair) => [...pair.children].map((p) => {
      const range = document.createRange();
      range.selectNodeContents(p);
      return Math.round(range.getClientRects()[0].left - p.getBoundingClientRect().left);
    }));
    const [[left, right], [, prose]] = await ofText(verse, indents, { viewport, styles: ['style', 'parallel'] });
    // On a phone the second column stands behind a line, verse and prose alike; prose begins two characters further in.
    assert.ok(left >= 32 && Math.abs(apart ? right - prose : right - left) <= 1, `${left}, ${right}, ${prose}`);
  });
}

test('a line that holds a picture, code or a bare address is not stretched', async () => {
  const held = ['<img src="data:," width="300" height="9">', '<code>ls</code>', '<a href="https://example.org/a" data-url="">https://example.org/a</a>', '<b>鹽</b>'];
  const html = `<div class="text">${held.map((part) => `<p>鹽${part}</p>`).join('')}</div>`;
  const aligned = await ofText(html, () => [...document.querySelectorAll('p')].map((p) => getComputedStyle(p).textAlign));
  assert.deepEqual(aligned, ['start', 'start', 'start', 'justify']);
});

test('a reader who hears the page is told of verdicts, notes and columns', async () => {
  const names = {
    [CROWDED]: [/link "註 1：觀點"/, /link "註 2：部分有據"/, /region "註釋"/, /- strong: 部分有據/, /link "↩ 返回正文"/],
    [PAIRED]: [/paragraph: 繁體\n\s*- paragraph: 简体/, /group "差異"/, /region "校記/],
  };
  for (const [path, expected] of Object.entries(names)) {
    await onPage(path, async (page) => {
      const tree = await page.locator('main').ariaSnapshot();
      for (const name of expected) assert.match(tree, name);
    });
  }
});

test('Tab reaches every control in view of the reader, and shows where it is', () => onPage(ROOMY, async (page) => {
  const controls = await page.evaluate(() => [...document.querySelectorAll('a[href], input, button, summary')].filter((one) => one.getClientRects().length).length);
  let reached = 0;
  for (; reached <= controls; reached += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const box = one.getBoundingClientRect();
      const isSeen = box.bottom > 0 && box.top < innerHeight && getComputedStyle(one).outlineStyle !== 'none';
      return one === document.body ? null : [isSeen, one.outerHTML.slice(0, 80)];
    });
    if (!at) break;
    assert.ok(at[0], at[1]);
  }
  assert.equal(reached, controls);
}));

test('an opened note says how its claim is cited', () => onPage(CROWDED, async (page) => {
  await page.click(`${firstMark} >> nth=2`);
  await page.click('li:popover-open button');
  const line = await page.textContent('li:popover-open button + p');
  assert.match(line, /^校注專案，〈千問恐慌〉，2026-\d\d-\d\d，註 3，http.*#c-c03-rival$/);
}));

for (const javaScriptEnabled of [true, false]) {
  test(`few notes stand beside the text, scripts ${javaScriptEnabled}`, () => onPage(ROOMY, async (page) => {
    await page.click(firstMark);
    const [mark, note, text] = await Promise.all([firstMark, '.notes li', '.text'].map((at) => page.locator(at).first().boundingBox()));
    assert.ok(note.x > text.x + text.width, `the note at ${note.x} is beside the text`);
    assert.ok(Math.abs(note.y - mark.y) < 24, `the note at ${note.y} is at the mark at ${mark.y}`);
    assert.equal(await page.locator('[popover]').count(), 0);
  }, { viewport: WIDE, javaScriptEnabled }));
}

test('links are shown on demand, and the setting is kept', () => onPage(ROOMY, async (page) => {
  assert.equal(await page.locator('.here').count(), 0);
  await page.check('#show-links');
  await page.waitForSelector('.here');
  const missing = () => page.evaluate(() => [...document.querySelectorAll('.text [id]:not(a), .notes li[id]')]
    .filter(({ id }) => !document.querySelector(`.here[href="#${id}"]`)).map(({ id }) => id));
  assert.deepEqual(await missing(), []);
  await page.reload();
  await page.waitForSelector('.here');
  await page.uncheck('#show-links');
  await page.waitForFunction(() => !document.querySelector('.here'));
}));

test('differences have three levels', () => onPage(PAIRED, async (page) => {
  const levels = [];
  for (const level of ['none', 'some', 'all']) {
    await page.check(`#differences-${level}`);
    levels.push(await page.evaluate(() => [
      getComputedStyle(document.querySelector('.differs')).textDecorationLine, CSS.highlights.get('difference').size > 100]));
  }
  assert.deepEqual(levels, [['none', false], ['underline', false], ['underline', true]]);
  const pairs = await page.evaluate(() => [...new Set([...document.querySelectorAll('.text .differs')].map((at) => at.textContent))]);
  assert.ok(pairs.includes('後') && pairs.includes('后') && !pairs.includes('們'), pairs.join(''));
}));

test('arrow keys go from sentence to sentence, and both columns show where', () => onPage(PAIRED, async (page) => {
  await page.focus('.text [data-s]');
  for (const id of ['p1.2', 'p1.3']) {
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement.id), id);
    const colours = await page.evaluate((at) => [at, `${at}_s`].map((one) => getComputedStyle(document.getElementById(one)).backgroundColor), id);
    assert.equal(colours[0], colours[1]);
    assert.notEqual(colours[0], 'rgba(0, 0, 0, 0)');
  }
}));

test('a selection stays in the column in which it began', () => onPage(PAIRED, async (page) => {
  for (const [from, to, own, other] of [['#p1 > :first-child', '#p3 > :first-child', '鐘', '钟'], ['#p1_s', '#p3_s', '钟', '鐘']]) {
    const [start, end] = await Promise.all([from, to].map((at) => page.locator(at).boundingBox()));
    await page.mouse.move(start.x + 60, start.y + 12);
    await page.mouse.down();
    await page.mouse.move(end.x + end.width - 40, end.y + end.height - 8, { steps: 8 });
    await page.mouse.up();
    const text = await page.evaluate(() => getSelection().toString());
    assert.ok(text.includes(own) && !text.includes(other), text);
  }
}, { viewport: TALL }));

test('switching the script keeps the place', () => onPage(CROWDED, async (page) => {
  const seen = () => page.evaluate(() => [...document.querySelectorAll('.text :is(p, h2)[id], .text .pair[id]')]
    .find((block) => block.getBoundingClientRect().bottom > 96)?.id);
  const height = await page.evaluate(() => document.querySelector('.text').getBoundingClientRect().bottom + scrollY - 900);
  for (let i = 1; i <= 20; i += 1) {
    await page.goto(origin + CROWDED);
    await page.evaluate((y) => scrollTo(0, y), (height * i) / 20);
    if (await page.evaluate(() => scrollY) <= 200) continue;
    const before = await seen();
    const target = i % 2 ? 'zh-hans' : 'parallel';
    await page.evaluate((to) => document.querySelector(`nav.scripts a[href*="${to}/"]`).click(), target);
    await page.waitForURL(`**/${target}/**`);
    await page.waitForLoadState();
    assert.equal(await seen(), before, `position ${i}`);
  }
}));

test('on a phone either column can be read alone', () => onPage(PAIRED, async (page) => {
  const shown = () => page.evaluate(() => ['#p1 > :first-child', '#p1_s'].map((at) => document.querySelector(at).getClientRects().length > 0));
  assert.deepEqual(await shown(), [true, true]);
  await page.check('#columns-1');
  assert.deepEqual(await shown(), [true, false]);
  await page.check('#columns-2');
  assert.deepEqual(await shown(), [false, true]);
}, { viewport: PHONE }));

for (const path of [CROWDED, ROOMY]) {
  test(`on paper notes follow the text and each source's address stands once, ${path}`, () => onPage(path, async (page) => {
    await page.emulateMedia({ media: 'print' });
    const seen = await page.evaluate(() => {
      const isPrinted = (at) => [...document.querySelectorAll(at)].some((element) => element.getClientRects().length > 0);
      const after = (link) => getComputedStyle(link, '::after').content;
      const [text, notes] = ['.text', '.notes'].map((at) => document.querySelector(at).getBoundingClientRect());
      return {
        left: ['header.site', 'footer.site', '.switches', '.more', '.report', '.ledger', '[role=doc-backlink]'].filter(isPrinted),
        areBelow: notes.top >= text.bottom && getComputedStyle(document.querySelector('.notes li')).position === 'static',
        addresses: [...document.querySelectorAll('.cited a[href^=http]')].map(after).filter((printed) => printed.includes('http')),
      };
    });
    assert.deepEqual([seen.left, seen.areBelow], [[], true]);
    assert.equal(new Set(seen.addresses).size, seen.addresses.length);
    assert.ok(seen.addresses.every((printed) => !printed.includes(':~:')), 'paper scrolls to no passage');
    const pdf = (await page.pdf({ tagged: true, outline: true, preferCSSPageSize: true })).toString('latin1');
    for (const part of ['/Marked true', '/StructTreeRoot', '/Lang (zh-Hant)', '/Outlines']) assert.ok(pdf.includes(part), part);
  }));
}

test('on paper two columns stay two', () => onPage(PAIRED, async (page) => {
  await page.emulateMedia({ media: 'print' });
  const [left, right] = await Promise.all(['#p1 > :first-child', '#p1_s'].map((at) => page.locator(at).boundingBox()));
  assert.ok(left.x + left.width < right.x && left.y === right.y);
}, { viewport: { width: 794, height: 1123 } }));
