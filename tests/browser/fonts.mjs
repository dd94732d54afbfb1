// The book's own typefaces are there and set every letter.
import { ask, chapters, fileAddress, folder, samples, unfold, visit } from "./book.mjs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

// The letters that a typeface has, read by fontTools.
function lettersOf(file) {
  const table = execFileSync("ttx", ["-q", "-t", "cmap", "-o", "-", join(folder, "fonts", file)], { encoding: "utf8", maxBuffer: 1e8 });
  return new Set([...table.matchAll(/<map code="(0x[0-9a-f]+)"/g)].map((match) => String.fromCodePoint(Number(match[1]))));
}

// The letters of a page by the typeface that should set them.
function lettersIn(page) {
  return page.evaluate(() => {
    const found = {};
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, data } = texts.currentNode;
      if (parentElement.closest("annotation")) continue;
      const family = getComputedStyle(parentElement).fontFamily.match(/^"?([^",]+)/)[1];
      found[family] = [...new Set([...(found[family] ?? []), ...data.replace(/\s/g, "")])];
    }
    return found;
  });
}

// The elements of a page that hold text of their own, with the typefaces that set it.
async function foreignLetters(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("DOM.enable");
  await devtools.send("CSS.enable");
  await unfold(page);
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (texts.currentNode.data.trim()) texts.currentNode.parentElement.dataset.hasText = "";
    }
  });
  const { root } = await devtools.send("DOM.getDocument", { depth: 0 });
  const { nodeIds } = await devtools.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "body [data-has-text]" });
  const wrong = new Map();
  await Promise.all(nodeIds.map(async (nodeId) => {
    const { fonts } = await devtools.send("CSS.getPlatformFontsForNode", { nodeId });
    for (const font of fonts) {
      if (font.isCustomFont) continue;
      if (!wrong.has(font.familyName)) wrong.set(font.familyName, []);
      wrong.get(font.familyName).push(nodeId);
    }
  }));
  const lines = [];
  for (const [family, ids] of wrong) {
    const { outerHTML } = await devtools.send("DOM.getOuterHTML", { nodeId: ids[0] });
    lines.push(`${family} sets letters in ${ids.length} places, first: ${outerHTML.replace(/\s+/g, " ").slice(0, 160)}`);
  }
  await devtools.detach();
  return lines;
}

export default async function (browser) {
  await ask("does each typeface of the style sheet load from the book's own folder?", async () => {
    const page = await visit(browser, chapters[0]);
    const loaded = [];
    const listener = (request) => loaded.push(request.url());
    page.on("request", listener);
    const states = await page.evaluate(async () => {
      await document.fonts.ready;
      const used = [...document.fonts].filter((face) => face.status === "loaded").length;
      await Promise.allSettled([...document.fonts].map((face) => face.load()));
      return { used, faces: [...document.fonts].map((face) => [`${face.family} ${face.weight} ${face.style}`, face.status]) };
    });
    await page.reload();
    await page.evaluate(async () => { await document.fonts.ready; });
    page.off("request", listener);
    const wrong = states.faces.filter(([, status]) => status !== "loaded").map((state) => state.join(": "));
    if (states.faces.length < 7) wrong.push(`the style sheet has only ${states.faces.length} typefaces`);
    if (states.used < 4) wrong.push(`only ${states.used} typefaces were loaded for ${chapters[0]}`);
    const fonts = loaded.filter((address) => address.endsWith(".woff2"));
    if (!fonts.length) wrong.push("no typeface was asked for");
    return [...wrong, ...fonts.filter((address) => !address.startsWith(fileAddress("fonts/")))];
  });
  await ask("have the typefaces every letter that they are to set?", async () => {
    const wrong = [];
    const has = { "Gradus Serif": lettersOf("serif.woff2"), "Gradus Mono": lettersOf("mono.woff2"), "Gradus Math": lettersOf("math.woff2") };
    for (const name of samples) {
      for (const [family, letters] of Object.entries(await lettersIn(await visit(browser, name)))) {
        const missing = letters.filter((letter) => !has[family]?.has(letter));
        if (missing.length) wrong.push(`${name}: ${family} lacks ${missing.join(" ")}`);
      }
    }
    return wrong;
  });
  await ask("do the book's typefaces set every letter, and no other typeface?", async () => {
    const wrong = [];
    for (const name of samples) {
      const page = await visit(browser, name, { width: 390 });
      wrong.push(...(await foreignLetters(page)).map((line) => `${name}: ${line}`));
    }
    return wrong;
  });
}
