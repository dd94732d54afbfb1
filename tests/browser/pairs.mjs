// A term of a formula and the code that computes it point at each other.
import { ask, chapters, fileAddress, newWindow, visit } from "./book.mjs";

const most = 8;

// What the page says of its pairs.
function pairs() {
  const letter = (element) => [...element.classList].find((name) => /^pair-.$/.test(name));
  const read = (element) => element.textContent.replace(/\s+/g, " ").trim();
  return [...document.querySelectorAll(".term")].map((term) => {
    const there = document.querySelector(`a.pair-letter[href="${term.id.replace(/^term/, "#code")}"]`);
    const code = there && document.querySelector(there.hash);
    const back = code?.nextElementSibling;
    return {
      id: term.id, code: code?.id, back: back?.matches("a.pair-letter") ? back.hash.slice(1) : "no link",
      name: there?.getAttribute("aria-label"), backName: back?.getAttribute("aria-label") ?? "", text: code ? read(code) : "",
      letters: [term, there, code, back].map((element) => element && letter(element)),
      shown: [there?.dataset.letter, back?.dataset.letter], inChunk: Boolean(code?.closest(".chunk")),
      cut: term.closest(".formula") !== null && term.closest(".formula").scrollHeight > term.closest(".formula").clientHeight,
    };
  });
}

function wrongWith(pair) {
  const wrong = [];
  if (!pair.inChunk) wrong.push("leads to no code in a chunk");
  if (pair.back !== pair.id) wrong.push(`its code leads back to ${pair.back}`);
  const [, words, code] = pair.name?.match(/^term: (.+), computed by (.+)$/) ?? [];
  if (!words || code !== pair.text) wrong.push(`is called "${pair.name}", and its code is "${pair.text}"`);
  if (pair.backName !== `computes the term: ${words}`) wrong.push(`the link back is called "${pair.backName}"`);
  const letters = new Set([...pair.letters, ...pair.shown.map((letter) => `pair-${letter}`)]);
  if (letters.size !== 1) wrong.push(`has the letters ${[...letters].join(", ")}`);
  if (pair.cut) wrong.push("its formula is cut off, above or below");
  return wrong.map((line) => `#${pair.id} ${line}`);
}

// The ids of terms and code that are marked.
function marked() {
  const plain = getComputedStyle(document.querySelector("main")).backgroundColor;
  return [...document.querySelectorAll(".paired")]
    .filter((element) => getComputedStyle(element).backgroundColor !== plain).map((element) => element.id).sort().join(" ");
}

async function marksBoth(page, { id, code }) {
  const both = [id, code].sort().join(" ");
  const wrong = [];
  const is = async (expected, what) => {
    const ids = await page.evaluate(marked);
    if (ids !== expected) wrong.push(`${what} marks "${ids}"`);
  };
  const [there, back] = [code, id].map((target) => `a.pair-letter[href="#${target}"]`);
  for (const selector of [`#${id}`, there, `#${code}`, back]) {
    await page.locator(selector).hover();
    await is(both, `the pointer on ${selector}`);
  }
  await page.mouse.move(0, 0);
  for (const selector of [there, back]) {
    await page.locator(selector).focus();
    await is(both, `the focus on ${selector}`);
  }
  await page.evaluate(() => document.activeElement.blur());
  await is("", "nothing");
  return wrong;
}

// There and back by Enter, where no script runs.
async function thereAndBack(page, { id, code }) {
  const wrong = [];
  for (const to of [code, id]) {
    const from = `a.pair-letter[href="#${to}"]`;
    await page.locator(from).press("Enter");
    const arrived = decodeURIComponent(new URL(page.url()).hash.slice(1));
    if (arrived !== to) wrong.push(`Enter on ${from} leads to #${arrived}`);
    const { y } = await page.locator(`#${to}`).boundingBox();
    if (y < 0 || y > 900) wrong.push(`#${to} is out of sight, at ${y}`);
  }
  return wrong;
}

export default async function (browser) {
  const of = async (question, wrongOn) => ask(question, async () => {
    const wrong = [];
    for (const name of chapters) wrong.push(...(await wrongOn(name)).map((line) => `${name}: ${line}`));
    return wrong;
  });
  await of("has each chapter terms, each with its code, letter and names?", async (name) => {
    const page = await visit(browser, name, { width: 1100 });
    const found = await page.evaluate(pairs);
    const wrong = found.flatMap(wrongWith);
    if (!found.length) wrong.push("has no term");
    if (found.length > most) wrong.push(`has ${found.length} terms`);
    return wrong;
  });
  await of("does the pointer or the focus on a term or its code mark both, and no other?", async (name) => {
    const page = await visit(browser, name, { width: 390, scheme: "dark" });
    const wrong = [];
    for (const pair of await page.evaluate(pairs)) wrong.push(...await marksBoth(page, pair));
    return wrong;
  });
  await of("do they lead to each other without JavaScript?", async (name) => {
    const withScript = await visit(browser, name, { width: 1100 });
    const found = await withScript.evaluate(pairs);
    const plain = await newWindow(browser, { javaScriptEnabled: false, viewport: { width: 1100, height: 900 } });
    await plain.goto(fileAddress(name));
    const wrong = [];
    for (const pair of found) wrong.push(...await thereAndBack(plain, pair));
    await plain.context().close();
    return wrong;
  });
}
