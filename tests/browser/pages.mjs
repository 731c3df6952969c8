// All checks of one built site.
import { availableParallelism } from 'node:os';
import { launch, openTab } from './browser.mjs';
import * as checks from './checks.mjs';
import { markupErrors } from './markup.mjs';
import { Report } from './report.mjs';
import { serve } from './server.mjs';
import { openSite } from './site.mjs';
import * as variants from './variants.mjs';
import { visit } from './visit.mjs';

// A page that takes longer hangs; nothing on it may stop the run.
const MOST_SECONDS_A_PAGE = 180;
// More than there are cores: each tab waits now and then.
const AT_ONCE = availableParallelism() + 1;

/** Checks every page below `dir` and returns the report and the pages' names. `shots`: a folder for screenshots. */
export async function testSite(dir, { shots = null } = {}) {
  const site = openSite(dir);
  const report = new Report();
  const server = await serve(site);
  const browser = await launch();
  try {
    const urlOf = (name) => `${server.origin}${site.basePath}${name}`;
    const pages = await visitAll({ browser, report, site, shots }, urlOf);
    for (const name of site.pages) report.check(name, 'HTML', await markupErrors(site.fileAt(site.basePath + name)));
    checkAcross({ report, site, pages, origin: server.origin });
  } finally {
    await browser.close();
    await server.close();
  }
  return { report, names: site.pages };
}

async function visitAll(kit, urlOf) {
  const waiting = [...kit.site.pages];
  const pages = [];
  const work = async () => {
    let tabs;
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      tabs ??= await openTabs(kit.browser);
      const facts = await inTime(visit(kit, tabs, name, urlOf(name))).catch(async (error) => {
        kit.report.check(name, 'visit', [String(error.message).split('\n')[0]]);
        await closeTabs(tabs);
        tabs = undefined;
      });
      if (facts) pages.push(facts);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function openTabs(browser) {
  const [scripted, plain] = await Promise.all([true, false].map((javaScriptEnabled) => openTab(browser, { javaScriptEnabled })));
  return { scripted, plain };
}

/** Closes tabs whose page hangs or has lost its way, with what may still go on in them. */
async function closeTabs({ scripted, plain }) {
  await Promise.all([scripted.close(), plain.close()]);
}

async function inTime(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took more than ${MOST_SECONDS_A_PAGE} s`)), MOST_SECONDS_A_PAGE * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function checkAcross({ report, site, pages, origin }) {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const ids = new Map(pages.map((page) => [page.path, new Set(page.ids)]));
  const canonicalOrigins = pages.flatMap((page) => page.canonical).map((address) => new URL(address).origin);
  const ownOrigins = new Set([origin, ...canonicalOrigins]);
  if (new Set(canonicalOrigins).size > 1) report.check('', 'canonical', [`several hosts: ${[...new Set(canonicalOrigins)]}`]);
  for (const page of pages) {
    report.check(page.name, 'links', checks.links(page, site, (path) => ids.get(path), ownOrigins));
    report.check(page.name, 'hreflang', variants.alternates(page, byPath));
  }
  for (const [name, faults] of variants.sequences(pages)) report.check(name, 'same in all versions', faults);
}
