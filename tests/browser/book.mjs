// What the browser's tests share: where the book is, one Chromium for all, the book
// served on this machine alone, and questions answered in TAP.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { readdirSync, statSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const folder = join(root, "build/html");
export const require = createRequire(join(root, "build/npm/package.json"));
export const pages = readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
// Pages of a kind are made alike, and many: for questions that take a browser long, one in
// eight of each kind and the longest stand for them all. EVERY_PAGE=1 asks of every page.
const kinds = [/^code-/, /-answers\.html$/, /-tests\.html$/, /^index-of-chunks/, /^index-of-identifiers/];
const size = (name) => statSync(join(folder, name)).size;
const standsForItsKind = (name) => kinds.filter((kind) => kind.test(name)).every((kind) => {
  const alike = pages.filter((page) => kind.test(page));
  return alike.indexOf(name) % 8 === 0 || alike.every((page) => size(page) <= size(name));
});
export const everyPage = Boolean(process.env.EVERY_PAGE);
export const samples = everyPage ? pages : pages.filter(standsForItsKind);
export const chapters = pages.filter((name) => /^\d\d-(?!answers|tests)/.test(name));
export const fileAddress = (name) => `${pathToFileURL(folder).href}/${name}`;

const { chromium } = require("playwright-core");

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium-headless-shell",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

export async function newWindow(browser, options = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

let shared;

// Opens a page of the book afresh, in the window that all questions share.
export async function visit(browser, name, { width = 1440, height = 900, scheme = "light", base = fileAddress("") } = {}) {
  shared ??= await newWindow(browser);
  await look(shared, { width, height, scheme });
  await shared.goto(base + name);
  await shared.evaluate(() => document.fonts.ready.then(() => {}));
  return shared;
}

export async function look(page, { width, height = 900, scheme = "light" }) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme });
}

// Opens everything that can be unfolded.
export function unfold(page) {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const toggle of document.querySelectorAll("input[type=checkbox]")) toggle.checked = true;
  });
}

const types = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", woff2: "font/woff2" };

// Serves the book on the loopback address; returns { address, close }.
export async function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      const body = await readFile(join(folder, path));
      response.writeHead(200, { "content-type": types[path.split(".").pop()] ?? "application/octet-stream" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

let asked = 0;
let failed = 0;

// One question: the function returns what is wrong, an empty list when nothing is.
export async function ask(question, wrongWith) {
  let wrong;
  const start = Date.now();
  try {
    wrong = (await wrongWith()).flat();
  } catch (error) {
    wrong = String(error.stack ?? error).split("\n").slice(0, 8);
  }
  asked++;
  if (wrong.length) failed++;
  console.log(`${wrong.length ? "not ok" : "ok"} ${asked} - ${question}`);
  if (process.env.GRADUS_TIMES) console.log(`# ${Date.now() - start} ms`);
  for (const line of wrong.slice(0, 20)) console.error(`# ${line}`);
  if (wrong.length > 20) console.error(`# ... and ${wrong.length - 20} more`);
}

export function end() {
  console.log(`1..${asked}`);
  return failed ? 1 : 0;
}
