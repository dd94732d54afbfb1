// What scripts add to chunks: buttons that open and copy them, a look at the
// definition of a name, and the version of a file that a link asks for. Without
// scripts every name is a link, every chunk opens, every version can be chosen.
"use strict";
{
// ---- the chunks of the book, fetched from the scripts beside the page when they are
// first asked for: a page that was opened as a file may load scripts, but nothing else

const gradus = window.gradus = {
  parts: new Map(), // label => part
  byName: new Map(), // name => its parts, in the order of the book
  loading: new Map(), // chapter => promise

  chunks(chapter, parts) {
    for (const [label, tag, page, name, files, text, defines] of parts) {
      const part = { label, tag, page, name, files, text, defines, chapter };
      this.parts.set(label, part);
      this.byName.set(name, [...this.byName.get(name) ?? [], part].sort((a, b) => a.chapter - b.chapter));
    }
  },

  load(chapter) {
    if (!this.loading.has(chapter)) {
      this.loading.set(chapter, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = `chunks-${String(chapter).padStart(2, "0")}.js`;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      }));
    }
    return this.loading.get(chapter);
  },

  async loadThrough(chapter) {
    await Promise.all(Array.from({ length: chapter }, (_, i) => this.load(i + 1)));
  },
};

const pageName = (address) => address.split(/[?#]/)[0].split("/").pop();
const chapterOf = (page) => parseInt(page, 10);
const here = chapterOf(pageName(location.href));

// ---- a chunk's text as it is tangled as of a chapter: lines, each with its chapter

const useAlone = /^(\s*)<<(.*?)>>\s*$/;

const partsOf = (name, chapter) => (gradus.byName.get(name) ?? []).filter((part) => part.chapter <= chapter);

function linesAsOf(name, chapter) {
  return partsOf(name, chapter).flatMap((part) =>
    part.text.replace(/\n$/, "").split("\n").flatMap((line) => linesOf(line, part, chapter)));
}

// A line that only uses a chunk becomes the chunk, indented alike, under its name.
function linesOf(line, part, chapter) {
  const [, indent, name] = line.match(useAlone) ?? [];
  if (name === undefined) return [{ text: line.replace(/@<</g, "<<").trimEnd(), chapter: part.chapter }];
  const used = partsOf(name, chapter);
  if (!used.length) return [];
  const comment = indent && /\.[ch]\b/.test(part.files) ? [{ text: `${indent}/* ${name} */`, chapter: used[0].chapter }] : [];
  const inner = linesAsOf(name, chapter).map(({ text, chapter }) => ({ text: text ? indent + text : "", chapter }));
  return [...comment, ...inner].map((each) => ({ ...each, chapter: Math.max(each.chapter, part.chapter) }));
}

// A chapter has no tabs, a recipe of a Makefile needs one.
const withTabs = (text, files) => (/\/Makefile\b/.test(files) ? text.replace(/^ {8}/gm, "\t") : text);

const tangled = (name, chapter) => withTabs(linesAsOf(name, chapter).map(({ text }) => text + "\n").join(""), gradus.byName.get(name)?.[0].files);

const asShown = (part) => withTabs(part.text, part.files).trimEnd().replace(/@<</g, "\0").replace(/<<(.*?)>>/g, "⟨$1⟩").replace(/\0/g, "<<") + "\n";

// ---- copying

const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

// Where the clipboard is out of reach (a page opened as a file, an old browser) the
// text goes by way of a selection.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", { value: text, readOnly: true, ariaLabel: "text to copy" });
    field.style.cssText = "position:fixed;top:0;opacity:0";
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const copied = document.execCommand?.("copy") ?? false;
    field.remove();
    focused?.focus();
    return copied;
  }
}

// The last resort: the text, selected, to be copied by hand.
function showSelected(chunk, text) {
  chunk.querySelector(".by-hand")?.remove();
  const field = element("textarea", { className: "by-hand", value: text, readOnly: true, rows: 8, ariaLabel: "The chunk's text, to be copied" });
  chunk.append(field);
  field.focus();
  field.select();
}

// ---- buttons

// A row of buttons for a chunk: functions that add a button, and one that copies.
function toolbar(chunk) {
  const status = element("span", { className: "said-aloud", role: "status" });
  const bar = element("span", { className: "tools" }, status);
  const button = (words, onclick) => {
    const made = element("button", { type: "button", onclick }, words);
    status.before(made);
    return made;
  };
  const say = (words) => {
    status.textContent = words;
    clearTimeout(status.timer);
    status.timer = setTimeout(() => { status.textContent = ""; }, 4000);
  };
  const copyButton = (words, textOf) => button(words, async () => {
    const text = await textOf();
    const lines = text.split("\n").length - 1;
    if (await copy(text)) return say(`Copied ${lines} ${lines === 1 ? "line" : "lines"}.`);
    showSelected(chunk, text);
    say("Copy the selected text with your keyboard.");
  });
  return { bar, button, copyButton };
}

