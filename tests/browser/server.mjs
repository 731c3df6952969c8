// Serves a built site from a free port of this machine, under the path its base-url names, with the headers that its `_headers` states.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves `site` (see site.mjs) and returns its address, without a slash at the end, and a function that stops it. */
export async function serve(site) {
  const rules = await readRules(path.join(site.dir, '_headers'));
  const server = createServer((request, response) => answer(site, rules, request, response));
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
  return { origin, close };
}

async function answer(site, rules, request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const file = site.fileAt(pathname);
  const found = file && (await stat(file).catch(() => null))?.isFile();
  const body = found ? await readFile(file) : await readFile(path.join(site.dir, '404.html')).catch(() => 'not found');
  const type = found ? TYPES[path.extname(file)] ?? 'application/octet-stream' : TYPES['.html'];
  const below = `/${pathname.slice(site.basePath.length)}`;
  const stated = rules.filter(({ folder }) => below.startsWith(folder)).flatMap(({ headers }) => headers);
  const own = { 'content-type': type, 'cache-control': 'no-store' };
  response.writeHead(found ? 200 : 404, { ...Object.fromEntries(stated), ...own }).end(body);
}

/** The rules of a file `_headers`: a line `/folder/*`, and below it, indented, a header a line. */
async function readRules(file) {
  const rules = [];
  for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line.trim())) {
    if (/^\S/.test(line)) rules.push({ folder: line.replace(/\*$/, ''), headers: [] });
    else rules.at(-1).headers.push(line.trim().match(/^([^:]+):\s*(.*)$/).slice(1));
  }
  return rules;
}
