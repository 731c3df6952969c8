// How long it takes from saving an article to its new text's being painted: node saved.mjs PROGRAM ROOT N_TIMES
// PROGRAM serves the site ROOT; its newest article is changed, N_TIMES, in its title and its text.
// Exit status: 0 measured, 2 not, or a page did not show the new text.
import { spawn } from 'node:child_process';
import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { DESKTOP, launch } from './browser.mjs';

/** A build that takes longer has failed. In milliseconds. */
const LONGEST = 30_000;
/** Nobody saves more often. In milliseconds. */
const BETWEEN = 300;

const [program, root, nTimes] = process.argv.slice(2);
try {
  const server = spawn(program, ['serve', '--root', root], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    await measure(await address(server), await newest(path.join(root, 'content')));
  } finally {
    server.kill();
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

/** Returns the address that the server tells, with a slash at its end. */
function address(server) {
  return new Promise((resolve, reject) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      const told = /http:\S+\//.exec(line);
      if (told) resolve(told[0]);
    });
    server.on('error', reject).on('exit', (status) => reject(new Error(`the server ended (${status})`)));
  });
}

/** Returns the slug of the newest article, its file and its text. */
async function newest(content) {
  const folders = (await readdir(content, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const articles = await Promise.all(folders.map(async ({ name: slug }) => {
    const file = path.join(content, slug, 'index.md');
    return { slug, file, text: await readFile(file, 'utf8') };
  }));
  const date = ({ text }) => /^date: (\S+)$/m.exec(text)?.[1] ?? '';
  return articles.reduce((one, other) => (date(other) > date(one) ? other : one));
}

async function measure(site, article) {
  const browser = await launch();
  // Not as the page tests open one: they look at every request on its way.
  const page = await browser.newPage({ viewport: DESKTOP });
  let seen = () => {};
  await page.exposeFunction('painted', (title, at) => seen(title, at));
  await page.addInitScript(() => addEventListener('DOMContentLoaded', () => {
    // What waits in a frame's callback comes once the frame is painted.
    const tell = () => window.painted(document.querySelector('h1').textContent, performance.timeOrigin + performance.now());
    requestAnimationFrame(() => setTimeout(tell));
  }));
  await page.goto(`${site}zh-hant/${article.slug}/`);
  const times = [];
  for (let n = 1; n <= Number(nTimes); n += 1) {
    await pause(BETWEEN);
    const title = `第${n}稿的水路`;
    const shown = new Promise((resolve) => { seen = (painted, at) => painted.includes(title) && resolve(at); });
    const text = `${article.text.replace(/^# .*$/m, `# ${title}`).trimEnd()}\n\n這是${title}。\n`;
    await writeFile(`${article.file}~`, text);
    const saved = performance.timeOrigin + performance.now();
    await rename(`${article.file}~`, article.file);
    times.push(await Promise.race([shown, late(title)]) - saved);
    await check(site, article.slug, title);
  }
  await browser.close();
  times.sort((a, b) => a - b);
  const [least, median, most] = [0, Math.floor(times.length / 2), times.length - 1].map((at) => times[at].toFixed(0));
  console.log(`saved to painted: median ${median} ms, ${least} to ${most}, ${times.length} times; pages, list and feed were right each time`);
}

async function late(title) {
  await pause(LONGEST, undefined, { ref: false });
  throw new Error(`\`${title}\` was not painted within ${LONGEST} ms`);
}

/** Throws unless every page that names the article does so by its new title. */
async function check(site, slug, title) {
  const simplified = title.replace('這', '这');
  const wanted = [[`zh-hant/${slug}/`, title], [`zh-hans/${slug}/`, simplified], [`parallel/${slug}/`, title],
    ['zh-hant/', title], ['zh-hans/', simplified], ['zh-hant/atom.xml', title]];
  for (const [page, text] of wanted) {
    const answer = await fetch(site + page);
    if (!(await answer.text()).includes(text)) throw new Error(`${page} (status ${answer.status}) does not show \`${text}\``);
  }
}
