// The page fits every width; side notes stand in the margin or fold.
import { ask, chapters, look, samples, unfold, visit } from "./book.mjs";

const widths = { folded: [320, 390, 768, 1100, 1440], unfolded: [320, 768, 1440] };

// What sticks out of the window or out of the text's column.
function overflow() {
  const wrong = [];
  const root = document.documentElement;
  const describe = (element) => `${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""}`
    + `${element.getAttribute("class") ? "." + element.getAttribute("class") : ""} "${element.textContent.trim().slice(0, 40)}"`;
  if (root.scrollWidth > innerWidth) wrong.push(`the page is ${root.scrollWidth} wide in a window of ${innerWidth}`);
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const hidden = (element) => {
    for (let above = element; above && above !== document.body; above = above.parentElement) {
      if (scrolls(above) && above !== element) return true;
    }
    return element.closest("svg") && element.tagName !== "svg";
  };
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > innerWidth + 0.5 || box.left < -0.5) && !hidden(element)) wrong.push(`sticks out: ${describe(element)}`);
  }
  for (const pre of document.querySelectorAll("pre")) {
    if (pre.scrollWidth > pre.clientWidth && !scrolls(pre)) wrong.push(`does not scroll: ${describe(pre)}`);
    if (pre.clientWidth && pre.clientWidth < 150) wrong.push(`only ${pre.clientWidth} wide: ${describe(pre)}`);
  }
  return wrong;
}

// The side notes: where they stand, against the text and each other.
function sideNotes() {
  const main = document.querySelector("main");
  const column = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
  const others = [...main.querySelectorAll(".chunk, .transcript, .scroll, .formula, figure, pre")].map((element) => ({ element, box: element.getBoundingClientRect() }));
  const over = (note, a) => others.filter(({ element, box: b }) => !element.contains(note)
    && a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5)
    .map(({ element }) => `${element.className || element.tagName} ${element.id}`);
  return [...document.querySelectorAll(".note")].map((note) => {
    const text = note.querySelector(".note-text");
    const toggle = note.querySelector(".note-toggle");
    const label = note.querySelector("label");
    const [box, number] = [text.getBoundingClientRect(), label.getBoundingClientRect()];
    return {
      number: label.textContent, name: toggle.getAttribute("aria-label") ?? "", shown: text.checkVisibility(), words: text.textContent.trim().length,
      toggle: toggle.checkVisibility(), column, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
      numberTop: number.top, over: over(note, box), textSize: parseFloat(getComputedStyle(text).fontSize),
    };
  });
}

function wrongInMargin(notes, width) {
  return notes.flatMap((note, i) => {
    const wrong = [];
    const before = notes[i - 1];
    if (!note.shown) wrong.push("is not shown");
    if (note.toggle) wrong.push("has a toggle, but nothing to toggle");
    if (note.left < note.column) wrong.push(`stands in the text: from ${note.left}, the column ends at ${note.column}`);
    if (note.right > width) wrong.push(`ends at ${note.right} in a window of ${width}`);
    if (note.right - note.left < 150) wrong.push(`is only ${note.right - note.left} wide`);
    if (before && note.top < before.bottom) wrong.push("lies over the one before it");
    wrong.push(...note.over.map((other) => `lies over ${other}`));
    if (Math.abs(note.top - note.numberTop) > 100) wrong.push(`stands ${Math.round(note.top - note.numberTop)} below its number`);
    return wrong.map((line) => `side note ${note.number} ${line}`);
  });
}

// Formulas whose full stop, comma or bracket has gone to the next line.
function orphans() {
  return [...document.querySelectorAll("p math")].flatMap((math) => {
    const text = math.nextSibling;
    if (math.closest(".formula, a") || text?.nodeType !== Node.TEXT_NODE || !/^[.,;:)?!]/.test(text.data)) return [];
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, 1);
    const box = math.getBoundingClientRect();
    return box.width && range.getBoundingClientRect().left < box.left ? [`${math.textContent.slice(0, 20)} ${text.data.slice(0, 20)}`] : [];
  });
}

export default async function (browser) {
  for (const name of samples) {
    await ask(`does ${name} fit every window, folded and unfolded?`, async () => {
      const wrong = [];
      const page = await visit(browser, name);
      for (const state of ["folded", "unfolded"]) {
        if (state === "unfolded") await unfold(page);
        for (const width of widths[state]) {
          await look(page, { width });
          wrong.push(...(await page.evaluate(overflow)).map((line) => `${width} wide, ${state}: ${line}`));
        }
      }
      return wrong;
    });
  }
  await ask("does no line begin with the full stop after a formula?", async () => {
    const wrong = [];
    for (const name of chapters) {
      const page = await visit(browser, name, { width: 390 });
      for (const width of [360, 390, 430, 1100]) {
        await look(page, { width });
        wrong.push(...(await page.evaluate(orphans)).map((line) => `${name}, ${width} wide: ${line}`));
      }
    }
    return wrong;
  });
  await ask("do side notes stand in the margin of a wide page?", async () => {
    const wrong = [];
    let count = 0;
    for (const name of chapters) {
      const page = await visit(browser, name, { width: 1440 });
      for (const width of [1024, 1100, 1440]) {
        await look(page, { width });
        const notes = await page.evaluate(sideNotes);
        count += notes.length;
        wrong.push(...wrongInMargin(notes, width).map((line) => `${name}, ${width} wide: ${line}`));
      }
    }
    if (!count) wrong.push("there is no side note");
    return wrong;
  });
  await ask("are side notes folded on a phone, each with a toggle that shows it?", async () => {
    const wrong = [];
    for (const name of chapters) {
      const page = await visit(browser, name, { width: 390 });
      for (const note of await page.evaluate(sideNotes)) {
        if (note.shown) wrong.push(`${name}: side note ${note.number} is shown at once`);
        if (!note.toggle) wrong.push(`${name}: side note ${note.number} has no toggle`);
        if (note.name !== `Show side note ${note.number}`) wrong.push(`${name}: side note ${note.number} is called "${note.name}"`);
        if (note.words < 10) wrong.push(`${name}: side note ${note.number} is empty`);
      }
      const numbers = await page.locator("label.note-number").all();
      for (const number of numbers.slice(0, 3)) {
        await number.scrollIntoViewIfNeeded();
        const { x, y, width, height } = await number.boundingBox();
        await page.mouse.click(x + width / 2, y + height / 2);
        if (!(await number.locator("xpath=..").locator(".note-text").isVisible())) wrong.push(`${name}: a click does not show a note`);
      }
    }
    return wrong;
  });
  await ask("are side notes on the paper when a page is printed?", async () => {
    const wrong = [];
    for (const name of chapters) {
      const page = await visit(browser, name, { width: 790 });
      await page.emulateMedia({ media: "print" });
      for (const note of await page.evaluate(sideNotes)) {
        if (!note.shown) wrong.push(`${name}: side note ${note.number} is not`);
        if (note.toggle) wrong.push(`${name}: side note ${note.number} has a toggle`);
      }
      await page.emulateMedia({ media: "screen" });
    }
    return wrong;
  });
}
