// Loads the page again when the site has changed, and finds the place in the text again.
"use strict";
(() => {
  const { events, version } = document.currentScript.dataset;
  const KEY = "jiaozhu-place";
  let source = null;

  // The first named passage in view tells the place better than a number of pixels: the text above it may have grown.
  const leave = () => {
    const named = [...document.querySelectorAll("main [id]")].map((node) => [node.id, node.getBoundingClientRect()]);
    const [id, box] = named.find(([, box]) => box.height > 0 && box.top >= 0) ?? ["", { top: 0 }];
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, id, top: box.top, y: scrollY }));
    history.scrollRestoration = "manual";
    location.reload();
  };

  const place = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  const restore = () => {
    const node = place.id && document.getElementById(place.id);
    scrollTo({ top: node ? scrollY + node.getBoundingClientRect().top - place.top : place.y, behavior: "instant" });
  };
  if (place?.path === location.pathname) {
    restore();
    // Pictures and scripts may have moved the text meanwhile.
    addEventListener("load", () => {
      restore();
      history.scrollRestoration = "auto";
    }, { once: true });
  }

  // A browser keeps few connections to one host: a page that nobody sees gives its own up.
  const rest = () => {
    source?.close();
    source = null;
  };
  const listen = () => {
    if (document.hidden || source) return;
    source = new EventSource(events);
    source.onmessage = (event) => {
      if (event.data === version) return;
      rest();
      leave();
    };
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  listen();
})();
