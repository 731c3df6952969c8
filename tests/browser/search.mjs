// The search page in the browser, on the site of tests/sites/search_both_scripts: node --test search.mjs, with the built
// site's folder in SEARCH_SITE.
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { violations } from './accessibility.mjs';
import { DESKTOP, NARROW, launch, open } from './browser.mjs';
import { readOverflow } from './probes.mjs';
import { serve } from './server.mjs';
import { openSite } from './site.mjs';

// Each query: the page it is typed on, and what is found, the best first: slug, passage, what is marked in it.
const QUERIES = [
  // Both scripts, whatever the article and the page are written in.
  ['hant', '鐘樓', 'qiao #p1 鐘樓 鐘樓 #p5 鐘樓 #p6 鐘樓 鐘樓 | cha #p2 鐘樓'],
  ['hans', '钟楼', 'qiao #p1 钟楼 钟楼 #p5 钟楼 #p6 钟楼 钟楼 | cha #p2 钟楼'],
  ['hans', '鐘樓', 'qiao #p1 钟楼 钟楼 #p5 钟楼 #p6 钟楼 钟楼 | cha #p2 钟楼'],
  ['hant', '钟楼', 'qiao #p1 鐘樓 鐘樓 #p5 鐘樓 #p6 鐘樓 鐘樓 | cha #p2 鐘樓'],
  ['hant', '头发', 'jing title 頭髮 #p1 頭髮 頭髮'],
  ['hans', '頭髮', 'jing title 头发 #p1 头发 头发'],
  ['hant', '乾隆', 'jing #p2 乾隆'],
  ['hans', '干隆', 'jing #p2 乾隆'],
  // Forms of a character.
  ['hant', '工廠里', 'gong title 工廠裏'],
  ['hant', '工廠裡', 'gong title 工廠裏'],
  ['hans', '工廠裏', 'gong title 工厂里'],
  ['hant', '台階', 'qiao #p2 臺階'],
  ['hans', '臺階', 'qiao #p2 台阶'],
  ['hant', '他爲鐘樓', 'qiao #p6 他為鐘樓'],
  // Across the edges of words, and a whole sentence with its stops.
  ['hant', '匠每', ''],
  ['hant', '鎮東', 'qiao #p1 鎮東'],
  ['hans', '头有一座石', 'qiao #p1 头有一座石'],
  ['hant', '茶舖只賣一種茶。掌櫃說', 'cha #p1 茶舖只賣一種茶。掌櫃說'],
  ['hans', '茶铺只卖一种茶，掌柜说', 'cha #p1 茶铺只卖一种茶。掌柜说'],
  ['hant', '洗頭發', 'jing #p1 洗頭髮'],
  // Latin words, in any case and width, in part, with and without space.
  ['hant', 'quokka', 'app #p1 Quokka'],
  ['hans', 'ＨＡＲＢＯＲ', 'app #p1 Harbor #p5 harbor'],
  ['hant', 'kka app', 'app #p1 kka App'],
  ['hant', 'kkaapp', ''],
  ['hant', '用harbormind模型', 'app #p1 用 HarborMind 模型'],
  ['hant', 'web手冊', 'app #p4 Ｗｅｂ 手冊'],
  ['hant', '3.5', 'app #p1 3.5'],
  // Markup is text.
  ['hant', '<b>要緊', 'app #p4 b>要緊'],
  ['hant', '<img src=x onerror=alert(1)>', ''],
  // A repaired character; what stood there before is not found.
  ['hant', '套系統控', 'gong #p1 套系統控'],
  ['hant', '座工廠', 'gong #p1 座工廠'],
  ['hant', '座工場', ''],
  // Words that differ between the scripts.
  ['hant', '硅谷', 'app title'],
  ['hans', '矽谷', 'app title'],
  ['hans', '鼠标推开', 'app #p2 鼠标推开'],
  ['hans', '滑鼠推', 'app #p2 鼠标推'],
  ['hant', '出租汽車', 'app #p3'],
  // Cells of a row are not one word; about pages are found, drafts are not.
  ['hant', '發條三', ''],
  ['hant', '懷錶發條', 'qiao #p4 懷錶發條'],
  ['hans', '试验搜寻', 'about-us #p1 试验搜寻'],
  ['hant', '草稿', ''],
  ['hant', '沒有這句話', ''],
];
const NONE = { hant: '沒有找到。', hans: '没有找到。' };

