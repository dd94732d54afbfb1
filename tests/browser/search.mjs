// The search: fetched when it is used, finds what a reader looks for, by keyboard too.
import { ask, chapters, fileAddress, newWindow, pages, samples, visit } from "./book.mjs";

const searched = "form.search";
const field = `${searched} input`;
const results = (page) => page.locator(".search-results li a");
const status = (page) => page.locator(".search-status").textContent();

// Types into the field and waits until that is answered.
async function lookFor(page, words) {
  await page.locator(".search-status").evaluate((element) => { element.textContent = ""; });
  await page.locator(field).fill(words);
  await page.waitForFunction(() => document.querySelector(".search-status").textContent !== "");
}

function found(page) {
  return page.evaluate(() => [...document.querySelectorAll(".search-results [role=group]")].map((group) => ({
    kind: group.getAttribute("aria-label"), count: Number(group.querySelector(".result-kind").textContent.match(/\d+/)[0]),
    results: [...group.querySelectorAll("a")].map((link) => ({
      title: link.querySelector(".result-title").textContent, href: link.getAttribute("href"),
      text: link.querySelector(".result-text").textContent, marked: [...link.querySelectorAll("mark")].map((mark) => mark.textContent),
    })),
  })));
}

// What a reader types, and what must be among the first of a kind.
const expected = [
  ["value_add", "Identifiers", /^value_add$/],
  ["value_ad", "Identifiers", /^value_add$/],
  ["value_", "Identifiers", /^value_/],
  ["VALUE_ADD", "Identifiers", /^value_add$/],
  ["backward", "Identifiers", /backward$/],
  ["->grad", "Chunks", /^⟨[^⟨⟩≡]+⟩$/],
  ["value.c", "Chunks", /^⟨[^⟨⟩≡]+⟩$/],
  ["topological", "In the text", /topological order/i],
  ["derivatives", "In the text", /derivative/i],
  ["nudgings", "In the text", /nudge/i],
  ["deriv", "In the text", /derivative/i],
  ["chain rule", "In the text", /chain rule/i],
  ["central differences", "Exercises", /^Exercise 1\.3\. Central differences$/],
  ["1.3", "Exercises", /^Exercise 1\.3\./],
  ["send the gradient", "Chunks", /^⟨[^⟨⟩≡]+⟩$/],
];