async function partOf(chunk) {
  await gradus.loadThrough(here);
  return gradus.parts.get(chunk.id);
}

function tools(chunk) {
  const boxes = [...chunk.querySelectorAll("input[type=checkbox]")];
  const { bar, button, copyButton } = toolbar(chunk);
  if (boxes.length) {
    const toggle = button("Open all", () => {
      const open = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = open;
      relabel();
    });
    const relabel = () => { toggle.textContent = boxes.every((box) => box.checked) ? "Close all" : "Open all"; };
    chunk.addEventListener("change", relabel);
  }
  copyButton("Copy", async () => asShown(await partOf(chunk)));
  const partOfMore = /\+≡$/.test(chunk.querySelector(".chunk-name").textContent) || /Continued in/.test(chunk.lastElementChild.textContent);
  if (chunk.querySelector("pre a.chunk-ref") || partOfMore) {
    copyButton("Copy expanded", async () => tangled((await partOf(chunk)).name, here));
  }
  chunk.querySelector(".chunk-name").after(bar);
}

// ---- a chunk as of a chapter, in its place: what without scripts are links into the
// file's page becomes a choice

function versions(chunk) {
  const links = chunk.querySelector(".as-of");
  if (!links) return;
  const printed = chunk.querySelector("pre");
  const inFile = element("a", {}, "in the whole file");
  const choice = (words, value, checked) => element("label", {},
    element("input", { type: "radio", name: `as-of-${chunk.id}`, value, checked }), ` ${words}`);
  const status = element("span", { className: "said-aloud", role: "status" });
  const addresses = new Map([...links.querySelectorAll("a")].map((link) => [link.textContent, link.href]));
  const choices = element("fieldset", { className: "as-of" }, element("legend", {}, "As of chapter"),
    choice("as printed", "", true), ...[...addresses.keys()].map((chapter) => choice(chapter, chapter, false)), inFile, status);
  inFile.href = [...addresses.values()].pop();
  choices.addEventListener("change", async ({ target: { value } }) => {
    inFile.href = addresses.get(value) ?? [...addresses.values()].pop();
    const version = value && await asOf(chunk, Number(value), value === [...addresses.keys()][0]);
    if (choices.querySelector(":checked").value !== value) return;
    chunk.querySelector("pre.version")?.remove();
    printed.hidden = Boolean(version);
    if (version) printed.after(version);
    status.textContent = version ? said(version) : "";
  });
  links.replaceWith(choices);
}

function said(version) {
  const count = version.textContent.split("\n").length;
  const added = version.querySelectorAll(".added").length;
  return `${count} ${count === 1 ? "line" : "lines"}${added ? `, ${added} new` : ""}.`;
}

// What the chapter brought is marked, unless it brought the chunk itself.
async function asOf(chunk, chapter, isFirst) {
  await gradus.loadThrough(Math.max(chapter, here));
  const lines = linesAsOf(gradus.parts.get(chunk.id).name, chapter);
  const shown = lines.flatMap((line, i) => {
    const text = line.text + (i + 1 < lines.length ? "\n" : "");
    return line.chapter === chapter && !isFirst ? [element("span", { className: "added" }, text)] : [text];
  });
  return element("pre", { className: "version", tabIndex: 0 }, element("code", {}, ...shown));
}

// A file's page: the version that is chosen, without the names of chunks above it.
function fileTools(file) {
  const { bar, copyButton } = toolbar(file);
  copyButton("Copy the file", async () => {
    const shown = [...file.querySelector("code").childNodes]
      .filter((node) => !node.matches?.(".from") && (node.nodeType === Node.TEXT_NODE || node.checkVisibility()));
    return shown.map((node) => node.textContent).join("");
  });
  file.before(bar);
}

// ---- a look at a definition

const peek = element("div", { className: "peek", id: "peek", role: "tooltip", hidden: true });
let shown = null; // the name whose definition is seen: { link, name, box }
let timer = 0;

const atMost = 9; // lines of a definition

function linesFrom(part, first) {
  const lines = asShown(part).trimEnd().split("\n");
  const shown = lines.slice(first, first + atMost);
  return shown.join("\n") + (first + atMost < lines.length ? "\n…" : "");
}

function fill(part, name) {
  const defined = name !== part.name && name in part.defines;
  const head = element("div", {}, element("span", { className: "chunk-name" }, `⟨${part.name}⟩`), ` ${part.tag}, chapter ${part.chapter}`);
  if (defined) head.prepend(element("code", {}, name), " is defined in ");
  const files = element("div", { className: "chunk-foot" }, part.files);
  peek.replaceChildren(head, element("pre", {}, element("code", {}, linesFrom(part, defined ? part.defines[name] : 0))), files);
}

