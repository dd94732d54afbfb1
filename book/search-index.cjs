// The index that the web book's search looks into, made from the pages:
//   node book/search-index.cjs LUNR.JS WEAVE-FOLDER PAGE... > search-index.js
//
// It sets one global, gradusSearch:
//   words      the pattern of a word, for the reader's words, too
//   pages      [file, title]
//   documents  [kind, page's number, anchor, title, where, text]
//   index      lunr's, over titles and texts; a document's reference is its number
"use strict";
const { readFileSync } = require("node:fs");
const { basename, join, resolve } = require("node:path");
const { parseDocument, DomUtils } = require("htmlparser2");

const [lunrFile, weave, ...pageFiles] = process.argv.slice(2);
const lunr = require(resolve(lunrFile));

// A file, a member as it is reached, a name, a number.
const WORDS = String.raw`[A-Za-z][\w-]*\.[ch]\b|->[A-Za-z_]\w*|[\p{L}_][\p{L}\p{N}_]*|\d+(?:\.\d+)?(?:e[-+]?\d+)?`;

// ---------------------------------------------------------------- documents

const documents = [];
const pages = [];

const classes = (element) => (element.attribs?.class ?? "").split(" ");
const is = (element, ...names) => classes(element).some((name) => names.includes(name));
const tidy = (text) => text.replace(/\s+/g, " ").trim();
const textOf = (element) => DomUtils.textContent(element ?? []);
const findOne = (test, element) => DomUtils.findOne(test, element.children);

function add(kind, anchor, title, where = "") {
  const document = { kind, page: pages.length - 1, anchor, title, where, text: [] };
  documents.push(document);
  return document;
}

function addChunk(element) {
  const name = tidy(textOf(findOne((part) => is(part, "chunk-name"), element))).replace(/^⟨|⟩( \+?≡)?$/g, "");
  const file = tidy(textOf(findOne((part) => is(part, "chunk-file"), element)));
  const files = file.split(", ").filter(Boolean);
  const chunk = add("chunk", element.attribs.id, name, files.length > 2 ? `${files.length} files` : file);
  // Of the tests, more than half of all code, the names will do.
  if (![name, ...files].some((path) => path.startsWith("tests/"))) chunk.text.push(textOf(findOne((part) => part.name === "pre", element)));
}

// Hints would give away what they are kept folded for; drawings and transcripts
// are not text.
const skipped = (element) => ["svg", "script", "nav", "annotation", "noscript", "summary", "form", "input", "label"].includes(element.name)
  || is(element, "contents", "hints", "transcript", "exercise-facts", "chapter-line", "moved", "note-number");

function kindOf(id) {
  return id.startsWith("ex-") ? "exercise" : id.startsWith("answer-") ? "answer" : "section";
}

// What a formula says only by its form: fractions, powers and the like.
const isBuilt = (element) => /^m(?:frac|sup|subsup|sqrt|root|over|under|underover|table)$/.test(element.name ?? "");

// Gathers text under the heading that it follows, or the one whose section it is in.
function gather(element, section) {
  for (const child of element.children ?? []) {
    if (child.type === "text") section.document?.text.push(child.data);
    if (!child.name || skipped(child)) continue;
    if (child.name === "math" && DomUtils.existsOne(isBuilt, child.children)) {
      section.document?.text.push(" … ");
      continue;
    }
    if (is(child, "chunk")) { addChunk(child); continue; }
    if (/^h[1-6]$/.test(child.name)) {
      const id = child.attribs.id ?? child.parent.attribs.id ?? "";
      section.document = add(kindOf(id), id, tidy(textOf(child)));
      continue;
    }
    const inner = child.name === "section" ? { document: section.document } : section;
    gather(child, inner);
    if (/^(?:p|div|li|td|th|tr|figcaption|caption|h\d|section|pre)$/.test(child.name)) section.document?.text.push(" ");
  }
}

for (const file of pageFiles) {
  const page = parseDocument(readFileSync(file, "utf8"));
  const title = tidy(textOf(DomUtils.findOne((element) => element.name === "title", page.children))).replace(/ · Gradus$/, "");
  pages.push([basename(file), title]);
  gather(DomUtils.findOne((element) => element.name === "main", page.children), {});
}

const rows = (file) => readFileSync(join(weave, file), "utf8").split("\n").filter(Boolean).map((line) => line.split("\t"));
const labels = new Map(rows("labels.tsv").map(([id, page, , , title, files]) => [id, { page, title, files }]));
for (const [name, kind, id] of rows("identifiers.tsv")) {
  const { page, title } = labels.get(id);
  documents.push({ kind: "identifier", page: pages.findIndex(([file]) => file === page), anchor: id, title: name, where: kind, text: [`⟨${title}⟩`] });
}

// -------------------------------------------------------------------- index

// The words of a text as the index knows them: whole, the parts of a name, the stem
// of what is a word of English.
function tokens(text) {
  const found = [];
  for (const [match] of text.matchAll(new RegExp(WORDS, "gu"))) {
    const word = match.toLowerCase();
    const parts = word.split(/->|_|\./).filter((part) => part.length > 1 && part !== word);
    found.push(word, ...(word.startsWith("->") ? [word.slice(2)] : []), ...parts);
    if (/^\p{L}+$/u.test(word)) {
      const stem = lunr.stemmer(new lunr.Token(word)).toString();
      if (stem !== word) found.push(stem);
    }
  }
  return found;
}

const index = lunr(function () {
  this.tokenizer = (text) => tokens(String(text ?? "")).map((word) => new lunr.Token(word));
  this.pipeline.reset();
  this.searchPipeline.reset();
  this.ref("number");
  this.field("title", { boost: 8 });
  this.field("text");
  documents.forEach(({ title, where, text }, number) => this.add({ number, title: `${title} ${where}`, text: text.join("") }));
});

const whole = (kind, text) => (kind === "chunk" ? text.join("").trim() : tidy(text.join("")));
process.stdout.write(`var gradusSearch = ${JSON.stringify({
  words: WORDS,
  pages,
  documents: documents.map(({ kind, page, anchor, title, where, text }) => [kind, page, anchor, title, where, whole(kind, text)]),
  index,
})};\n`);
