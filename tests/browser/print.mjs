// A page of the web book on paper: the text and nothing around it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, chapters, look, samples, visit } from "./book.mjs";

const PAPER = 640; // the width of a column on A4, in CSS pixels

// What must not be printed, and what must.
function printed() {
  const wrong = [];
  const visible = (element) => element.checkVisibility() && element.getBoundingClientRect().height > 0;
  const name = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class")} "${element.textContent.trim().slice(0, 30)}"`;
  for (const element of document.querySelectorAll("header.site, footer.site, nav, .skip, form, .hints, input, button")) {
    if (visible(element)) wrong.push(`printed: ${name(element)}`);
  }
  for (const element of document.querySelectorAll(".note-text, .chunk:not(details *), details.uses + *, .uses a")) {
    if (!visible(element)) wrong.push(`not printed: ${name(element)}`);
  }
  for (const element of document.querySelectorAll("main *")) {
    const box = element.getBoundingClientRect();
    if (visible(element) && box.right > innerWidth + 1 && !element.closest("svg, math")) wrong.push(`cut off on the right: ${name(element)}`);
    const wide = element.scrollWidth > element.clientWidth + 1 && element.matches("pre, .scroll, .formula");
    if (visible(element) && wide) wrong.push(`too wide: ${name(element)}`);
  }
  for (const element of document.querySelectorAll(".chunk, figure, .transcript")) {
    if (getComputedStyle(element).breakInside !== "avoid") wrong.push(`may be cut: ${name(element)}`);
  }
  if (getComputedStyle(document.querySelector("html")).backgroundColor !== "rgb(255, 255, 255)") wrong.push("the paper is not white");
  return wrong.slice(0, 8);
}

async function textOfPaper(page) {
  const folder = mkdtempSync(join(tmpdir(), "gradus-print-"));
  try {
    await page.pdf({ path: join(folder, "page.pdf"), format: "A4", preferCSSPageSize: true });
    return execFileSync("pdftotext", ["-layout", join(folder, "page.pdf"), "-"], { maxBuffer: 1 << 26 }).toString();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export default async function (browser) {
  await ask("does every page print its text alone, uncut, its side notes too, even from a dark screen?", async () => {
    const wrong = [];
    for (const name of samples) {
      const page = await visit(browser, name);
      await look(page, { width: PAPER, scheme: "dark" });
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      wrong.push(...(await page.evaluate(printed)).map((line) => `${name}: ${line}`));
      await page.emulateMedia({ media: null });
    }
    return wrong;
  });
  await ask("does Chromium's PDF of a chapter have its code and its notes, and no contents?", async () => {
    const wrong = [];
    const page = await visit(browser, chapters[1]);
    const { note, code } = await page.evaluate(() => ({
      note: document.querySelector(".note-text").textContent.replace(/^\d+\s*/, "").trim().split(/\s+/).slice(0, 3).join(" "),
      code: document.querySelector(".chunk pre").textContent.trim().split("\n")[0],
    }));
    const text = await textOfPaper(page);
    if (!text.replace(/\s+/g, " ").includes(note)) wrong.push(`the note "${note}" is not there`);
    if (!text.includes(code)) wrong.push(`the code "${code}" is not there`);
    if (/Index of identifiers|Skip to the text|Hint 1/.test(text)) wrong.push("what belongs to the screen is there");
    return wrong;
  });
}