export default async function (browser) {
  await ask("has every page one search field, and loads nothing for it until it is used?", async () => {
    const wrong = [];
    const asked = [];
    const page = await visit(browser, pages[0]);
    const note = (request) => asked.push(request.url().split("/").pop());
    page.on("request", note);
    for (const name of samples) {
      await visit(browser, name);
      if (await page.locator(field).count() !== 1) wrong.push(`${name}: ${await page.locator(field).count()} fields`);
    }
    const early = asked.filter((name) => /lunr|search-index/.test(name));
    if (early.length) wrong.push(`fetched at once: ${early}`);
    await lookFor(page, "value");
    for (const name of ["lunr.min.js", "search-index.js"]) if (!asked.includes(name)) wrong.push(`${name} was never fetched`);
    page.off("request", note);
    return wrong;
  });
  await ask("does the search find what a reader types, marked, where its link says?", async () => {
    const wrong = [];
    const page = await visit(browser, "search.html");
    for (const [words, kind, title] of expected) {
      await lookFor(page, words);
      const groups = await found(page);
      const group = groups.find((one) => one.kind === kind);
      if (!group) { wrong.push(`${words}: nothing in ${kind}; ${await status(page)}`); continue; }
      if (!group.results.some((one) => title.test(one.title))) wrong.push(`${words}: ${kind} are ${group.results.map((one) => one.title).join(", ")}`);
      const unmarked = groups.flatMap((one) => one.results).filter((one) => !one.marked.length && !/^tests|⟨/.test(one.title));
      if (unmarked.length) wrong.push(`${words}: nothing is marked in ${unmarked.map((one) => one.title).slice(0, 3).join(", ")}`);
      const sum = groups.reduce((count, one) => count + one.count, 0);
      if (!(await status(page)).startsWith(`${sum} result`)) wrong.push(`${words}: "${await status(page)}", but there are ${sum}`);
    }
    return wrong;
  });
  await ask("does each document of the index have its place on its page?", async () => {
    const page = await visit(browser, "search.html");
    await lookFor(page, "value");
    const documents = await page.evaluate(() => gradusSearch.documents.map(([kind, number, anchor, title, , text]) =>
      ({ kind, title, anchor, text: text.length, file: gradusSearch.pages[number]?.[0] })));
    const wrong = [];
    for (const kind of ["section", "chunk", "identifier", "exercise", "answer"]) {
      if (documents.filter((one) => one.kind === kind).length < 10) wrong.push(`hardly any ${kind}`);
    }
    for (const file of new Set(documents.map((one) => one.file))) {
      const mine = documents.filter((one) => one.file === file);
      if (!file) { wrong.push(...mine.map((one) => `${one.kind} ${one.title} is on no page`)); continue; }
      await visit(browser, file);
      const lost = await page.evaluate((ids) => ids.filter((id) => !document.getElementById(id)), mine.map((one) => one.anchor));
      wrong.push(...lost.map((id) => `${file}#${id} is not there`));
    }
    return wrong;
  });
  await ask("are hints left out of what the search shows?", async () => {
    const wrong = [];
    const page = await visit(browser, chapters[0]);
    const hint = await page.evaluate(() => document.querySelector(".hints p").textContent.trim().slice(0, 30));
    await visit(browser, "search.html");
    await lookFor(page, "value");
    if (!hint || await page.evaluate((words) => gradusSearch.documents.some((one) => one[5].includes(words)), hint)) wrong.push(`"${hint}" is in the index`);
    return wrong;
  });
  await ask("does it say so when nothing is found, and what to try?", async () => {
    const wrong = [];
    const page = await visit(browser, "search.html");
    await lookFor(page, "qqxyzzyqq");
    if (!/^Nothing has “qqxyzzyqq”\. Try /.test(await status(page))) wrong.push(await status(page));
    if (await page.locator(".search-results").isVisible()) wrong.push("results are shown");
    await lookFor(page, "topologcal");
    if (!/^Nothing has “topologcal”; what comes near/.test(await status(page))) wrong.push(await status(page));
    if (!(await results(page).count())) wrong.push("nothing comes near a slip of the keyboard");
    await lookFor(page, "->");
    if (!/^Type a letter/.test(await status(page))) wrong.push(await status(page));
    return wrong;
  });
  for (const width of [390, 1440]) {
    await ask(`do Tab, arrows, Enter and Escape work in the results, ${width} wide, and letters nowhere else?`, async () => {
      const wrong = [];
      const page = await visit(browser, chapters[1], { width });
      const focused = () => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.tagName);
      await page.keyboard.press("s");
      await page.keyboard.press("/");
      if (await focused() !== "BODY") wrong.push("a bare letter moves the focus");
      await lookFor(page, "value_add");
      if ((await page.locator(".search-status").getAttribute("role")) !== "status") wrong.push("the count is not announced");
      const links = await results(page).evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      await page.keyboard.press("ArrowDown");
      if (await focused() !== "INPUT") wrong.push("an arrow leaves the field");
      await page.keyboard.press("Tab");
      if (await focused() === "BUTTON") await page.keyboard.press("Tab");
      if (await focused() !== links[0]) wrong.push(`Tab leads to ${await focused()}, not to ${links[0]}`);
      await page.keyboard.press("ArrowDown");
      if (await focused() !== links[1]) wrong.push(`the arrow leads to ${await focused()}, not to ${links[1]}`);
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Escape");
      if (await focused() !== "INPUT") wrong.push("Escape does not lead back to the field");
      if (await page.locator(".search-results").isVisible()) wrong.push("Escape does not close the results");
      await lookFor(page, "value_add");
      const overflow = await page.evaluate(() => {
        const panel = document.querySelector(".search-results").getBoundingClientRect();
        return document.documentElement.scrollWidth > innerWidth || panel.right > innerWidth || panel.left < 0 || panel.width < 250;
      });
      if (overflow) wrong.push("the results do not fit the window");
      await results(page).first().focus();
      await page.keyboard.press("Enter");
      await page.waitForURL((address) => address.href.endsWith(links[0]));
      return wrong;
    });
  }
  await ask("without scripts, does a search lead to a page that says what to do?", async () => {
    const wrong = [];
    const page = await newWindow(browser, { javaScriptEnabled: false });
    await page.goto(fileAddress(chapters[0]));
    await page.locator(field).fill("value");
    await page.locator(field).press("Enter");
    await page.waitForURL(/search\.html\?q=value$/);
    const text = await page.locator("main").innerText();
    if (!/needs JavaScript/.test(text)) wrong.push("it does not say that it needs scripts");
    for (const target of ["book-index.html", "index-of-chunks.html", "index-of-identifiers.html"]) {
      if (!await page.locator(`main a[href="${target}"]`).count()) wrong.push(`it does not lead to ${target}`);
    }
    await page.context().close();
    const full = await visit(browser, "search.html?q=value_add");
    await full.waitForSelector(".search-results li");
    if (/needs JavaScript/.test(await full.locator("main").innerText())) wrong.push("with scripts it says that it needs them");
    return wrong;
  });
}
