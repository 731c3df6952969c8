// Keeps the reader's place when the script is switched, and remembers the switch of readings. Every page is complete without it.
const visible = () => {
  const blocks = document.querySelectorAll(".text [id^=p], .text [id^=h]");
  return [...blocks].find((block) => /^[ph]\d+$/.test(block.id) && block.getBoundingClientRect().bottom > 8);
};
for (const link of document.querySelectorAll("nav.scripts a")) {
  link.addEventListener("click", () => {
    const block = visible();
    if (block && document.querySelector("article.edition") && scrollY > 200) link.hash = block.id;
  });
}
const readings = document.getElementById("show-em");
if (readings) {
  try {
    readings.checked = localStorage.getItem("show-em") === "1";
    readings.addEventListener("change", () => localStorage.setItem("show-em", readings.checked ? "1" : "0"));
  } catch { /* storage may be forbidden: the switch works without it */ }
}
