// Nothing that a page asks for lies outside the book.
import { ask, fileAddress, pages, samples, serve, visit } from "./book.mjs";

export default async function (browser) {
  const server = await serve();
  for (const [way, base, visited] of [["file", fileAddress(""), pages], ["http", server.address, samples]]) {
    await ask(`does no page ask for anything outside the book, over ${way}?`, async () => {
      const wrong = [];
      const page = await visit(browser, visited[0], { base });
      const asked = (request) => {
        const address = request.url();
        if (!address.startsWith(base) && !address.startsWith("data:")) wrong.push(`${page.url()} asks for ${address}`);
      };
      const answered = (response) => {
        if (response.status() >= 400) wrong.push(`${response.url()}: ${response.status()}`);
      };
      const failed = (request) => wrong.push(`${request.url()}: ${request.failure().errorText}`);
      const said = (message) => {
        if (message.type() === "error") wrong.push(`${page.url()}, the console says: ${message.text()}`);
      };
      const listeners = { request: asked, response: answered, requestfailed: failed, console: said };
      for (const [event, listener] of Object.entries(listeners)) page.on(event, listener);
      let fetched = 0;
      page.on("requestfinished", () => fetched++);
      for (const name of visited) await visit(browser, name, { base });
      for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
      if (fetched < 2 * visited.length) wrong.push(`only ${fetched} requests were seen on ${visited.length} pages`);
      return wrong;
    });
  }
  server.close();
}
