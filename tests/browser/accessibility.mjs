// axe-core finds nothing wrong, in light and dark, on a phone and a wide screen.
import { ask, look, samples, require, unfold, visit } from "./book.mjs";

const axe = require("axe-core");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

// Of the rules only those on colours can tell dark from light.
const rules = { light: standards, dark: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

function violations(page, scheme) {
  return page.evaluate(async (runOnly) => {
    const found = await axe.run({ runOnly, resultTypes: ["violations"], preload: false });
    // axe does not read MathML: to it, a table's header that is a formula is empty.
    const isFormula = (id, target) => id === "empty-table-header" && document.querySelector(`${target} math`);
    return found.violations.flatMap(({ id, help, nodes }) => nodes
      .filter(({ target }) => !isFormula(id, target.flat().join(" ")))
      .map(({ target, any, all, none }) =>
        `${id}: ${help}: ${target.flat().join(" ")}: ${[...any, ...all, ...none].map((check) => check.message)[0] ?? ""}`));
  }, rules[scheme]);
}

export default async function (browser) {
  for (const name of samples) {
    await ask(`is ${name} accessible, narrow and wide, and in the dark?`, async () => {
      const wrong = [];
      const page = await visit(browser, name);
      await unfold(page);
      await page.evaluate(axe.source);
      for (const [width, scheme] of [[390, "light"], [1440, "light"], [1440, "dark"]]) {
        await look(page, { width, scheme });
        wrong.push(...(await violations(page, scheme)).map((line) => `${width} ${scheme}: ${line}`));
      }
      return wrong;
    });
  }
}
