// What a page of an edition can do beyond being read: docs/theme.md. Each page is complete without it.
const all = (selector) => [...document.querySelectorAll(selector)];

const settings = all(".switches input");
const allowed = (use) => { try { use(); } catch { /* storage is forbidden: nothing is kept */ } };
allowed(() => settings.forEach((input) => { input.checked = { 1: true, 0: false }[localStorage.getItem(input.id)] ?? input.checked; }));
const links = document.getElementById("show-links");
const showLinks = () => import("./links.js").then(({ show }) => show(links.checked));
if (links?.checked) showLinks();
addEventListener("change", ({ target }) => {
  allowed(() => settings.forEach((input) => localStorage.setItem(input.id, +input.checked)));
  if (target === links) showLinks();
});

// Switching the script keeps the place: paragraphs, headings and notes have the same ids in every script.
const inView = () => {
  const top = 6 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  return all(".text [id], .notes li[id]")
    .find((block) => /^([ph]\d+|n-.+)$/.test(block.id) && block.getBoundingClientRect().bottom > top);
};
for (const link of all("nav.scripts a")) {
  link.addEventListener("click", () => {
    const block = scrollY > 200 && inView();
    if (block) link.hash = block.id;
  });
}

// A note opens at its mark, unless it stands beside the text.
addEventListener("click", (event) => {
  const link = event.target.closest("a[role|=doc]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const opened = link.closest(":popover-open");
  if (opened) opened.hidePopover();
  if (link.role !== "doc-noteref") return;
  import("./links.js").then(({ offerCitation }) => offerCitation(note, link));
  if (!note.showPopover || getComputedStyle(note).position === "absolute") return;
  event.preventDefault();
  note.popover = "auto";
  note.ontoggle = ({ newState }) => newState === "closed" && note.removeAttribute("popover");
  note.showPopover({ source: link });
});
