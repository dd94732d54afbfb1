// Chunks: what opens in place, what is copied, what a name shows, how a file grew.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ask, chapters, fileAddress, newWindow, pages, root, visit } from "./book.mjs";

const steps = readdirSync(join(root, "build/steps")).filter((name) => /^\d\d$/.test(name)).sort();
const filePages = pages.filter((name) => /^code-/.test(name));

// A file as a step has it, without the line that says where it is from.
const tangled = (step, file) => readFileSync(join(root, "build/steps", step, file), "utf8").replace(/^\/\*.* of Gradus\. \*\/\n/, "");
const fileOf = (page) => page.replace(/\.html$/, "").replace(/^code-programs-/, "code/programs/").replace(/^code-/, "code/");

// Where two texts part, in words; nothing when they don't.
function difference(what, found, expected) {
  if (found === expected) return [];
  const [mine, theirs] = [found.split("\n"), expected.split("\n")];
  const at = theirs.findIndex((line, i) => line !== mine[i]);
  return [`${what}, line ${at + 1}: "${mine[at]}", not "${theirs[at]}"`];
}

// The files of a page, with what is seen of each once all its parts are open: what is
// seen of a long one is an outline, in which nothing opens.
const openedFiles = (page) => page.evaluate(() => {
  const files = new Map();
  for (const chunk of document.querySelectorAll(".chunk")) {
    const name = chunk.querySelector(".chunk-name")?.textContent.match(/^⟨(code\/.*\.[ch])⟩/)?.[1];
    if (!name) continue;
    for (const box of chunk.querySelectorAll("input")) box.checked = true;
    const file = files.get(name) ?? { id: chunk.id, name, text: "", outline: false };
    file.text += chunk.querySelector("pre").innerText.trimEnd() + "\n";
    const names = chunk.querySelectorAll("pre a.chunk-ref").length;
    file.outline ||= names > 0 && !chunk.querySelector("pre input") && Boolean(chunk.querySelector(`.chunk-file a`));
    files.set(name, file);
  }
  return [...files.values()];
});

// Lines that a reader sees, without blanks, names of chunks and words about chapters.
const bare = (text) => text.split("\n").map((line) => line.trim())
  .filter((line) => line && !/^[⟨+]|⟩$|^(?:from|comes in|continued in) chapter \d+$/.test(line)).join("\n");
const withoutNames = (text) => text.split("\n").filter((line) => !/^\s+\/\* [^.]*[^. ] \*\/$/.test(line)).join("\n");

async function opensWithoutScript(browser) {
  const wrong = [];
  let seen = 0, outlines = 0;
  const page = await newWindow(browser, { javaScriptEnabled: true });
  await page.route("**/*.js", (route) => route.abort());
  for (const name of pages.filter((each) => /^\d\d-/.test(each))) {
    await page.goto(fileAddress(name));
    for (const { name: file, text, outline } of await openedFiles(page)) {
      seen++;
      if (outline && tangled(name.slice(0, 2), file).split("\n").length < 200) wrong.push(`${name}: ${file} is short, and doesn't open`);
      if (outline) outlines++;
      else wrong.push(...difference(`${name}: ${file}, opened`, bare(text), bare(withoutNames(tangled(name.slice(0, 2), file)))));
    }
  }
  await page.context().close();
  const inC = filePages.filter((each) => /\.[ch]\.html$/.test(each)).length;
  if (seen < inC) wrong.push(`only ${seen} files were seen, of ${inC}`);
  if (outlines > seen / 10) wrong.push(`${outlines} files of ${seen} don't open`);
  return wrong;
}

async function opensWithKeys(browser) {
  const wrong = [];
  const page = await newWindow(browser, { javaScriptEnabled: false });
  for (const name of chapters) {
    await page.goto(fileAddress(name));
    const box = page.locator(".chunk input[type=checkbox]").first();
    if (!(await box.count())) continue;
    const inside = box.locator("xpath=following-sibling::span[1]");
    const label = await box.getAttribute("aria-label");
    if (!/^Open ⟨.+⟩ here$/.test(label)) wrong.push(`${name}: a box is called "${label}"`);
    for (const expected of [true, false]) {
      await box.focus();
      await page.keyboard.press("Space");
      if (await inside.isVisible() !== expected) wrong.push(`${name}: Space does not ${expected ? "open" : "close"} ${label}`);
    }
    const outline = await box.evaluate((element) => parseFloat(getComputedStyle(element).outlineWidth));
    if (outline < 2) wrong.push(`${name}: the focus does not show on a box`);
  }
  await page.context().close();
  return wrong;
}

