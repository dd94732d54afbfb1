// Marks in the contents the section that is being read. The page does without.
"use strict";
(() => {
  const links = [...document.querySelectorAll(".contents a[href^='#']")];
  const targets = [...new Set(links.map((link) => link.hash.slice(1)))].map((id) => document.getElementById(id)).filter(Boolean);
  if (!targets.length) return;

  function mark(id) {
    for (const link of links) {
      if (link.hash === `#${id}`) link.setAttribute("aria-current", "location");
      else if (link.getAttribute("aria-current") === "location") link.removeAttribute("aria-current");
    }
    keepInSight(links.find((link) => link.hash === `#${id}` && link.checkVisibility()));
  }

  // Beside the text the contents scroll on their own.
  function keepInSight(link) {
    const header = document.querySelector("header.site");
    if (!link || getComputedStyle(header).position !== "sticky") return;
    const [box, frame] = [link.getBoundingClientRect(), header.getBoundingClientRect()];
    if (box.top < frame.top) header.scrollTop -= frame.top - box.top + 40;
    else if (box.bottom > frame.bottom) header.scrollTop += box.bottom - frame.bottom + 40;
  }

  // The last heading above the upper third of the window is the one being read.
  function current() {
    let found;
    for (const target of targets) {
      if (target.getBoundingClientRect().top <= innerHeight / 3) found = target;
    }
    return found;
  }

  let marked;
  function update() {
    const id = current()?.id;
    if (id !== marked) mark(marked = id);
  }
  const observer = new IntersectionObserver(update, { rootMargin: "0px 0px -66% 0px" });
  for (const target of targets) observer.observe(target);
  addEventListener("scrollend", update);
  update();
})();
