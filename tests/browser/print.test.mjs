// On paper: all figures, and nothing that only works on a screen.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { open } from "./browser.mjs";
import { heading, kinds } from "./site.mjs";
import { visit } from "./visit.mjs";

const kind = Object.fromEntries(kinds());
const PDFTOTEXT = spawnSync("pdftotext", ["-v"]).error === undefined;
const A4 = { width: 690, height: 976 }; // CSS pixels between the margins

describe("print", () => {
  const here = visit();

  for (const name of ["KPI with SPC", "KPI with a breakdown", "KPI with bars", "dataset"].filter((name) => kind[name] !== undefined)) {
    for (const colorScheme of ["light", "dark"]) {
      test(`${name}, ${colorScheme}: /${kind[name]}`, async () => {
        const tab = await open(here.browser, { viewport: A4, colorScheme });
        await tab.emulateMedia({ media: "print", colorScheme });
        await tab.goto(here.server.base + kind[name]);
        for (const part of ["form[role=search]", ".skip", ".site-nav", "nav.contents", "main button"]) {
          assert.equal(await tab.locator(`${part}:visible`).count(), 0, `${part} is not printed`);
        }
        const tables = name === "dataset" ? "main section:not(:has([id^=preview])) table" : "main table"; // a wide preview may stay off the paper
        const rows = tab.locator(`${tables} tbody tr`);
        assert.ok(await rows.count() > 0);
        assert.equal(await rows.locator("visible=true").count(), await rows.count(), "all rows are printed");
        const cut = await tab.locator("main .table-scroll:visible").evaluateAll((areas) => areas
          .filter((area) => area.scrollHeight > area.clientHeight + 1 || area.scrollWidth > area.clientWidth + 1)
          .map((area) => `${area.getAttribute("aria-label")}: ${area.scrollWidth}x${area.scrollHeight} in ${area.clientWidth}x${area.clientHeight}`));
        assert.deepEqual(cut, [], "no table is cut off");
        const colours = await tab.evaluate(() => [document.documentElement, document.body].map((element) => getComputedStyle(element)).map((style) => [style.backgroundColor, style.color]));
        const [, [ground, ink]] = colours;
        assert.ok(/rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)/.test(ground) && Math.max(...ink.match(/\d+/g).slice(0, 3)) < 80, `dark on white: ${colours}`);
        assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, "the page fits its paper");
        await tab.context().close();
      });
    }

    test(`${name} as PDF: /${kind[name]}`, async () => {
      const tab = await open(here.browser);
      await tab.goto(here.server.base + kind[name]);
      const cells = await tab.locator(name === "dataset" ? "section:has([id^=dictionary]) table" : "main table").first().locator("tbody tr").last().locator("th, td").allInnerTexts();
      const pdf = await tab.pdf({ format: "A4" });
      await tab.context().close();
      assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
      assert.ok(pdf.length > 10_000);
      if (!PDFTOTEXT) return;
      const text = squeeze(execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" }));
      assert.ok(text.includes(squeeze(heading(kind[name]))), "the heading");
      for (const word of cells.flatMap((cell) => cell.match(/[\p{L}\d.,%]+/gu) ?? [])) assert.ok(text.includes(word), `the last row of the first table: ${word}`);
      assert.ok(!text.includes(squeeze("Skip to main content")));
    });
  }
});

function squeeze(text) {
  return text.replace(/\s+/g, "");
}
