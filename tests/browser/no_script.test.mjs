// Journeys without JavaScript: the pages are whole.
import { before, describe, test } from "node:test";
import assert from "node:assert/strict";
import fs from "node:fs";
import { open } from "./browser.mjs";
import { exists, heading, kinds, kpis, read } from "./site.mjs";
import { visit } from "./visit.mjs";

const kind = Object.fromEntries(kinds());

describe("without JavaScript", () => {
  const here = visit();
  let tab;
  before(async () => {
    tab = await open(here.browser, { javaScriptEnabled: false });
  });

  test("home, list of datasets, dataset, download", async () => {
    await tab.goto(here.server.base);
    await tab.locator("nav a[href$='datasets/index.html']").first().click();
    assert.equal(await tab.locator("h1").textContent(), heading("datasets/"));
    const link = tab.locator("main li a[href*='datasets/']").first();
    const name = await link.textContent();
    await link.click();
    assert.equal(await tab.locator("h1").textContent(), name);
    await tab.locator("tbody tr").first().waitFor();
    const [download] = await Promise.all([tab.waitForEvent("download"), tab.locator("a[download][href$='.csv']").first().click()]);
    const path = new URL(download.url()).pathname.replace("/a/b/", "");
    assert.equal(fs.readFileSync(await download.path(), "utf8"), read(path));
    assert.deepEqual(tab.troubles, []);
  });

  test("all KPIs are in a table with their figures", async () => {
    await tab.goto(`${here.server.base}kpis/`);
    const board = tab.locator("main table");
    assert.equal(await board.count(), 1);
    assert.equal(await board.locator("thead").isVisible(), true);
    assert.equal(await board.locator("tbody tr:visible").count(), await board.locator("tbody tr").count());
    assert.equal(await board.locator("tbody tr").count() > 0, true);
    assert.equal(await tab.locator("[data-board] select:visible, [data-board] [type=radio]:visible").count(), 0, "what does not work is not shown");
    assert.deepEqual(await tab.locator("main button:visible").allTextContents(), ["Search all KPIs"]);
    await tab.fill("[data-board] [name=q]", "waiting");
    await tab.keyboard.press("Enter");
    await tab.waitForURL("**/search/index.html?q=waiting");
  });

  test("a KPI has its chart, its table and its download", { skip: kpis().length ? false : "no KPI" }, async () => {
    await tab.goto(here.server.base + (kind["KPI with SPC"] ?? kpis()[0]));
    assert.ok(await tab.locator("svg[role=img]").first().isVisible());
    assert.ok(await tab.locator("main table tbody tr").first().isVisible());
    assert.ok(await tab.locator("a[download]").first().isVisible());
    assert.equal(await tab.locator("main button:visible").count(), 0, "what does not work is not shown");
  });

  test("the search page says why it is empty, and leads to every list", async () => {
    await tab.goto(here.server.base);
    await tab.fill("input[name=q]", "waiting");
    await tab.keyboard.press("Enter");
    await tab.waitForURL("**/search/index.html?q=waiting");
    assert.match(await tab.locator("noscript").first().innerText(), /needs JavaScript/);
    assert.ok(await tab.locator("noscript").first().isVisible());
    for (const list of ["datasets", "kpis", "fields", "themes", "publishers"]) {
      const link = tab.locator(`main a[href$="${list}/index.html"]`).first();
      assert.ok(await link.isVisible(), list);
      assert.ok(exists(`${list}/index.html`), list);
    }
    assert.equal(await tab.locator("main button:visible").count() <= 1, true, "only the button of the form");
  });

  test("themes, publishers and columns lead to datasets", async () => {
    for (const list of ["themes", "publishers", "fields"]) {
      await tab.goto(`${here.server.base}${list}/`);
      await tab.locator(`main a[href*="${list}/"][href$="/index.html"]`).first().click();
      await tab.locator("main a[href*='datasets/']").first().waitFor();
    }
    assert.deepEqual(tab.troubles, []);
  });
});