let server, browser, origin;
before(async () => {
  server = await serve(openSite(process.env.SEARCH_SITE));
  browser = await launch();
  origin = `${server.origin}/`;
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens the search page of a script and gives it to `use`; nothing may have gone wrong on it. */
async function onPage(script, use, { query = '', viewport = DESKTOP, javaScriptEnabled = true } = {}) {
  const opened = await open(browser, `${origin}zh-${script}/search/${query}`, { viewport, javaScriptEnabled });
  try {
    await use(opened.page);
    assert.deepEqual([opened.errors, opened.foreign], [[], []]);
  } finally {
    await opened.close();
  }
}

async function type(page, query) {
  await page.fill('#q', query);
  await page.press('#q', 'Enter');
  await answer(page);
}

const answer = (page) => page.waitForFunction(() => document.querySelector('[role=status]').textContent);
const status = (page) => page.textContent('[role=status]');

/** What is found, as it stands in QUERIES. */
const readFound = (page) => page.evaluate(() => [...document.querySelectorAll('.hits > li')].map((item) => {
  const marks = (element) => [...element.querySelectorAll('mark')].map((mark) => mark.textContent);
  const title = marks(item.querySelector('h2'));
  const passages = [...item.querySelectorAll('p a')].map((a) => [a.hash, ...marks(a)].join(' '));
  const slug = item.querySelector('h2 a').pathname.split('/').at(-2);
  return [slug, ...(title.length || !passages.length ? ['title', ...title] : []), ...passages].join(' ');
}).join(' | '));

test('queries of either script find what they should, on pages of either script', async () => {
  const wrong = [];
  for (const script of ['hant', 'hans']) {
    await onPage(script, async (page) => {
      for (const [, query, expected] of QUERIES.filter(([of]) => of === script)) {
        await type(page, query);
        const found = await readFound(page);
        if (found !== expected) wrong.push(`${query}: "${found}", not "${expected}"`);
        const n = expected ? expected.split(' | ').length : 0;
        const said = n ? `找到 ${n} 篇。` : NONE[script];
        if (await status(page) !== said) wrong.push(`${query}: "${await status(page)}", not "${said}"`);
      }
    });
  }
  assert.deepEqual(wrong, []);
});

test('markup in a passage stays text', async () => {
  await onPage('hant', async (page) => {
    await type(page, '要緊的話');
    assert.match(await page.textContent('.hits li p:last-child'), /<b>要緊的話<\/b>，見 A&B 公司/);
    assert.equal(await page.locator('.hits b').count(), 0);
  });
});

test('a hit leads to its paragraph', async () => {
  await onPage('hans', async (page) => {
    await type(page, '滑鼠推');
    await page.click('.hits li p a');
    assert.equal(page.url(), `${origin}zh-hans/app/#p2`);
    assert.match(await page.textContent(':target'), /鼠标推开/);
  });
});

test('a query stands in the address, and back and the other script keep it', async () => {
  await onPage('hant', async (page) => {
    await answer(page);
    assert.equal(await page.inputValue('#q'), '鐘樓');
    await type(page, '井水');
    assert.equal(new URL(page.url()).searchParams.get('q'), '井水');
    assert.match(await readFound(page), /^jing /);
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('.hits h2 a')?.pathname.includes('qiao'));
    assert.equal(await page.inputValue('#q'), '鐘樓');
    await page.click('nav.scripts a[hreflang="zh-Hans"]');
    await answer(page);
    assert.match(await readFound(page), /^qiao #p1 钟楼/);
  }, { query: '?q=%E9%90%98%E6%A8%93' });
});

test('too short a query is told what it lacks', async () => {
  await onPage('hant', async (page) => {
    for (const query of ['鐘', 'q', '鐘。樓', '，']) {
      await type(page, query);
      assert.equal(await status(page), '請輸入至少兩個相連的字。', query);
      assert.ok(await page.isHidden('.hits'));
    }
    await page.fill('#q', '');
    await page.press('#q', 'Enter');
    await page.waitForSelector('.all:not([hidden])');
    assert.equal(await status(page), '');
  });
});

test('without JavaScript there is a list of all editions and no form', async () => {
  await onPage('hant', async (page) => {
    assert.ok(await page.isHidden('form'));
    assert.deepEqual(await page.locator('.all li a').allTextContents(),
      ['從矽谷寄來的信', '橋邊的鐘', '井水與頭髮', '茶舖', '工廠裏的系統']);
  }, { javaScriptEnabled: false });
});

test('lists and articles lead to the search of their script', async () => {
  for (const [from, to] of [['', 'zh-hant'], ['zh-hans/', 'zh-hans'], ['zh-hans/qiao/', 'zh-hans'], ['parallel/qiao/', 'zh-hant']]) {
    const { page, close } = await open(browser, origin + from, { viewport: DESKTOP, javaScriptEnabled: false });
    await page.click('header.site > a:not(.site-title)');
    assert.equal(page.url(), `${origin}${to}/search/`, from);
    await close();
  }
});

test('what is found fits a narrow screen and is accessible, light and dark', async () => {
  await onPage('hant', async (page) => {
    await type(page, '鐘樓');
    assert.equal((await page.evaluate(readOverflow)).excess, 0);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), [], colorScheme);
    }
    assert.equal(await page.getByLabel('搜尋').getAttribute('type'), 'search');
    assert.equal(await page.getByRole('status').textContent(), '找到 2 篇。');
  }, { viewport: NARROW });
});

