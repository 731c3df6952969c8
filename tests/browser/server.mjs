// Serves a built site from a free port of this machine, under the path its base-url names.
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
  const server = createServer((request, response) => answer(site, request, response));
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
  return { origin, close };
}

async function answer(site, request, response) {
  const file = site.fileAt(new URL(request.url, 'http://localhost').pathname);
  const found = file && (await stat(file).catch(() => null))?.isFile();
  const body = found ? await readFile(file) : await readFile(path.join(site.dir, '404.html')).catch(() => 'not found');
  const type = found ? TYPES[path.extname(file)] ?? 'application/octet-stream' : TYPES['.html'];
  response.writeHead(found ? 200 : 404, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
