// The search: results under the field while a reader types. What it looks into is
// fetched, by script elements as a page opened from a disk may, when the field is used.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  const field = form.querySelector("input");
  const panel = form.querySelector(".search-results");
  const status = form.querySelector(".search-status");
  const ownPage = form.closest("main") !== null;
  const FIRST = ownPage ? 12 : 5; // results of a kind that are shown at once
  const GROUPS = [["identifier", "Identifiers"], ["section", "In the text"], ["exercise", "Exercises"], ["chunk", "Chunks"], ["answer", "Answers"]];
  const ONE = { identifier: "identifier", section: "place in the text", exercise: "exercise", chunk: "chunk", answer: "answer" };
  const MANY = { identifier: "identifiers", section: "places in the text", exercise: "exercises", chunk: "chunks", answer: "answers" };

  // ------------------------------------------------------------------ fetching

  let fetched;
  let index;

  function script(source) {
    return new Promise((done, failed) => {
      const element = document.createElement("script");
      Object.assign(element, { src: source, onload: done, onerror: failed });
      document.head.append(element);
    });
  }

  function ready() {
    fetched ??= Promise.all([script("lunr.min.js"), script("search-index.js")]).then(() => {
      index = lunr.Index.load(gradusSearch.index);
    });
    return fetched;
  }

  // ----------------------------------------------------------------- searching

  const stem = (word) => (/^\p{L}+$/u.test(word) ? lunr.stemmer(new lunr.Token(word)).toString() : word);
  const wordsOf = (text) => [...new Set([...text.matchAll(new RegExp(gradusSearch.words, "gu"))].map(([word]) => word.toLowerCase()))];

  // Scores by document of what has a word: itself, its stem, or as a beginning.
  function having(word, nearly) {
    const found = index.query((query) => {
      if (nearly) return query.term(word, { editDistance: word.length > 5 ? 2 : 1 });
      query.term(word, { boost: 12 });
      if (stem(word) !== word) query.term(stem(word), { boost: 4 });
      query.term(word, { wildcard: lunr.Query.wildcard.TRAILING });
    });
    return new Map(found.map(({ ref, score }) => [Number(ref), score]));
  }

  // What has all the words, best first.
  function search(words, nearly = false) {
    const all = words.map((word) => having(word, nearly));
    const name = words.length === 1 ? words[0] : "";
    return [...all[0].keys()].filter((number) => all.every((scores) => scores.has(number)))
      .map((number) => {
        const [kind, page, anchor, title, where, text] = gradusSearch.documents[number];
        const lower = title.toLowerCase();
        const first = name && (lower === name ? 2000 : lower.startsWith(name) ? 1000 - lower.length : 0);
        return { kind, page, anchor, title, where, text, score: all.reduce((sum, scores) => sum + scores.get(number), 0) + first, number };
      })
      .sort((a, b) => b.score - a.score || a.number - b.number);
  }

  // ------------------------------------------------------------------- showing

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const matches = (word, words) => words.some((wanted) => word.startsWith(wanted) || stem(word) === stem(wanted)
    || word.split(/->|_|\./).some((part) => part && part.startsWith(wanted)));

  // Where the reader's words stand in a text: [from, to].
  function places(text, words) {
    return [...text.matchAll(new RegExp(gradusSearch.words, "gu"))].filter(([word]) => matches(word.toLowerCase(), words))
      .map((match) => [match.index, match.index + match[0].length]);
  }

  // A text from `from` to `to`, the words marked.
  function marked(text, words, from = 0, to = text.length) {
    const made = document.createDocumentFragment();
    let at = from;
    for (const [start, end] of places(text, words)) {
      if (start < from || end > to) continue;
      made.append(text.slice(at, start), element("mark", {}, text.slice(start, end)));
      at = end;
    }
    made.append(text.slice(at, to));
    return made;
  }

  // Some words around the first that was looked for; of code, its line.
  function snippet({ kind, text }, words) {
    const [start] = places(text, words)[0] ?? [0];
    if (kind === "chunk") {
      const from = text.lastIndexOf("\n", start) + 1;
      const to = text.indexOf("\n", start);
      const line = text.slice(from, to < 0 ? text.length : to);
      return element("code", {}, marked(line.trim(), words));
    }
    let from = Math.max(0, text.lastIndexOf(" ", Math.max(0, start - 60)) + 1);
    if (start < 60) from = 0;
    const end = text.indexOf(" ", start + 100);
    const to = end < 0 ? text.length : end;
    return element("span", {}, from ? "… " : "", marked(text, words, from, to), to < text.length ? " …" : "");
  }

  function result(found, words) {
    const [file, pageTitle] = gradusSearch.pages[found.page];
    const isCode = found.kind === "identifier";
    const name = found.kind === "chunk" ? `⟨${found.title}⟩` : found.title;
    const title = element(isCode ? "code" : "span", { class: `result-title result-${found.kind}` }, marked(name, words));
    const where = [found.where, found.title === pageTitle ? "" : pageTitle].filter(Boolean).join(" · ");
    return element("li", {}, element("a", { href: `${file}#${found.anchor}` }, title, " ", element("span", { class: "result-where" }, where),
      element("span", { class: "result-text" }, snippet(found, words))));
  }

  function group(title, found, words) {
    const list = element("ul", {}, ...found.slice(0, FIRST).map((one) => result(one, words)));
    const box = element("div", { role: "group", "aria-label": title }, element("p", { class: "result-kind" }, `${title} (${found.length})`), list);
    if (found.length > FIRST) {
      const more = element("button", { type: "button", class: "result-more" }, `Show ${found.length - FIRST} more`);
      more.addEventListener("click", () => {
        const rest = found.slice(FIRST).map((one) => result(one, words));
        list.append(...rest);
        rest[0].querySelector("a").focus();
        more.remove();
      });
      box.append(more);
    }
    return box;
  }

  const counted = (kind, count) => `${count} ${count === 1 ? ONE[kind] : MANY[kind]}`;

  function show(words) {
    let found = search(words);
    const nearly = !found.length;
    if (nearly) found = search(words, true);
    const of = (kind) => found.filter((one) => one.kind === kind);
    panel.replaceChildren(...GROUPS.map(([kind, title]) => [of(kind), title]).filter(([some]) => some.length)
      .map(([some, title]) => group(title, some, words)));
    panel.hidden = !found.length;
    const sum = found.length === 1 ? "1 result" : `${found.length} results`;
    const parts = GROUPS.filter(([kind]) => of(kind).length).map(([kind]) => counted(kind, of(kind).length)).join(", ");
    status.textContent = !found.length ? `Nothing has “${field.value.trim()}”. Try fewer letters or fewer words, or look into the index.`
      : nearly ? `Nothing has “${field.value.trim()}”; what comes near it: ${parts}.` : `${sum}: ${parts}.`;
  }

  function close() {
    panel.hidden = true;
    status.textContent = "";
  }

  let asked = 0;
  async function update() {
    const mine = ++asked;
    if (!field.value.trim()) return close();
    try {
      await ready();
    } catch {
      status.textContent = "The search could not be loaded: search-index.js or lunr.min.js is missing beside this page.";
      return;
    }
    if (mine !== asked) return;
    const words = wordsOf(field.value);
    if (words.length) show(words);
    else { panel.hidden = true; status.textContent = "Type a letter, a word or a name to look for."; }
  }

  // -------------------------------------------------------------------- events

  let waiting;
  field.addEventListener("focus", () => ready().catch(() => {}), { once: true });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    update();
  });

  // Arrows go through the results when one of them has the focus; Tab works as ever.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !(panel.hidden && !status.textContent)) {
      event.preventDefault();
      field.focus();
      if (!ownPage) close();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const inResults = panel.contains(document.activeElement);
    if (!step || panel.hidden || !inResults) return;
    const stops = [field, ...panel.querySelectorAll("a, button")];
    const to = stops[stops.indexOf(document.activeElement) + step];
    event.preventDefault();
    to?.focus();
  });
  if (!ownPage) {
    document.addEventListener("click", (event) => { if (!form.contains(event.target) || event.target.closest(".search-results a")) close(); });
    form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) close(); });
  }
  if (ownPage) {
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    if (field.value) update();
  }
})();