// What stands in a page on a chapter may not come from a later one.
async function staysInItsChapter(browser) {
  const page = await visit(browser, "02-values-that-remember.html");
  const inside = await page.evaluate(() => [...document.querySelectorAll(".chunk pre input + a + span")].map((span) => span.textContent));
  const wrong = [];
  if (!inside.some((text) => /^comes in chapter 3$/.test(text))) wrong.push("no chunk is said to come in chapter 3");
  if (!inside.some((text) => /continued in chapter 5$/.test(text))) wrong.push("no chunk is said to be continued in chapter 5");
  if (inside.some((text) => /add_backward/.test(text))) wrong.push("chapter 2 shows what chapter 3 adds");
  return wrong;
}

// Replaces the clipboard; what was copied is in window.copied.
const clipboards = {
  "a clipboard": () => Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } }),
  "a selection, where there is none": () => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => { window.copied = document.activeElement.value; return true; };
  },
};

async function press(chunk, words) {
  const button = chunk.getByRole("button", { name: words, exact: true });
  await button.focus();
  await button.press("Enter");
}

async function copies(browser, prepare) {
  const wrong = [];
  const page = await newWindow(browser);
  await page.addInitScript(prepare);
  let copied = 0;
  for (const name of pages.filter((each) => /^\d\d-/.test(each))) {
    await page.goto(fileAddress(name));
    for (const { id, name: file } of await openedFiles(page)) {
      const chunk = page.locator(`[id="${id}"]`);
      if (!(await chunk.getByRole("button", { name: "Copy expanded" }).count())) continue;
      await press(chunk, "Copy expanded");
      await chunk.locator("[role=status]", { hasText: /^Copied \d+ lines?\.$/ }).waitFor();
      wrong.push(...difference(`${name}: ${file}, copied`, await page.evaluate(() => window.copied), tangled(name.slice(0, 2), file)));
      copied++;
    }
  }
  if (copied < 20) wrong.push(`only ${copied} files were copied`);
  await page.goto(fileAddress("03-chain-rule.html"));
  const first = page.locator(".chunk").first();
  await press(first, "Copy");
  await first.locator("[role=status]", { hasText: "Copied" }).waitFor();
  wrong.push(...difference("one chunk", await page.evaluate(() => window.copied), `${await first.locator("pre").textContent()}\n`));
  await page.context().close();
  return wrong;
}

async function copiesByHand(browser) {
  const page = await newWindow(browser);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  await page.goto(fileAddress("03-chain-rule.html"));
  const chunk = page.locator(".chunk").first();
  await press(chunk, "Copy");
  await chunk.locator("textarea").waitFor();
  const { selected, focused } = await chunk.locator("textarea").evaluate((field) => ({
    selected: field.value.slice(field.selectionStart, field.selectionEnd), focused: document.activeElement === field }));
  const wrong = difference("the text to be copied by hand", selected, `${await chunk.locator("pre").textContent()}\n`);
  if (!focused) wrong.push("it does not have the focus");
  await page.context().close();
  return wrong;
}

async function opensAll(browser) {
  const page = await visit(browser, "02-values-that-remember.html");
  const chunk = page.locator(".chunk:has(input ~ input)").first();
  const wrong = [];
  const open = () => chunk.locator("input[type=checkbox]").evaluateAll((boxes) => boxes.map((box) => box.checked));
  await press(chunk, "Open all");
  if (!(await open()).every(Boolean)) wrong.push("not all are open");
  await press(chunk, "Close all");
  if ((await open()).some(Boolean)) wrong.push("not all are closed");
  return wrong;
}

const peek = (page) => page.locator("#peek");

