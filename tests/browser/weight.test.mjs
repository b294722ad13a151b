// What a page weighs, uncompressed, and what the first paint waits for.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { datasets, fileOf, kinds, read } from "./site.mjs";
import { visit } from "./visit.mjs";

const kB = 1000;
const MOST = { page: 60 * kB, css: 30 * kB, js: 20 * kB };
const size = (file) => Buffer.byteLength(read(file));
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) / 2)];

describe("weight", () => {
  const here = visit();

  test(`a typical dataset's page is under ${MOST.page} bytes with its style sheet and script`, (t) => {
    const shared = size("assets/style.css") + size("assets/site.js");
    const sizes = datasets().map((page) => [page, size(fileOf(page)) + shared]);
    for (const [page, bytes] of sizes) t.diagnostic(`${bytes} bytes ${page}`);
    assert.ok(median(sizes.map(([, bytes]) => bytes)) < MOST.page, sizes.map(([page, bytes]) => `${page} ${bytes}`).join("\n"));
  });

  test(`the style sheet is under ${MOST.css} bytes`, () => {
    assert.ok(size("assets/style.css") < MOST.css, `${size("assets/style.css")} bytes`);
  });

  for (const [kind, page] of kinds().filter(([, page]) => page !== undefined)) {
    test(`${kind}: at most ${MOST.js} bytes of scripts, one style sheet before the first paint: /${page}`, async () => {
      const tab = await open(here.browser);
      here.server.log.length = 0;
      await tab.goto(here.server.base + page, { waitUntil: "load" });
      const blocking = await tab.evaluate(() => performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name));
      const files = blocking.map((address) => address.slice(here.server.base.length));
      assert.deepEqual(files, ["assets/style.css"]);
      const scripts = await tab.locator("script[src]").evaluateAll((all) => all.map((script) => script.src));
      const code = scripts.map((address) => new URL(address).pathname.slice(new URL(here.server.base).pathname.length)).filter((file) => file.startsWith("assets/"));
      const bytes = code.reduce((sum, file) => sum + size(file), 0);
      assert.ok(bytes < MOST.js, `${bytes} bytes: ${code.join(", ")}`);
      assert.equal(await tab.locator("script:not([src]), style, [style], [onclick], [onload]").count(), 0, "nothing inline");
      await tab.context().close();
    });
  }
});
