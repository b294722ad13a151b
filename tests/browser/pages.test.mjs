// Every kind of page, at two widths, light and dark: nothing that an auditor, a phone or a strict policy would object to.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { open, sideways, violations } from "./browser.mjs";
import { SHIPPED, kinds } from "./site.mjs";
import { visit } from "./visit.mjs";

describe("pages", { concurrency: 3 }, () => {
  const here = visit();

  test("the portal that ships has every kind of page", { skip: SHIPPED ? false : "another site was given" }, () => {
    assert.deepEqual(kinds().filter(([, page]) => page === undefined), []);
  });

  for (const [kind, page] of kinds().filter(([, page]) => page !== undefined)) {
    for (const width of [1280, 320]) {
      describe(`${kind}, ${width} px`, { concurrency: 1 }, () => { // loaded once: a page takes its colours without a new load
        let tab;
        before(async () => {
          tab = await open(here.browser, { viewport: { width, height: 900 } });
          await tab.goto(here.server.base + page, { waitUntil: page === "search/" ? "networkidle" : "load" });
        });
        after(() => tab?.context().close());

        for (const colorScheme of ["light", "dark"]) {
          test(`${kind}, ${width} px, ${colorScheme}: /${page}`, async () => {
            await tab.emulateMedia({ colorScheme });
            const found = [...tab.troubles, ...await violations(tab)];
            const over = await sideways(tab);
            if (over) found.push(`scrolls sideways by ${over}`);
            assert.equal(await tab.locator("h1").count(), 1, "one h1");
            assert.equal(await tab.evaluate(() => getComputedStyle(document.documentElement).colorScheme.includes("dark")), true, "dark colours are stated");
            assert.deepEqual(found, []);
          });
        }
      });
    }
  }

  test("dark pages are dark", async () => {
    const tab = await open(here.browser, { colorScheme: "dark" });
    await tab.goto(here.server.base);
    const ground = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number));
    assert.ok(Math.max(...ground.slice(0, 3)) < 60, `the ground is rgb(${ground})`);
    await tab.context().close();
  });

  test("an address that is not there gets the page for it, with its styles", async () => {
    const tab = await open(here.browser);
    const answer = await tab.goto(`${here.server.base}no/such/page`);
    assert.equal(answer.status(), 404);
    assert.deepEqual(tab.troubles.filter((trouble) => !trouble.includes("404")), []);
    assert.equal(await tab.locator("a[href$='index.html']").count() > 0, true);
    assert.deepEqual(here.server.log.filter(({ path, status }) => status === 404 && path !== "no/such/page"), []);
    await tab.context().close();
  });
});