function place(box) {
  peek.hidden = false;
  const { width, height } = peek.getBoundingClientRect();
  const below = box.bottom + height + 8 < innerHeight || box.top < height + 8;
  peek.style.left = `${scrollX + Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8))}px`;
  peek.style.top = `${scrollY + (below ? box.bottom + 4 : box.top - height - 4)}px`;
}

function hide() {
  clearTimeout(timer);
  shown?.link.removeAttribute("aria-describedby");
  shown = null;
  peek.hidden = true;
}

async function show(next) {
  const { link, name, box } = next;
  const chapter = chapterOf(pageName(link.href)) || here;
  if (!chapter) return;
  await gradus.load(chapter);
  const part = gradus.parts.get(link.hash.slice(1));
  if (!part || wanted !== next) return;
  hide();
  shown = next;
  fill(part, name);
  place(box());
  link.setAttribute("aria-describedby", "peek");
}

// A name is a link where it first stands in a listing; the mouse finds the others too.
function nameUnder(event) {
  const listing = event.target.closest?.(".chunk pre");
  const caret = listing && document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = caret ? [caret.offsetNode, caret.offset] : listing && (({ startContainer, startOffset }) => [startContainer, startOffset])(document.caretRangeFromPoint?.(event.clientX, event.clientY) ?? {});
  if (!range?.[0] || range[0].nodeType !== Node.TEXT_NODE || range[0].parentElement.closest("i, q, input")) return null;
  const [node, offset] = range;
  const before = node.data.slice(0, offset).match(/\w*$/)[0];
  const name = before + node.data.slice(offset).match(/^\w*/)[0];
  const link = name && [...listing.querySelectorAll("a:not([class])")].find((each) => each.textContent === name);
  if (!link) return null;
  const word = document.createRange();
  word.setStart(node, offset - before.length);
  word.setEnd(node, offset - before.length + name.length);
  const box = word.getBoundingClientRect();
  const under = event.clientX >= box.left - 2 && event.clientX <= box.right + 2 && event.clientY >= box.top - 2 && event.clientY <= box.bottom + 2;
  return under ? { link, name, box: () => word.getBoundingClientRect() } : null;
}

function linkOf(target) {
  const link = target.closest?.("a.chunk-ref, a.identifier, .chunk pre a, .chunk-foot a");
  if (!link || !link.hash) return null;
  const name = link.textContent.replace(/^⟨|⟩$/g, "");
  return { link, name, box: () => link.getBoundingClientRect() };
}

let wanted = null;
let byMouse = false;

// Shows what is wanted after a moment. What is no longer wanted goes: what the mouse
// asked for when it leaves, unless it moves into it; what the focus asked for with that.
function want(next, after, mouse = false) {
  wanted = next;
  byMouse = mouse;
  clearTimeout(timer);
  timer = setTimeout(() => (next ? show(next) : hide()), after);
}

// The mouse has come into what is shown: from now on that goes when it leaves.
function keep() {
  clearTimeout(timer);
  [wanted, byMouse] = [shown, true];
}

function watch() {
  document.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse") return;
    if (peek.contains(event.target)) return keep();
    const next = linkOf(event.target) ?? nameUnder(event);
    if (next && next.link === wanted?.link) return;
    if (next || wanted && byMouse) want(next, next ? 250 : 350, true);
  });
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(":focus-visible") || peek.contains(target)) return;
    want(linkOf(target), 100);
  });
  document.addEventListener("focusout", () => want(null, 100));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || peek.hidden) return;
    wanted = null;
    hide();
  });
}

// ---- a file's version

function chooseVersion() {
  const choice = document.querySelector(".versions");
  const asked = Number(new URLSearchParams(location.search).get("as-of"));
  if (!choice || !asked) return;
  const inputs = [...choice.querySelectorAll("input")];
  const chosen = inputs.filter((input) => Number(input.value) <= asked).pop();
  if (chosen) chosen.checked = true;
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

// ---- a link may lead into a fold; not every browser opens it

function unfoldTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest("details:not([open])")) return;
  for (let fold; (fold = target.closest("details:not([open])"));) fold.open = true;
  target.scrollIntoView();
}

for (const chunk of document.querySelectorAll(".chunk[id]")) {
  tools(chunk);
  versions(chunk);
}
for (const file of document.querySelectorAll(".chunk.file")) fileTools(file);
document.querySelector("main").append(peek);
watch();
chooseVersion();
addEventListener("hashchange", unfoldTarget);
unfoldTarget();
}
