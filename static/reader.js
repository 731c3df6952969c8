// Keeps the reader's place when the script is switched, and remembers the switch of readings. Every page is complete without it.
// Paragraphs, headings and notes have the same ids in every script.
const firstInView = () => {
  // Below the space that the style sheet leaves over a target, or each switch would move one paragraph up.
  const top = 6 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  return [...document.querySelectorAll(".text [id], .notes li[id]")]
    .find((block) => /^([ph]\d+|n-.+)$/.test(block.id) && block.getBoundingClientRect().bottom > top);
};

for (const link of document.querySelectorAll("nav.scripts a")) {
  link.addEventListener("click", () => {
    const block = document.querySelector("article.edition") && scrollY > 200 && firstInView();
    if (block) link.hash = block.id;
  });
}

const readings = document.getElementById("show-em");
// Storage may be forbidden: the switch works without it.
const remember = (use) => { try { use(); } catch { /* nothing is kept */ } };
if (readings) {
  remember(() => { readings.checked = localStorage.getItem("show-em") === "1"; });
  readings.addEventListener("change", () => remember(() => localStorage.setItem("show-em", readings.checked ? "1" : "0")));
}
