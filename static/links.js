// Links to all that has an id, and citations of notes: fetched when a reader first asks for one.
const add = (parent, name, fields) => parent.appendChild(Object.assign(document.createElement(name), fields));

/** Shows a link behind everything that has an id, or takes them away. */
export const show = (isShown) => {
  document.querySelectorAll(".here").forEach((link) => link.remove());
  for (const at of isShown ? document.querySelectorAll(".text [id]:not(a), .notes li[id]") : []) {
    const parent = at.cells?.[0] ?? (at.matches(".pair") ? at.firstElementChild : at);
    add(parent, "a", { className: "here", href: `#${at.id}`, textContent: at.id });
  }
};

const citation = (note, mark) => {
  const { author = [], headline, datePublished } = JSON.parse(document.querySelector("[type$=ld\\+json]").textContent);
  const { id } = document.getElementById(mark.id.replace("r-", "c-")) ?? note;
  const names = author.map(({ name }) => name).join("、");
  const number = mark.getAttribute("aria-label").match(/\D+\d+/)[0];
  return [names, `〈${headline}〉`, datePublished, number, new URL(`#${id}`, location)].filter(Boolean).join("，");
};

/** Adds to a note a button that shows how its claim is cited, and copies that. */
export const offerCitation = (note, mark) => {
  const { cite } = document.querySelector(".edition").dataset;
  if (!cite || note.querySelector("button")) return;
  add(note, "button", { textContent: cite, onclick: ({ target }) => {
    const textContent = citation(note, mark);
    navigator.clipboard?.writeText(textContent).catch(() => {});
    target.onclick = null;
    add(note, "p", { textContent }).scrollIntoView({ block: "nearest" });
  } });
};