async function shows(page, what, words, ...expected) {
  const wrong = [];
  await peek(page).waitFor();
  const text = await peek(page).innerText();
  for (const part of expected) if (!text.includes(part)) wrong.push(`${what}, ${words}: "${part}" is not in "${text}"`);
  const box = await peek(page).boundingBox();
  const { width } = page.viewportSize();
  if (box.x < 0 || box.x + box.width > width) wrong.push(`${what}, ${words}: sticks out of the window`);
  return wrong;
}

async function gone(page, what) {
  try {
    await peek(page).waitFor({ state: "hidden", timeout: 3000 });
    return [];
  } catch {
    return [`it stays after ${what}`];
  }
}

async function showsDefinitions(browser) {
  const wrong = [];
  const page = await visit(browser, "03-chain-rule.html");
  const sum = page.locator(".chunk", { hasText: "⟨pass a gradient back through a sum⟩" }).first();
  const name = sum.locator("pre a", { hasText: "value_input" });
  const about = ["value_input", "is defined in", "⟨record an operation⟩", "chapter 2", "(const Value *value, int which)", "code/value.c"];

  await name.focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  wrong.push(...await shows(page, "a name", "with the focus", ...about));
  if (await name.getAttribute("aria-describedby") !== "peek") wrong.push("the name is not described by it");
  await page.keyboard.press("Escape");
  wrong.push(...await gone(page, "Escape"));

  await name.hover();
  wrong.push(...await shows(page, "a name", "under the mouse", ...about));
  const [from, box] = [await name.boundingBox(), await peek(page).boundingBox()];
  await page.mouse.move(from.x + 5, (from.y + from.height + box.y) / 2);
  await page.mouse.move(box.x + 20, box.y + 20, { steps: 6 });
  await page.waitForTimeout(800);
  if (!(await peek(page).isVisible())) wrong.push("the mouse can't enter it");
  await page.mouse.move(5, 5, { steps: 4 });
  wrong.push(...await gone(page, "the mouse has left it"));

  await sum.locator(".chunk-foot a.chunk-ref").hover();
  wrong.push(...await shows(page, "a chunk", "under the mouse", "⟨add⟩", "2.39", "static const ValueOp add = {"));
  await page.keyboard.press("Escape");
  wrong.push(...await gone(page, "Escape over a chunk's name"));

  const second = await sum.locator("pre").evaluate((listing) => {
    const walker = document.createTreeWalker(listing, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.parentElement.closest("a") ? -1 : node.data.indexOf("value_input");
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 11);
      const { x, y, width, height } = range.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    }
    return null;
  });
  if (!second) return [...wrong, "value_input stands there but once"];
  await page.mouse.move(...second, { steps: 3 });
  wrong.push(...await shows(page, "a name that is no link", "under the mouse", ...about));
  await page.mouse.move(5, 5);
  return wrong;
}

// Chooses each chapter without a script, and sees what is left of the file.
async function showsVersions(browser) {
  const wrong = [];
  let versions = 0;
  const page = await newWindow(browser, { javaScriptEnabled: true });
  await page.route("**/*.js", (route) => route.abort());
  const shown = () => page.evaluate(() => [...document.querySelector(".file code").childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE || (!node.matches(".from") && node.checkVisibility()))
    .map((node) => node.textContent).join(""));
  const marked = () => page.evaluate(() => [...document.querySelectorAll(".file pre span")]
    .filter((line) => line.checkVisibility() && getComputedStyle(line, "::before").content === '"+"').map((line) => line.textContent).join(""));
  for (const name of filePages) {
    await page.goto(fileAddress(name));
    const chosen = await page.locator(".versions input").evaluateAll((inputs) => inputs.map((input) => input.value));
    let before = "";
    for (const [i, chapter] of chosen.entries()) {
      if (i === 0) await page.locator(".versions input").first().check();
      else await page.keyboard.press("ArrowRight");
      const text = await shown();
      wrong.push(...difference(`${name} as of ${chapter}`, text, tangled(chapter.padStart(2, "0"), fileOf(name))));
      const added = (await marked()).length;
      const expected = i === 0 ? 0 : text.length - before.length;
      if (added !== expected) wrong.push(`${name} as of ${chapter}: ${added} characters are marked, ${expected} are new`);
      before = text;
      versions++;
    }
    if (!chosen.length) wrong.push(...difference(name, await shown(), tangled(steps.at(-1), fileOf(name))));
  }
  await page.context().close();
  if (versions < 4) wrong.push(`only ${versions} versions were seen`);
  return wrong;
}

