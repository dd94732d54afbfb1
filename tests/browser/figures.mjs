// Drawings stand in the page, have a name, and follow its colours.
import { ask, chapters, look, samples, visit } from "./book.mjs";

// What a drawing's letters and lines look like against the page: contrast by WCAG 2.
function drawn() {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = numbers(colour).map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = luminance(getComputedStyle(document.documentElement).backgroundColor);
  const contrast = (colour) => {
    const other = luminance(colour);
    return (Math.max(paper, other) + 0.05) / (Math.min(paper, other) + 0.05);
  };
  const visible = (element, paint) => paint.startsWith("rgb") && numbers(paint)[3] !== 0
    && element.getBoundingClientRect().width + element.getBoundingClientRect().height > 0 && !element.closest("defs");
  const ink = getComputedStyle(document.querySelector("main")).color;
  return [...document.querySelectorAll("figure")].map((figure) => {
    const svg = figure.querySelector("svg");
    const words = [...(svg?.querySelectorAll("text") ?? [])].filter((text) => text.textContent.trim());
    const lines = [...(svg?.querySelectorAll("path, line, circle, ellipse, polygon, polyline, rect") ?? [])];
    return {
      id: figure.id,
      caption: figure.querySelector("figcaption")?.textContent.trim() ?? "",
      inline: Boolean(svg),
      role: svg?.getAttribute("role"),
      label: svg?.getAttribute("aria-label") ?? "",
      words: words.length,
      notInk: words.filter((text) => getComputedStyle(text).fill !== ink).map((text) => [
        text.textContent.trim(), getComputedStyle(text).fill, contrast(getComputedStyle(text).fill)]),
      faint: lines.flatMap((line) => {
        const style = getComputedStyle(line);
        return [style.stroke, style.fill].filter((paint) => visible(line, paint) && contrast(paint) < 3)
          .map((paint) => `${line.tagName} ${line.id} in ${paint}`);
      }),
      paints: lines.flatMap((line) => [getComputedStyle(line).stroke, getComputedStyle(line).fill]).join(" "),
      typeface: words.length ? getComputedStyle(words[0]).fontFamily : "",
      small: words.map((text) => [text.textContent.trim(),
          parseFloat(getComputedStyle(text).fontSize) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b)])
        .filter(([, size]) => size < 10),
    };
  });
}

function wrongWith(figure) {
  const wrong = [];
  if (!figure.inline) wrong.push("is not drawn in the page");
  if (figure.role !== "img") wrong.push(`has the role ${figure.role}`);
  if (figure.label.length < 15) wrong.push(`has the name "${figure.label}"`);
  if (!/^Figure\s\d+\.\d+\. \S/.test(figure.caption)) wrong.push(`has the caption "${figure.caption}"`);
  if (figure.inline && !figure.words) wrong.push("has no words in it");
  if (figure.words && !figure.typeface.includes("Gradus Serif")) wrong.push(`has its words in ${figure.typeface}`);
  return wrong;
}

function wrongInColour(figure) {
  return [
    ...figure.notInk.filter(([, , contrast]) => contrast < 4.5)
      .map(([text, fill, contrast]) => `the words "${text}" are in ${fill}, with a contrast of ${contrast.toFixed(1)}`),
    ...figure.faint.map((line) => `hard to see: ${line}`),
  ];
}

export default async function (browser) {
  const seen = new Map();
  for (const name of samples) {
    const page = await visit(browser, name);
    const light = await page.evaluate(drawn);
    await look(page, { width: 390, scheme: "dark" });
    seen.set(name, { light, dark: await page.evaluate(drawn) });
  }
  const everywhere = (question, wrong) => ask(question, async () => [...seen].flatMap(([name, { light, dark }]) =>
    light.flatMap((figure, i) => wrong(figure, dark[i]).map((line) => `${name}#${figure.id}: ${line}`))));

  await ask("has each chapter a figure?", async () => chapters.filter((name) => !seen.get(name).light.length));
  await everywhere("is each figure drawn in the page, with a role, a name, a caption and the book's typeface?", wrongWith);
  await everywhere("are a figure's words and lines in colours to be seen on light paper?", wrongInColour);
  await everywhere("are a figure's words and lines in colours to be seen on dark paper?", (light, dark) => wrongInColour(dark));
  await everywhere("do a figure's colours change with the page's?",
    (light, dark) => light.words && light.paints === dark.paints ? ["the same in light and dark"] : []);
  await everywhere("can a figure's words be read on a phone?",
    (light, dark) => dark.small.map(([words, size]) => `"${words}" is ${size.toFixed(1)} pixels high`));
}
