// Judges the pages of one text against each other: hreflang sets, and the sequence of everything that has an id.

const KINDS = [
  ['headings and paragraphs', (page) => page.ids, /^[ph]\d+$/],
  ['sentences', (page) => page.ids, /^[ph]\d+\.\d+$/],
  ['claims', (page) => page.ids, /^c-/],
  ['emendations', (page) => page.ids, /^e-/],
  ['marks', (page) => page.notes.marks.map((mark) => mark.id), /^r-/],
];
const RIGHT = /_s$/;

/** hreflang: the page is in its own set, and each page of the set shows the same set. `pages` maps path to page. */
export function alternates(page, pages) {
  const own = setOf(page);
  const isVersion = /^(zh-han[ts]|parallel)/.test(page.name);
  if (!own.length) return isVersion ? ['no hreflang'] : [];
  const faults = [];
  if (!own.some(([, path]) => path === page.path)) faults.push('the page is not in its own hreflang set');
  for (const [lang, path] of own) {
    const other = pages.get(path);
    if (!other) faults.push(`hreflang ${lang} leads to ${path}, which is no page`);
    else if (JSON.stringify(setOf(other)) !== JSON.stringify(own)) faults.push(`${path} has another hreflang set`);
  }
  return faults;
}

function setOf(page) {
  return page.alternates.map(([lang, address]) => [lang, new URL(address).pathname]).sort();
}

/** Compares all versions of each article with its first one; returns [page name, faults] for each comparison. */
export function sequences(pages) {
  const articles = pages.filter((page) => page.slug);
  const slugs = new Set(articles.map((page) => page.slug));
  return [...slugs].flatMap((slug) => compareVersions(slug, articles.filter((page) => page.slug === slug)));
}

function compareVersions(slug, versions) {
  const isParallel = (page) => page.name.startsWith('parallel/');
  const singles = versions.filter((page) => !isParallel(page));
  const parallel = versions.filter(isParallel);
  const first = singles[0] ?? parallel[0];
  const missing = [];
  if (singles.length < 2) missing.push(`article ${slug} has ${singles.length} pages in one script, not two or more`);
  if (parallel.length !== 1) missing.push(`article ${slug} has ${parallel.length} parallel pages`);
  const compare = (page, options) => differences(columnOf(first, {}), columnOf(page, options), options.column ?? 'page');
  return [
    [first.name, missing],
    ...singles.slice(1).map((page) => [page.name, compare(page, {})]),
    ...parallel.map((page) => [page.name, compare(page, { column: 'left column' })]),
    ...parallel.map((page) => [page.name, compare(page, { column: 'right column', isRight: true })]),
  ];
}

/** What one column holds, in order; ids of the right column lose the suffix that tells them apart. */
function columnOf(page, { isRight = false }) {
  const plain = (ids) => ids.filter((id) => RIGHT.test(id) === isRight).map((id) => id.replace(RIGHT, ''));
  const column = new Map(KINDS.map(([kind, read, shape]) => [kind, plain(read(page)).filter((id) => shape.test(id))]));
  const marks = page.notes.marks.filter((mark) => RIGHT.test(mark.id) === isRight);
  column.set('notes', marks.map((mark) => `${mark.to?.replace(RIGHT, '')} ${mark.text}`));
  return column;
}

function differences(expected, found, where) {
  return [...expected].flatMap(([kind, ids]) => {
    const others = found.get(kind);
    const at = Array.from({ length: Math.max(ids.length, others.length) }).findIndex((_, i) => ids[i] !== others[i]);
    return at < 0 ? [] : [`${where}: ${kind} differ at place ${at + 1}: ${others[at] ?? 'nothing'} for ${ids[at] ?? 'nothing'}`];
  });
}