// Chooses each chapter at a chunk, in its place: a file's is what was tangled, any other
// a stretch of its file, but for the indentation.
async function showsChunkAsOf(browser) {
  const wrong = [];
  const flat = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
  let seen = 0, marked = 0;
  for (const name of chapters) {
    const page = await visit(browser, name);
    for (const chunk of await page.locator(".chunk:has(fieldset.as-of)").all()) {
      const id = await chunk.getAttribute("id");
      const file = fileOf((await chunk.locator("fieldset.as-of a").getAttribute("href")).split("?")[0].split("/").at(-1));
      const printed = await chunk.locator("pre").first().textContent();
      const values = await chunk.locator("fieldset.as-of input").evaluateAll((inputs) => inputs.map((input) => input.value).filter(Boolean));
      let before = "";
      for (const value of values) {
        await chunk.locator(`fieldset.as-of input[value="${value}"]`).check();
        const version = chunk.locator("pre.version");
        await version.waitFor();
        await page.waitForFunction(({ id, before }) => document.getElementById(id).querySelector("pre.version").textContent !== before, { id, before });
        const text = await version.textContent();
        const step = tangled(value.padStart(2, "0"), file);
        const is = id === `chunk-${file.replaceAll("/", "-")}` ? difference(`${id} as of ${value}`, `${text.trimEnd()}\n`, step)
          : flat(step).includes(flat(text)) ? [] : [`${id} as of ${value} is not in ${file}: ${text.slice(0, 60)}`];
        wrong.push(...is);
        const added = (await version.locator(".added").allTextContents()).join("").split("\n").filter(Boolean).length;
        const more = before ? text.split("\n").filter(Boolean).length - before.split("\n").filter(Boolean).length : 0;
        if (added !== more) wrong.push(`${id} as of ${value}: ${added} lines are marked, ${more} are new`);
        if (!/^\d+ lines?/.test(await chunk.locator("fieldset.as-of .said-aloud").textContent())) wrong.push(`${id}: how many lines is not said`);
        [before, seen, marked] = [text, seen + 1, marked + added];
      }
      await chunk.locator('fieldset.as-of input[value=""]').check();
      await chunk.locator("pre.version").waitFor({ state: "detached" });
      if (!await chunk.locator("pre").isVisible() || await chunk.locator("pre").textContent() !== printed) wrong.push(`${id}: the printed code does not come back`);
    }
  }
  if (seen < 10 || marked < 20) wrong.push(`only ${seen} versions were seen, ${marked} lines marked`);
  return wrong;
}

async function linksToVersions(browser) {
  const wrong = [];
  const page = await visit(browser, "02-values-that-remember.html");
  const chunk = page.locator('.chunk:has(fieldset.as-of input[value="3"]):has(fieldset.as-of a[href*="code-value.c.html"])').first();
  const id = await chunk.getAttribute("id");
  await chunk.locator('fieldset.as-of input[value="3"]').check();
  await chunk.getByRole("link", { name: "in the whole file" }).click();
  await page.waitForURL(/as-of=3/);
  if (await page.locator(".versions input:checked").getAttribute("value") !== "3") wrong.push("chapter 3 is not chosen");
  const top = await page.locator(`[id="${id}"]`).evaluate((element) => element.getBoundingClientRect().top);
  if (top < 0 || top > 900) wrong.push(`the chunk is at ${top}`);
  const bare = await newWindow(browser, { javaScriptEnabled: false });
  await bare.goto(fileAddress("02-values-that-remember.html"));
  const links = await bare.locator('.chunk-foot .as-of a[href^="code-value.c.html?as-of=3#"]').count();
  if (links < 1) wrong.push("without a script nothing leads there");
  await bare.context().close();
  return wrong;
}

