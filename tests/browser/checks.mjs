// Judges one page. Each function takes what probes.mjs read and returns the faults as sentences: none means passed.
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Most bytes on the wire, compressed: docs and users are promised these. */
export const MOST_BYTES = { script: 3072, single: 46080, parallel: 71680 };

export function duplicateIds(page) {
  return page.ids.filter((id, i) => page.ids.indexOf(id) !== i).map((id) => `id "${id}" occurs more than once`);
}

/** The head's claims about the page itself; those about its other versions are in variants.mjs. */
export function head(page, url) {
  const faults = [];
  if (!/^zh-Han[ts](-|$)/.test(page.lang)) faults.push(`lang of the page is "${page.lang}"`);
  if (page.nMain !== 1) faults.push(`${page.nMain} main elements`);
  if (page.nInlineScripts) faults.push(`${page.nInlineScripts} scripts in the HTML itself`);
  // The page for missing addresses has no address of its own.
  if (url.endsWith('/404.html')) return faults;
  if (page.canonical.length !== 1) return [...faults, `${page.canonical.length} canonical addresses`];
  if (new URL(page.canonical[0]).pathname !== new URL(url).pathname) faults.push(`canonical is ${page.canonical[0]}`);
  return faults;
}

/** 404.html is shown at any depth, so none of its addresses may start from the folder it is shown in. */
export function rootedLinks(page) {
  return page.rawLinks.filter((link) => !/^(\/|#|[a-z]+:)/.test(link)).map((link) => `"${link}" is relative`);
}

/**
 * Every address within the site has a file and, with a fragment, an id. `idsOf` gives a page's ids by path, and
 * `ownOrigins` are those under which the site's links may name it.
 */
export function links(page, site, idsOf, ownOrigins) {
  const faults = new Set();
  for (const address of [...page.links, ...page.loaded]) {
    const url = new URL(address);
    if (!ownOrigins.has(url.origin)) continue;
    const file = site.fileAt(url.pathname);
    const isThere = file && isFile(file);
    if (!isThere) faults.add(`no file for ${url.pathname}`);
    const ids = idsOf(url.pathname);
    const fragment = decodeURIComponent(url.hash.slice(1));
    if (isThere && fragment && ids && !ids.has(fragment)) faults.add(`no id for ${url.pathname}#${fragment}`);
  }
  return [...faults];
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function overflow({ excess, wide }) {
  return excess > 0 ? [`${excess} px too wide (${wide.join(', ')})`] : [];
}

/** The dark changes colours alone, so that what holds in the light holds there too. */
export function sameBoxes(light, dark) {
  const at = light.findIndex((box, i) => box !== dark[i]);
  return at < 0 && light.length === dark.length ? [] : [`${light[at]} in the light, ${dark[at]} in the dark`];
}

/** Mark leads to note, note leads back to that very mark, and no note or backlink is left over. */
export function noteRoundTrips({ marks, notes }) {
  const faults = [];
  const byId = new Map(notes.map((note) => [note.id, note]));
  const markOf = new Map(marks.map((mark) => [mark.id, mark]));
  for (const mark of marks) {
    const note = byId.get(mark.to);
    if (!mark.id) faults.push(`mark "${mark.text}" has no id`);
    else if (!note) faults.push(`mark ${mark.id} leads to no note (${mark.to})`);
    else if (!note.back.includes(mark.id)) faults.push(`note ${note.id} does not lead back to ${mark.id}`);
  }
  for (const note of notes) {
    if (!marks.some((mark) => mark.to === note.id)) faults.push(`no mark leads to note ${note.id}`);
    if (!note.isShown) faults.push(`note ${note.id} is not shown`);
    const lost = note.back.filter((id) => markOf.get(id)?.to !== note.id);
    faults.push(...lost.map((id) => `backlink of ${note.id} leads to ${id}, which is no mark of it`));
  }
  return faults;
}

export function alignedRows(rows) {
  if (!rows.length) return ['no row on a parallel page'];
  return rows.flatMap(({ id, n, tops, lefts }) => {
    if (n !== 2) return [`row ${id} has ${n} columns with a lang`];
    if (lefts[1] <= lefts[0]) return [`row ${id}: columns are not side by side`];
    const offset = Math.abs(tops[0] - tops[1]);
    return offset > 1.5 ? [`row ${id}: columns are ${offset.toFixed(1)} px apart`] : [];
  });
}

/** Compressed bytes of the page's script, and for an article of HTML, styles and script together. */
export function weight(page, site, name) {
  const size = (address) => {
    const file = site.fileAt(new URL(address).pathname);
    return file && isFile(file) ? gzipSync(readFileSync(file)).length : 0;
  };
  const sum = (addresses) => addresses.reduce((total, address) => total + size(address), 0);
  const script = sum(page.scripts);
  const whole = size(`http://localhost${site.basePath}${name}`) + sum(page.styles) + script;
  const most = name.startsWith('parallel/') ? MOST_BYTES.parallel : MOST_BYTES.single;
  const faults = [];
  if (script > MOST_BYTES.script) faults.push(`script of ${script} bytes, at most ${MOST_BYTES.script}`);
  if (page.slug && whole > most) faults.push(`${whole} bytes on the wire, at most ${most}`);
  return faults;
}

export function sameText(withScript, without) {
  if (!without) return ['no text without JavaScript'];
  if (withScript === without) return [];
  const at = [...without].findIndex((character, i) => [...withScript][i] !== character);
  return [`text differs with JavaScript from character ${at + 1} on: "${[...without].slice(at, at + 12).join('')}"`];
}