// An index of twelve articles, made up: the fourth has both pairs of the query, but apart.
const MADE_UP = {
  index: { shift: 31, forms: '桥橋 边邊 钟鐘', slugs: Array.from({ length: 12 }, (_, i) => `a${i}`).join(' '), sizes: Array(12).fill(1) },
  text: (name) => [['title', name === 'a3' ? '橋邊，邊鐘' : '橋邊鐘']],
  shard: { 桥边: `]${'^'.repeat(11)}`, 边钟: `]${'^'.repeat(11)}` },
};

async function withMadeUpIndex(page, answer) {
  await page.route('**/data/search/**', (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1).replace('.json', '');
    return answer(route, name === 'index' ? MADE_UP.index : /^\d/.test(name) ? MADE_UP.shard : MADE_UP.text(name));
  });
}

test('a page opened from the disk, or without scripts, says why there is no search', async () => {
  await onPage('hant', async (page) => {
    await page.waitForSelector('form.search:not([hidden])');
    assert.ok(await page.isHidden('.unserved'));
  });
  await onPage('hant', (page) => page.waitForSelector('.unserved', { state: 'visible' }), { javaScriptEnabled: false });
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(resolve(process.env.SEARCH_SITE), 'zh-hant/search/index.html')).href);
  await page.waitForSelector('.unserved', { state: 'visible' });
  assert.match(await page.textContent('.unserved'), /直接打開磁碟上的檔案不能搜尋/);
  assert.ok(await page.isHidden('form.search'));
  await page.close();
});

test('ten articles are shown at once, and those that are none are not counted', async () => {
  await onPage('hant', async (page) => {
    await withMadeUpIndex(page, (route, json) => route.fulfill({ json }));
    await type(page, '橋邊鐘');
    assert.equal(await page.locator('.hits > li').count(), 10);
    assert.equal(await status(page), '找到 11 篇。');
    await page.click('main > button');
    await page.waitForFunction(() => document.querySelectorAll('.hits > li').length === 11);
    assert.ok(await page.isHidden('main > button'));
    assert.ok(!(await readFound(page)).includes('a3'));
  });
});

test('an index that cannot be read is told, and tried again', async () => {
  await onPage('hant', async (page) => {
    let isBroken = true;
    await withMadeUpIndex(page, (route, json) => isBroken ? route.fulfill({ body: '<html>' }) : route.fulfill({ json }));
    await type(page, '橋邊鐘');
    assert.equal(await status(page), '讀不到索引，請稍後再試。');
    isBroken = false;
    await page.press('#q', 'Enter');
    await page.waitForSelector('.hits > li');
  });
});
