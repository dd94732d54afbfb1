// The book can be read where no script runs.
import { ask, chapters, fileAddress, newWindow, samples, visit } from "./book.mjs";

// The words of a page but for the buttons that scripts add, and for the versions of a
// chunk: links, of which scripts make a choice.
const read = (page) => page.evaluate(() => ({
  versions: [...document.querySelectorAll(".as-of")].map((versions) => { versions.style.display = "none"; }).length,
  buttons: [...document.querySelectorAll(".tools")].map((tools) => { tools.style.display = "none"; }).length,
  text: document.querySelector("main").innerText.replace(/\s+/g, " ").trim(),
  formulas: [...document.querySelectorAll("math")].filter((math) => {
    const box = math.getBoundingClientRect();
    return math.checkVisibility() && box.width > 0 && box.height > 0;
  }).length,
}));

export default async function (browser) {
  await ask("does a page read the same with JavaScript off, its mathematics too?", async () => {
    const wrong = [];
    const plain = await newWindow(browser, { javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
    for (const name of samples.filter((each) => each !== "search.html")) { // which says that it needs scripts
      await plain.goto(fileAddress(name));
      const without = await read(plain);
      const full = await read(await visit(browser, name));
      if (without.text.length < (name.startsWith("code-") ? 200 : 500)) wrong.push(`${name}: only ${without.text.length} characters of text`);
      if (without.text !== full.text) wrong.push(`${name}: the text differs`);
      if (without.versions !== full.versions) wrong.push(`${name}: ${without.versions} chunks with versions, ${full.versions} with JavaScript`);
      if (without.buttons) wrong.push(`${name}: buttons that do nothing without JavaScript`);
      if (without.formulas !== full.formulas) wrong.push(`${name}: ${without.formulas} formulas, ${full.formulas} with JavaScript`);
      if (chapters.includes(name) && without.formulas < 1) wrong.push(`${name}: no formula is to be seen`);
    }
    await plain.context().close();
    return wrong;
  });
}
