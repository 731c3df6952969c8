// Functions that run inside a page and return what is there. They judge nothing; checks.mjs does.

/** Head, ids and addresses of the page. */
export function readPage() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const addresses = (selector, name) => all(selector).map((element) => element[name]).filter(Boolean);
  return {
    lang: document.documentElement.lang,
    slug: document.querySelector('article.edition')?.dataset.slug ?? null,
    canonical: all('link[rel=canonical]').map((link) => link.href),
    alternates: all('link[rel=alternate][hreflang]').map((link) => [link.hreflang, link.href]),
    ids: all('[id]').map((element) => element.id),
    links: addresses('a[href]', 'href').concat(addresses('link[href]', 'href')),
    rawLinks: all('a[href], link[href]').map((element) => element.getAttribute('href')),
    loaded: addresses('img[src], script[src], iframe[src]', 'src'),
    scripts: addresses('script[src]', 'src'),
    styles: addresses('link[rel=stylesheet]', 'href'),
    nInlineScripts: all('script:not([src])').filter((script) => !/json/.test(script.type)).length,
    nMain: all('main').length,
  };
}

/**
 * What a reader sees of the main text, without white space, and without the labels of switches that only a script
 * can serve: without one they are not shown.
 */
export function readText() {
  const controls = [...document.querySelectorAll('.switches .scripted')];
  for (const control of controls) control.style.display = 'none';
  const text = (document.querySelector('main') ?? document.body).innerText.replace(/\s+/gu, '');
  for (const control of controls) control.style.removeProperty('display');
  return text;
}

/** Pixels by which the page is wider than the window, and the elements that stick out. */
export function readOverflow() {
  const root = document.documentElement;
  const excess = root.scrollWidth - root.clientWidth;
  // A long word sticks out of its element without widening it: then the element's own content is too wide.
  const sticksOut = (element) => element.getBoundingClientRect().right > root.clientWidth + 1
    || element.scrollWidth > root.clientWidth + 1;
  const isInnermost = (element) => sticksOut(element) && ![...element.children].some(sticksOut);
  const name = (element) => element.localName + (element.id ? `#${element.id}` : '');
  const wide = excess > 0 ? [...document.querySelectorAll('body *')].filter(isInnermost).slice(0, 3).map(name) : [];
  return { excess, wide };
}

/** What is shown and where: element, place and size, a line each. */
export function readBoxes() {
  const line = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return `${element.localName} ${[x, y, width, height].map(Math.round)} ${getComputedStyle(element).visibility}`;
  };
  return [...document.querySelectorAll('body, body *')].map(line);
}

/** Note marks, notes and backlinks, as the addresses and ids they carry. */
export function readNotes() {
  const fragment = (link) => {
    const [here, there] = [location.href, link.href].map((address) => address.split('#')[0]);
    return here === there && link.hash ? decodeURIComponent(link.hash.slice(1)) : null;
  };
  const marks = [...document.querySelectorAll('a[role~=doc-noteref]')]
    .map((mark) => ({ id: mark.id, to: fragment(mark), text: mark.textContent.trim() }));
  const notes = [...document.querySelectorAll('[role~=doc-endnotes] li[id^="n-"]')].map((note) => ({
    id: note.id,
    back: [...note.querySelectorAll('a[role~=doc-backlink]')].map(fragment),
    isShown: note.getClientRects().length > 0,
  }));
  return { marks, notes };
}

/** Top edges of the two columns of each row of a parallel page. */
export function readRows() {
  return [...document.querySelectorAll('.pair')].map((row, i) => {
    const columns = [...row.children].filter((child) => child.lang).map((child) => child.getBoundingClientRect());
    return { id: row.id || `no. ${i + 1}`, n: columns.length, tops: columns.map((box) => box.top), lefts: columns.map((box) => box.left) };
  });
}

/** Whether the element `id` is on screen and nothing lies over it: 'yes', or what is wrong. */
export function readPlace(id) {
  const element = document.getElementById(id);
  if (!element) return 'is not there';
  const box = element.getClientRects()[0];
  if (!box) return 'is not rendered';
  if (box.bottom <= 0 || box.top >= innerHeight) return 'is off screen';
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 8), 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 8), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return top && (element.contains(top) || top.contains(element)) ? 'yes' : 'is covered';
}
