// Shows that the page tests can fail: a sound site passes, and each fault planted in a copy of it is found.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testSite } from './pages.mjs';

const SOUND = fileURLToPath(new URL('fixtures/sound', import.meta.url));
const HANT = 'zh-hant/x/';
const HANS = 'zh-hans/x/';
const PARALLEL = 'parallel/x/';

// Each fault: the page, what is replaced by what, and the check and words that must name it. Faults of one group do not
// hide each other, so that one run of the browser serves all of them.
const FAULTS = {
  'markup, links and notes': [
    [HANT, '<p id="p1">', '<p id="p1" id="p2">', 'HTML', /attribute/i],
    [HANT, '<section role', '<p><a href="#nowhere">無</a></p><section role', 'links', /no id for .*#nowhere/],
    [HANT, '<section role', '<p><a href="../../no/">無</a></p><section role', 'links', /no file for \/no\//],
    [HANT, '</h1>', '</h1><p id="notes">二</p>', 'ids', /"notes"/],
    [HANT, '</ol>', '<li id="n-lost" value="2">無</li></ol>', 'notes', /no mark leads to note n-lost/],
    [HANT, 'lang="zh-Hant"', 'lang="zh"', 'head', /lang of the page/],
    [PARALLEL, 'href="#r-wei"', 'href="#p1"', 'notes', /n-wei does not lead back to r-wei/],
    [HANT, 'href="#n-wei"', 'href="#p1"', 'same in all versions', /page: notes differ at place 1: p1 1 for n-wei 1/],
    [PARALLEL, 'id="c-wei_s"', 'id="c-other_s"', 'same in all versions', /right column: claims differ/],
    [PARALLEL, 'id="p1.1"', 'id="p1.2"', 'same in all versions', /left column: sentences differ/],
    ['404.html', 'href="/"', 'href="zh-hant/x/"', 'rooted links', /relative/],
    ['', 'rel="canonical" href="./"', 'rel="canonical" href="zh-hant/x/"', 'head', /canonical is/],
  ],
  'looks, scripts and addresses': [
    [HANT, '</h1>', '</h1><p style="width:1500px">寬</p>', 'overflow, 1280 px', /too wide \(p\)/],
    [HANT, '</h1>', '</h1><p style="width:360px">窄</p>', 'overflow, 320 px', /too wide/],
    [HANT, '</h1>', '</h1><p style="color:#333;background:#222">暗底暗字</p>', 'axe, 390-light', /color-contrast/],
    [HANS, '</h1>', '</h1><p style="color:#000">只見於白</p>', 'axe, 1280-dark', /color-contrast/],
    [HANS, '</head>', '<link rel="stylesheet" href="../../dark.css"></head>', 'boxes, 390 px', /^body .* in the light, body .* in the dark$/],
    [HANT, 'hreflang="zh-Hans" href="../../zh-hans/x/"', 'hreflang="zh-Hans" href="../../"', 'hreflang', /another hreflang set/],
    [HANS, '</head>', '<script src="../../add.js" defer></script></head>', 'text', /differs with JavaScript/],
    [HANS, '</head>', '<script src="../../add.js" defer></script></head>', 'console', /uncaught: planted/],
    [HANS, '</head>', '<script src="../../add.js" defer></script></head>', 'weight', /script of \d+ bytes/],
    [HANS, 'img-src \'self\'', 'img-src http:', 'other hosts', /example\.invalid/],
    [HANS, '</h1>', '</h1><p><img src="http://example.invalid/a.png" alt="圖"></p>', 'other hosts', /example\.invalid/],
    [PARALLEL, '<p id="p1_s"', '<p style="padding-top:9px;margin-top:3px" id="p1_s"', 'rows', /columns are 3\.0 px apart/],
    [PARALLEL, '<section role', '<p style="position:fixed;inset:0;margin:0;background:Canvas">蓋</p><section role', 'clicks, 1280 px', /r-wei/],
  ],
};

test('a sound site passes', async () => {
  const { report, names } = await testSite(SOUND);
  assert.deepEqual(report.findings, []);
  assert.deepEqual(names, ['', '404.html', PARALLEL, HANS, HANT]);
});

for (const [group, faults] of Object.entries(FAULTS)) {
  test(`each planted fault is found: ${group}`, async () => {
    const findings = await findingsIn(faults);
    for (const [page, , planted, check, words] of faults) {
      const named = findings.some((found) => found.page === `/${page}` && found.name === check && words.test(found.fault));
      assert.ok(named, `${planted} on /${page} is not found by "${check}"; found: ${JSON.stringify(findings, null, 1)}`);
    }
  });
}

async function findingsIn(faults) {
  const dir = mkdtempSync(path.join(tmpdir(), 'jiaozhu-page-faults-'));
  try {
    cpSync(SOUND, dir, { recursive: true });
    writeFileSync(path.join(dir, 'add.js'), heavyScript());
    writeFileSync(path.join(dir, 'dark.css'), '@media (prefers-color-scheme: dark) { h1 { padding-top: 5px } }');
    for (const [page, from, to] of new Map(faults.map((fault) => [fault.slice(0, 3).join(), fault])).values()) plant(dir, page, from, to);
    return (await testSite(dir)).report.findings;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function plant(dir, page, from, to) {
  const file = path.join(dir, page.endsWith('.html') ? page : `${page}index.html`);
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from), `${from} is not on /${page}`);
  writeFileSync(file, text.replace(from, to));
}

/** A script that adds text, throws, and does not compress: its comment holds numbers of a fixed sequence. */
function heavyScript() {
  const noise = Array.from({ length: 3000 }, (_, i) => Math.abs(Math.sin(i + 1)).toString(36).slice(4, 8)).join('');
  return `document.querySelector('h1').append('！');\n// ${noise}\nthrow new Error('planted');\n`;
}