async function saysWhatWasTested(browser) {
  const wrong = [];
  let checkpoints = 0;
  const check = (name, words, tested) => {
    const lines = readFileSync(join(root, tested, ".tested"), "utf8").split("\n").map((line) => line.split("\t"));
    const counts = lines.filter(([what]) => what === "chapter");
    const [passed, total] = [2, 3].map((field) => counts.reduce((sum, line) => sum + Number(line[field]), 0));
    if (total && !words.replaceAll("\u00a0", " ").includes(`${passed} of ${total} tests of chapter`)) wrong.push(`${name}: "${words}", but ${passed} of ${total} passed`);
    if ((passed < total) !== /fails/.test(words)) wrong.push(`${name}: "${words}"`);
  };
  for (const name of chapters) {
    const number = name.slice(0, 2);
    const page = await visit(browser, name);
    check(name, await page.locator(".badge:not(.checkpoint)").innerText(), `build/steps/${number}`);
    for (const [i, words] of (await page.locator(".badge.checkpoint").allInnerTexts()).entries()) {
      check(name, words, `build/checkpoints/${number}.${i + 1}`);
      checkpoints++;
    }
  }
  if (checkpoints < 10) wrong.push(`only ${checkpoints} checkpoints were seen`);
  return wrong;
}

// Among the answers what is folded are the judges, all of them and nothing else.
async function foldsJudges(browser) {
  const wrong = [];
  let seen = 0;
  for (const name of pages.filter((each) => /-answers\.html$/.test(each))) {
    const page = await visit(browser, name);
    const chunks = await page.evaluate(() => [...document.querySelectorAll(".chunk[id]")].map((chunk) => ({
      id: chunk.id,
      files: chunk.querySelector(".chunk-file").textContent.trim() || chunk.querySelector(".chunk-name").textContent.match(/⟨(.*)⟩/)[1],
      seen: chunk.checkVisibility(),
    })));
    const judges = chunks.filter(({ files }) => files.split(", ").every((file) => /^(?:tests\/\d+\/)?\d+\.\d+\.(?:c|wrong)$/.test(file)));
    seen += judges.length;
    for (const { id } of judges.filter((chunk) => chunk.seen)) wrong.push(`${name}: ${id} is not folded`);
    for (const { id } of chunks.filter((chunk) => !judges.includes(chunk) && !chunk.seen)) wrong.push(`${name}: ${id} is folded`);
    const last = judges.at(-1).id;
    await page.goto(fileAddress(`${name}#${last}`));
    const reached = () => page.evaluate((id) => {
      const chunk = document.getElementById(id);
      const top = chunk.getBoundingClientRect().top;
      return chunk.checkVisibility() && top > -50 && top < innerHeight;
    }, last);
    if (!await reached()) wrong.push(`${name}: #${last} leads into a fold`);
    // Some browsers don't open it by themselves.
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll("main details")) fold.open = false;
      scrollTo(0, 0);
      dispatchEvent(new HashChangeEvent("hashchange"));
    });
    if (!await reached()) wrong.push(`${name}: #${last} leads into a fold that only some browsers open`);
  }
  if (seen < 9 * 10) wrong.push(`only ${seen} chunks of judges were seen`);
  return wrong;
}

export default async function (browser) {
  await ask("does a file, all its chunks opened without a script, show what was tangled?", () => opensWithoutScript(browser));
  await ask("do chunks open and close with Space, without a script?", () => opensWithKeys(browser));
  await ask("does a chapter show only what it and earlier ones define?", () => staysInItsChapter(browser));
  await ask("does a button open all of a chunk, and close it again?", () => opensAll(browser));
  for (const [way, prepare] of Object.entries(clipboards)) {
    await ask(`are chunks copied as they are tangled, by ${way}?`, () => copies(browser, prepare));
  }
  await ask("is the text selected where nothing can be copied?", () => copiesByHand(browser));
  await ask("do a name and a chunk show their definition, until Escape?", () => showsDefinitions(browser));
  await ask("does each file look as it was after each chapter, its new lines marked?", () => showsVersions(browser));
  await ask("does a chunk look in its place as it was after each chapter, its new lines marked?", () => showsChunkAsOf(browser));
  await ask("does a chunk lead to its file as of a chapter?", () => linksToVersions(browser));
  await ask("do the answers show their judges only to those who ask, or follow a link to one?", () => foldsJudges(browser));
  await ask("does each chapter end with what its tests said?", () => saysWhatWasTested(browser));
}
