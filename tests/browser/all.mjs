// The web book in a real browser: node tests/browser/all.mjs [PART...], TAP on
// standard output. The parts are the other files of this folder.
import { ask, end, launch, pages } from "./book.mjs";

const limit = 60 * pages.length; // seconds
const parts = process.argv.length > 2 ? process.argv.slice(2)
  : ["requests", "plain", "fonts", "figures", "layout", "pairs", "keyboard", "contents", "search", "chunks", "print", "accessibility"];

const late = setTimeout(async () => {
  await ask("do the browser's tests end?", async () => [`not within ${limit} seconds`]);
  process.exit(end());
}, limit * 1000);

const browser = await launch();
try {
  for (const part of parts) {
    const { default: questions } = await import(`./${part}.mjs`);
    await questions(browser);
  }
} finally {
  await browser.close();
  clearTimeout(late);
}
process.exitCode = end();
