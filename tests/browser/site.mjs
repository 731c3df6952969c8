// A built site on disk: its pages, and which file answers which address.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';

/** Reads the folder `dir`. `pages` are paths below the site's root: `zh-hant/x/`, `404.html`; the home page is ''. */
export function openSite(dir) {
  const root = path.resolve(dir);
  const basePath = readBasePath(root);
  const fileAt = (pathname) => {
    const below = decodeURIComponent(pathname);
    if (!below.startsWith(basePath) || below.split('/').includes('..')) return null;
    const file = path.join(root, below.slice(basePath.length));
    return below.endsWith('/') ? path.join(file, 'index.html') : file;
  };
  return { dir: root, basePath, pages: findPages(root), fileAt };
}

/** The path of `base-url`, read from the home page's canonical address: `/` unless that address names a host. */
function readBasePath(root) {
  const home = path.join(root, 'index.html');
  if (!existsSync(home)) throw new Error(`${root} holds no built site: index.html is missing`);
  const tag = readFileSync(home, 'utf8').match(/<link\b[^>]*\brel="?canonical\b[^>]*>/)?.[0] ?? '';
  const address = tag.match(/\bhref="?(https?:[^"\s>]*)/)?.[1];
  return address ? new URL(address).pathname.replace(/[^/]*$/, '') : '/';
}

function findPages(root) {
  return readdirSync(root, { recursive: true })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name === '404.html' || /(^|\/)index\.html$/.test(name))
    .map((name) => name.replace(/index\.html$/, ''))
    .sort();
}
