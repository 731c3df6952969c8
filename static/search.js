// docs/search.md
const N_AT_ONCE = 10;
const N_PASSAGES = 3;
const N_GRAMS = 8;
const base = new URL("data/search/", import.meta.url);
const [form, status, hits, more, all] =
  ["form.search", "[role=status]", ".hits", "main > button", ".all"].map((name) => document.querySelector(name));
const words = form.dataset;
const [folder, ...otherFolders] = words.folders.split(" ");

const kept = {};
const get = (name) => kept[name] ??= fetch(new URL(`${name}.json`, base))
  .then((answer) => answer.json()).catch((error) => { delete kept[name]; throw error; });
let whole;

const isWide = (c) => c >= "\u2e80";
const fold = (text) => {
  let out = "", gap = 0, place = 0;
  const at = [];
  const put = (c) => { out += c; while (at.length < out.length) at.push(place); };
  for (const c of text) {
    if (!/\p{Cf}/u.test(c)) {
      for (const plain of c.normalize("NFKC").toLowerCase()) {
        if (/[\p{Alpha}\p{N}]/u.test(plain)) {
          const form = whole.form.get(plain) ?? plain;
          if (out && (gap > 1 || gap && !isWide(form) && !isWide(out.at(-1)))) put(" ");
          put(form);
          gap = 0;
        } else gap = Math.max(gap, /[^\S\t\n]/.test(plain) ? 1 : 2);
      }
    }
    place += c.length;
  }
  return { out, at };
};

const gramsOf = (text) => {
  const grams = new Set();
  const isLatin = (i) => /^[ -~]{3}$/.test(text.slice(i, i + 3));
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = text.slice(i, i + 2);
    if (isLatin(i)) grams.add(text.slice(i, i + 3));
    else if (!(i && isLatin(i - 1)) && !/ [\u2e80-\uffff]|[\u2e80-\uffff] /.test(pair)) grams.add(pair);
  }
  const every = Math.ceil(grams.size / N_GRAMS);
  return [...grams].filter((_, i) => i % every === 0);
};

const shardOf = (gram) => {
  const [a, b, c] = [0, 1, 2].map((i) => gram.charCodeAt(i));
  return Math.imul(gram[2] ? a << 14 | b << 7 | c : a << 16 | b, 0x9E3779B1) >>> whole.shift;
};

const readPlaces = (text = "") => {
  const counts = new Map();
  let number = 0, passage = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i);
    if (digit < 93) number = number * 57 + digit - 35;
    else {
      passage += number * 34 + digit - 93;
      counts.set(passage, (counts.get(passage) ?? 0) + 1);
      number = 0;
    }
  }
  return counts;
};

const find = async (sought) => {
  const lists = await Promise.all(gramsOf(sought).map(async (gram) => readPlaces((await get(shardOf(gram)))[gram])));
  const [rarest, ...others] = lists.sort((a, b) => a.size - b.size);
  const found = [];
  let article = -1, start = 0, end = 0, last;
  for (const [passage, count] of rarest) {
    const n = Math.min(count, ...others.map((list) => list.get(passage) ?? 0));
    if (!n) continue;
    while (passage >= end) [start, end] = [end, end + whole.sizes[++article]];
    if (last?.article !== article) found.push(last = { article, n: 0, isTitle: passage === start, passages: [] });
    last.n += n;
    last.passages.push(passage - start);
  }
  return found.sort((a, b) => b.isTitle - a.isTitle || b.n - a.n || a.article - b.article);
};

const spansOf = (text, sought) => {
  const { out, at } = fold(text);
  const spans = [];
  for (let i = out.indexOf(sought); i >= 0; i = out.indexOf(sought, i + sought.length)) {
    const last = at[i + sought.length - 1];
    spans.push([at[i], last + String.fromCodePoint(text.codePointAt(last)).length]);
  }
  return spans;
};

const spansIn = async ({ own, slug, n }, sought) => {
  const text = own[n][1];
  let spans = spansOf(text, sought);
  for (const other of spans.length ? [] : otherFolders) {
    const [, otherText] = (await get(`${other}/${slug}`))[n];
    spans = spansOf(otherText, sought);
    if (otherText.length !== text.length) {
      spans = spans.map(([from]) => Array(2).fill(Math.round(from * text.length / otherText.length)));
    }
    if (spans.length) break;
  }
  return spans;
};

const make = (name, ...children) => {
  const element = document.createElement(name);
  element.append(...children);
  return element;
};

const link = (href, text, spans, from = 0, to = text.length) => {
  const element = make("a", from ? "…" : "");
  element.href = href;
  let done = from;
  const piece = (end) => text.slice(done, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
  for (const [start, end] of spans.filter((span) => span[1] <= to)) {
    element.append(piece(start), start < end ? make("mark", text.slice(start, end)) : "");
    done = end;
  }
  element.append(piece(to), to < text.length ? "…" : "");
  return element;
};

const itemOf = async ({ article, passages }, sought) => {
  const slug = whole.slugs[article];
  const own = await get(`${folder}/${slug}`);
  const item = make("li", make("h2", link(`../${slug}/`, own[0][1], spansOf(own[0][1], sought))));
  let n = 0;
  const snippets = [];
  for (const i of passages) {
    const spans = await spansIn({ own, slug, n: i }, sought);
    n += spans.length;
    const [id, text] = own[i];
    if (!i || !spans.length || snippets.length === N_PASSAGES) continue;
    const from = Math.max(0, spans[0][0] - 24);
    const to = Math.min(text.length, Math.max(spans[0][1], from + 110));
    snippets.push(make("p", link(`../${slug}/#${id}`, text, spans, from, to)));
  }
  const byline = make("p", words.places.replace("{n}", n));
  byline.className = "byline";
  item.append(byline, ...snippets);
  return n ? item : null;
};

let run = 0;
const search = async () => {
  const own = ++run;
  const query = new URLSearchParams(location.search).get("q") ?? "";
  form.q.value = query;
  for (const other of document.querySelectorAll("nav.scripts a")) other.search = location.search;
  hits.replaceChildren();
  status.textContent = "";
  hits.hidden = more.hidden = true;
  all.hidden = !!query;
  if (!query) return;
  const say = (text) => { if (own === run) status.textContent = text; };
  try {
    if (!whole) {
      const { forms, slugs, ...rest } = await get("index");
      const form = new Map(forms.split(" ").flatMap((group) => [...group].map((c, _, [to]) => [c, to])));
      whole = { ...rest, form, slugs: slugs.split(" ") };
    }
    const sought = fold(query).out;
    if (!gramsOf(sought).length) return say(words.short);
    const found = await find(sought);
    let total = found.length;
    const show = async () => {
      let shown = 0;
      while (found.length && shown < N_AT_ONCE) {
        const items = await Promise.all(found.splice(0, N_AT_ONCE - shown).map((one) => itemOf(one, sought)));
        if (own !== run) return;
        const real = items.filter(Boolean);
        hits.append(...real);
        shown += real.length;
        total -= items.length - real.length;
      }
      hits.hidden = !total;
      more.hidden = !found.length;
      say(total ? words.found.replace("{n}", total) : words.none);
    };
    more.onclick = () => show().catch(() => say(words.failed));
    await show();
  } catch { say(words.failed); }
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", `?q=${encodeURIComponent(form.q.value.trim())}`);
  search();
});
addEventListener("popstate", search);
form.hidden = false;
search();
