// Chromium, started without what a test machine lacks.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

// The one without windows first: it does the same in two thirds of the time.
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** The widths at which pages are looked at, in CSS pixels. */
export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const NARROW = { width: 320, height: 640 };

/** Starts the Chromium on PATH with a fresh profile. */
export function launch() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
  if (!found) throw new Error(`no browser on PATH (${NAMES.join(', ')}): type \`cargo xtask test\`, or install Chromium`);
  return chromium.launch({ executablePath: found, headless: true, args: FLAGS });
}

/**
 * Opens `url` in a context of its own. `errors` fills with console errors and uncaught exceptions, `foreign` with
 * addresses on other hosts, which are never let through.
 */
export async function open(browser, url, { viewport, javaScriptEnabled }) {
  const tab = await openTab(browser, { javaScriptEnabled });
  await tab.goTo(url, viewport);
  return tab;
}

/**
 * Opens an empty tab in a context of its own, for one page after another: a context costs more than most pages. `goTo`
 * shows a page as a reader has it who comes for the first time, and empties `errors` and `foreign`, which are as `open` says.
 */
export async function openTab(browser, { javaScriptEnabled }) {
  const context = await browser.newContext({
    javaScriptEnabled, locale: 'zh-TW', reducedMotion: 'reduce', colorScheme: 'light', serviceWorkers: 'block',
  });
  const errors = [];
  const foreign = [];
  let origin;
  await context.route('**/*', (route) => {
    const address = route.request().url();
    if (address.startsWith(`${origin}/`) || address.startsWith('data:')) return route.continue();
    foreign.push(address);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
  page.on('response', (answer) => answer.status() >= 400 && errors.push(`${answer.status()} ${answer.url()}`));
  const goTo = async (url, viewport) => {
    await leave(page);
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: 'light' });
    ({ origin } = new URL(url));
    errors.length = 0;
    foreign.length = 0;
    await page.goto(url, { waitUntil: 'load' });
  };
  return { page, errors, foreign, goTo, close: () => context.close() };
}

/** Leaves what stands in the tab, if anything, and with it the mouse and what the page keeps. */
async function leave(page) {
  if (page.url() === 'about:blank') return;
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await page.goto('about:blank');
  await page.mouse.move(0, 0);
}
