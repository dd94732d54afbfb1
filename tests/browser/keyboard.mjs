// A walk through the book with the keyboard alone.
import { ask, chapters, everyPage, samples, visit } from "./book.mjs";

const narrow = { width: 390, height: 800 };
const wide = { width: 1440 };

// From now on the page notes each element that gets the focus, and whether that shows.
function watchFocus() {
  const reachable = [...document.querySelectorAll("a[href], summary, input, button, select, textarea, [tabindex='0']")]
    .filter((element) => element.checkVisibility() && !element.matches("input[type=radio]:not(:checked)")); // arrows lead to those
  window.walk = { reachable, reached: [] };
  const outlined = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "rgba(0, 0, 0, 0)";
  };
  document.addEventListener("focusin", ({ target }) => {
    const shown = target.matches(".note-toggle") ? target.nextElementSibling : target;
    const box = shown.getBoundingClientRect();
    window.walk.reached.push({
      at: reachable.indexOf(target), outlined: outlined(shown), inWindow: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      what: `${target.tagName.toLowerCase()} "${(target.getAttribute("aria-label") ?? target.textContent).trim().slice(0, 40)}"`,
    });
  });
  return reachable.length;
}

// Many times, without waiting for each: the browser takes them in order.
async function pressTab(page, times) {
  const devtools = await page.context().newCDPSession(page);
  const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  const sent = [];
  for (let i = 0; i < times; i++) {
    for (const type of ["rawKeyDown", "keyUp"]) sent.push(devtools.send("Input.dispatchKeyEvent", { type, ...key }));
  }
  await Promise.all(sent);
  await devtools.detach();
}

async function walkThrough(page) {
  const count = await page.evaluate(watchFocus);
  await pressTab(page, count + 1);
  return page.evaluate((expected) => {
    const wrong = [];
    const { reached, reachable } = window.walk;
    reached.slice(0, expected).forEach((step, i) => {
      if (step.at !== i) wrong.push(`step ${i + 1} is ${step.what}, number ${step.at + 1} in the page`);
      if (!step.outlined) wrong.push(`the focus does not show on ${step.what}`);
      if (!step.inWindow) wrong.push(`out of sight with the focus: ${step.what}`);
    });
    if (reached.length < expected) wrong.push(`the walk ends after ${reached.length} steps of ${expected}, at ${reached.at(-1)?.what}`);
    if (document.activeElement === reachable.at(-1)) wrong.push("Tab does not lead out of the page");
    if (reachable.length < 3) wrong.push(`only ${reachable.length} places to go to`);
    return wrong;
  }, count);
}

// Where a link led: its target is in sight, and the walk goes on from there.
async function arrivedAt(page, target) {
  await page.waitForFunction((end) => document.readyState === "complete" && decodeURIComponent(location.href).endsWith(end), target);
  return page.evaluate((id) => {
    const element = document.getElementById(id) ?? document.body;
    const { top } = element.getBoundingClientRect();
    return top >= -1 && top < innerHeight ? [] : [`#${id} is at ${top} in a window of ${innerHeight}`];
  }, target.split("#")[1] ?? "");
}

// Presses Enter on a link that a selector finds, and sees where it leads.
async function follow(page, selector) {
  const link = page.locator(selector).first();
  if (!(await link.count())) return [`there is no ${selector}`];
  const target = await link.getAttribute("href");
  await link.focus();
  await page.keyboard.press("Enter");
  return (await arrivedAt(page, target)).map((line) => `${selector}: ${line}`);
}

async function skipLink(page) {
  const wrong = [];
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return { skip: document.activeElement.matches("a.skip"), shown: box.left >= 0 && box.top >= 0 && box.width > 50 };
  });
  if (!first.skip) wrong.push("the first Tab is not at the skip link");
  if (!first.shown) wrong.push("the skip link does not show");
  await page.keyboard.press("Enter");
  wrong.push(...await arrivedAt(page, "#text"));
  await page.keyboard.press("Tab");
  const next = await page.evaluate(() => document.activeElement.closest("main, footer") !== null && document.activeElement.id !== "text");
  if (!next) wrong.push("the Tab after it is not in the text");
  await page.keyboard.press("Shift+Tab");
  return wrong;
}

// Opens and folds each thing with a key; `shown` is what it shows.
async function toggles(page, things, key, shown) {
  const wrong = [];
  const count = await things.count();
  if (!count) wrong.push("there is none");
  for (let i = 0; i < Math.min(count, 3); i++) {
    const thing = things.nth(i);
    const content = shown(thing);
    for (const expected of [true, false]) {
      await thing.focus();
      await page.keyboard.press(key);
      if (await content.isVisible() !== expected) wrong.push(`${key} on number ${i + 1} does not ${expected ? "show" : "fold"} it`);
    }
  }
  return wrong;
}

export default async function (browser) {
  await ask("is the skip link first, and does it work?", async () => {
    const wrong = [];
    for (const name of samples) wrong.push(...(await skipLink(await visit(browser, name, narrow))).map((line) => `${name}: ${line}`));
    return [...wrong, ...await skipLink(await visit(browser, chapters[0], wide))];
  });
  // By turns: what a window's width changes, it changes in every page.
  for (const [turn, size] of [narrow, wide].entries()) {
    await ask(`does Tab reach everything in order, in sight and outlined, ${size.width} wide?`, async () => {
      const wrong = [];
      const walked = everyPage ? samples : samples.filter((_, i) => i % 2 === turn);
      for (const name of walked) wrong.push(...(await walkThrough(await visit(browser, name, size))).map((line) => `${name}: ${line}`));
      return wrong;
    });
  }
  for (const name of chapters) {
    await ask(`do the links of ${name} work with Enter: contents, chunks, next and cover?`, async () => {
      const page = await visit(browser, name, wide);
      const wrong = await follow(page, ".contents-wide ol ol li:last-child a");
      if (name === chapters[0] || await page.locator("pre a.chunk-ref").count()) wrong.push(...await follow(page, "pre a.chunk-ref"));
      wrong.push(...await follow(page, ".chunk-foot a"));
      wrong.push(...await follow(page, "a.site-title"));
      return wrong;
    });
    await ask(`do the contents of ${name} unfold on a phone, and lead on?`, async () => {
      const page = await visit(browser, name, narrow);
      const wrong = await toggles(page, page.locator(".contents-narrow > summary"), "Enter", (summary) => summary.locator("xpath=..").locator("nav"));
      await page.locator(".contents-narrow > summary").focus();
      await page.keyboard.press("Space");
      wrong.push(...await follow(page, ".contents-narrow ol ol li:last-child a"));
      return wrong;
    });
    await ask(`do the side notes of ${name} show and fold with Space on a phone?`, async () => {
      const page = await visit(browser, name, narrow);
      return toggles(page, page.locator(".note-toggle"), "Space", (toggle) => toggle.locator("xpath=..").locator(".note-text"));
    });
    for (const key of ["Enter", "Space"]) {
      await ask(`do the hints of ${name} open and fold with ${key}?`, async () => {
        const page = await visit(browser, name, narrow);
        return toggles(page, page.locator(".hints summary"), key, (summary) => summary.locator("xpath=..").locator("p").first());
      });
    }
  }
}
