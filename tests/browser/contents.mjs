// The contents show where a reader is.
import { ask, chapters, fileAddress, newWindow, pages, visit } from "./book.mjs";

const marked = (page, value) => page.evaluate((current) =>
  [...document.querySelectorAll(`.contents-wide [aria-current="${current}"]`)].map((link) => link.getAttribute("href")), value);

// The page has come to rest there, and the contents have heard of it.
function settled(page, target) {
  return page.waitForFunction((href) => document.querySelector(".contents-wide [aria-current=location]")?.getAttribute("href") === href, target,
    { timeout: 4000 }).then(() => true, () => false);
}

export default async function (browser) {
  for (const name of chapters) {
    await ask(`do the contents of ${name} mark the chapter, and the section as it is read?`, async () => {
      const wrong = [];
      const page = await visit(browser, name, { height: 450 }); // lower than the contents are long
      const here = await marked(page, "page");
      if (`${here}` !== name) wrong.push(`the page is said to be ${here}`);
      const sections = await page.locator(".contents-wide a[href^='#']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      if (sections.length < 5) wrong.push(`only ${sections.length} sections`);
      for (const section of [sections[1], sections.at(-2), sections[0]]) {
        await page.evaluate((id) => document.getElementById(id).scrollIntoView(), section.slice(1));
        if (!await settled(page, section)) wrong.push(`at ${section}, the contents mark ${await marked(page, "location")}`);
        const inSight = await page.evaluate(() => {
          const box = document.querySelector(".contents-wide [aria-current=location]")?.getBoundingClientRect();
          return box && box.top >= 0 && box.bottom <= innerHeight;
        });
        if (!inSight) wrong.push(`at ${section}, what the contents mark is out of sight`);
      }
      await page.evaluate(() => scrollTo(0, 0));
      return wrong;
    });
  }
  await ask("do the contents show the page with scripts off, too?", async () => {
    const wrong = [];
    const page = await newWindow(browser, { javaScriptEnabled: false });
    for (const name of pages.filter((each) => !/^(?:index|search)\.html/.test(each))) {
      await page.goto(fileAddress(name));
      const list = name.startsWith("code-") ? "engine-files.html" : name.match(/^(index-of-\w+)-\w\.html$/) ? `${name.slice(0, -7)}.html` : null;
      const here = await marked(page, list ? "true" : "page");
      if (`${here}` !== (list ?? name)) wrong.push(`${name}: the page is said to be "${here}"`);
    }
    await page.context().close();
    return wrong;
  });
}
