// What a page of two columns can do beyond being read; it is complete without it.
const text = document.querySelector(".parallel");

// A selection stays in the column in which it began.
text.addEventListener("pointerdown", ({ target }) => {
  const side = target.closest(".pair > *");
  if (side) text.dataset.column = [...side.parentElement.children].indexOf(side);
});

// The arrow keys go from sentence to sentence; only one of them is a stop of the Tab key.
const sentences = [...text.querySelectorAll("[data-s]")].filter((sentence) => !sentence.id.endsWith("_s"));
if (sentences.length) sentences[0].tabIndex = 0;
text.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const to = step && sentences[sentences.indexOf(event.target) + step];
  if (!to || !event.target.matches("[data-s]")) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
});

// Every character that differs; sentences of two lengths keep to what the page marks.
const every = document.getElementById("differences-all");
const characters = (root) => {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) for (let i = 0; i < walk.currentNode.length; i += 1) found.push([walk.currentNode, i]);
  return found;
};
const differing = () => sentences.flatMap((sentence) => {
  const [left, right] = [sentence, document.getElementById(`${sentence.id}_s`)].map((side) => (side ? characters(side) : []));
  if (left.length !== right.length) return [];
  return left.flatMap(([node, at], i) => {
    const [other, there] = right[i];
    return node.data[at] === other.data[there] ? [] : [[node, at], [other, there]];
  });
});
const mark = () => {
  const places = every.checked ? differing() : [];
  CSS.highlights.set("difference", new Highlight(...places.map(([node, at]) =>
    new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + 1 }))));
};
mark();
addEventListener("change", mark);
