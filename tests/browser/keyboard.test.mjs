// Journeys without a mouse.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { datasets, heading, kinds, kpis, read, fileOf } from "./site.mjs";
import { visit } from "./visit.mjs";

const kind = Object.fromEntries(kinds());
const focused = (tab) => tab.evaluate(() => {
  const element = document.activeElement;
  return `${element.tagName.toLowerCase()} ${element.getAttribute("href") ?? element.id ?? ""} ${element.textContent.trim().slice(0, 40)}`;
});

/** Presses Tab until `selector` has the focus. */
async function tabTo(tab, selector, most = 200) {
  for (let presses = 0; presses < most; presses += 1) {
    await tab.keyboard.press("Tab");
    if (await tab.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  assert.fail(`${selector} was not reached with ${most} presses of Tab`);
}

describe("keyboard", () => {
  const here = visit();
  let tab;
  const go = async (page) => {
    await tab?.context().close();
    tab = await open(here.browser);
    await tab.goto(here.server.base + page);
  };

  test("the first Tab shows a link that skips to the content", async () => {
    await go(kind.dataset);
    await tab.keyboard.press("Tab");
    assert.match(await focused(tab), /#main Skip to main content/);
    const box = await tab.locator(":focus").boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.width > 40 && box.height > 20, "it is seen");
    await tab.keyboard.press("Enter");
    // The address changes a moment after the key.
    await tab.waitForURL(/#main$/);
    await tab.keyboard.press("Tab");
    assert.ok(await tab.evaluate(() => document.querySelector("main").contains(document.activeElement)), await focused(tab));
  });

  for (const name of ["KPI with SPC", "KPI with a breakdown", "dataset", "board of KPIs", "search", "home"].filter((name) => kind[name] !== undefined)) {
    test(`Tab goes through the whole page, in order, and the focus is always seen: ${name}`, async () => {
      await go(kind[name]);
      const count = await tab.evaluate(() => {
        const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
        const shown = stops.filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
        const groups = new Set(); // radio buttons of a name are one stop
        const reached = shown.filter((element) => element.type !== "radio" || (!groups.has(element.name) && groups.add(element.name)));
        reached.forEach((element, number) => { element.dataset.stop = number; });
        return reached.length;
      });
      assert.ok(count > 8, `only ${count} stops`);
      const troubles = [];
      for (let expected = 0; expected < count; expected += 1) {
        await tab.keyboard.press("Tab");
        const at = await tab.evaluate(() => {
          const element = document.activeElement;
          const style = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          const stop = element.type === "radio" ? document.querySelector(`[name="${element.name}"][data-stop]`) : element;
          return {
            stop: Number(stop.dataset.stop ?? -1),
            seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
            inside: box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth,
          };
        });
        if (at.stop !== expected) troubles.push(`stop ${expected} is ${at.stop}: ${await focused(tab)}`);
        if (!at.seen) troubles.push(`no mark of focus: ${await focused(tab)}`);
        if (!at.inside) troubles.push(`out of the window: ${await focused(tab)}`);
        if (troubles.length > 5) break;
      }
      assert.deepEqual(troubles, []);
    });
  }

  test("a dataset is found and opened from the home page", async () => {
    const target = datasets()[0];
    await go("");
    await tabTo(tab, "input[name=q]");
    await tab.keyboard.type(heading(target));
    const first = tab.locator(`[data-search-results] a[href$="/${target}index.html"]`);
    // What was found for the words as far as they were typed may still be on the page.
    await tab.waitForFunction((words) => document.querySelector("[data-search-results]").dataset.query === words, heading(target));
    await tab.keyboard.press("ArrowDown");
    assert.ok(await first.evaluate((link) => link === document.activeElement), await focused(tab));
    await tab.keyboard.press("ArrowUp");
    assert.ok(await tab.evaluate(() => document.activeElement.name === "q"), "up goes back to the box");
    await tab.keyboard.press("ArrowDown");
    await tab.keyboard.press("Enter");
    await tab.waitForURL(`**/${target}index.html`);
    assert.equal(await tab.locator("h1").textContent(), heading(target));
    await tabTo(tab, "a[download]");
    assert.deepEqual(tab.troubles, []);
  });

  for (const name of ["home", "search", "dataset", "board of KPIs"].filter((name) => kind[name] !== undefined)) {
    test(`no single letter or sign acts by itself (WCAG 2.1.4): ${name}`, async () => {
      await go(kind[name]);
      const before = await focused(tab);
      for (const key of ["/", "?", "s", "j", "1"]) {
        await tab.keyboard.press(key);
        assert.equal(await focused(tab), before, key);
      }
    });
  }

  test("the board is filtered and sorted", { skip: kpis().length > 2 ? false : "fewer than three KPIs" }, async () => {
    await go(kind["board of KPIs"]);
    const titles = () => tab.locator("#board tbody tr:not([hidden]) th a").allTextContents();
    const status = tab.locator("[data-board] [role=status]");
    const all = await titles();
    await tabTo(tab, "[data-board] [name=q]");
    const word = all[0].split(/\s+/).find((word) => word.length > 4) ?? all[0];
    await tab.keyboard.type(word);
    const some = await titles();
    assert.ok(some.length > 0 && some.length < all.length, `${word} leaves ${some.length} of ${all.length}`);
    assert.equal(await status.textContent(), `${some.length} of ${all.length} KPIs`);
    await tab.keyboard.press("Control+a");
    await tab.keyboard.press("Delete");
    assert.deepEqual(await titles(), all);

    await tabTo(tab, "[name=sort]");
    await tab.keyboard.press("ArrowDown");
    assert.deepEqual(await titles(), [...all].sort((a, b) => a.localeCompare(b)));
    assert.equal(await tab.locator("#board [aria-sort=ascending]").count(), 1);

    await tabTo(tab, "[name=view]");
    await tab.keyboard.press("ArrowRight");
    assert.equal(await tab.locator("[name=view]:checked").inputValue(), "table");
    await tabTo(tab, "th button");
    await tab.keyboard.press("Enter");
    assert.deepEqual(await titles(), [...all].sort((a, b) => b.localeCompare(a)), "the heading turns the order");
    assert.equal(await tab.locator("#board [aria-sort=descending]").count(), 1);

    await tab.fill("[data-board] [name=q]", word);
    await tabTo(tab, "[data-board] button");
    await tab.keyboard.press("Enter");
    await tab.waitForURL(`**/search/index.html?q=${encodeURIComponent(word)}`);
    assert.deepEqual(tab.troubles, []);
  });

  const readable = kpis().find((page) => /data-at=/.test(read(fileOf(page))));
  test("a chart is read point by point, and says what the table says", { skip: readable ? false : "no chart over periods" }, async () => {
    await go(readable);
    await tabTo(tab, "figure[data-chart] [role=slider]");
    const slider = tab.locator("figure[data-chart] [role=slider]");
    const table = await tab.locator("#rows tbody tr[data-at]").evaluateAll((rows) => rows.map((row) => [row.cells[0].textContent, row.cells[1].textContent]).reverse());
    const said = async () => [Number(await slider.getAttribute("aria-valuenow")), await slider.getAttribute("aria-valuetext")];
    let expected = table.length;
    for (const [key, step] of [["End", Infinity], ["ArrowLeft", -1], ["ArrowDown", -1], ["Home", -Infinity], ["ArrowLeft", -1], ["ArrowRight", 1], ["PageUp", 12]]) {
      await tab.keyboard.press(key);
      expected = Math.max(1, Math.min(table.length, expected + step));
      const [now, text] = await said();
      assert.equal(now, expected, key);
      assert.ok(text.startsWith(`${table[now - 1][0]}: ${table[now - 1][1]}`), text);
      assert.equal(await tab.locator(".readout").textContent(), text, "what is heard is seen");
    }
    await tab.keyboard.press("Tab");
    assert.equal(await tab.locator(".readout").textContent(), "", "it goes with the focus");
    assert.deepEqual(tab.troubles, []);
  });

  test("the pointer reads the nearest point", { skip: readable ? false : "no chart over periods" }, async () => {
    await go(readable);
    const chart = tab.locator("figure[data-chart] svg.chart");
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    await tab.mouse.move(box.x + 1, box.y + box.height / 2);
    const oldest = await tab.locator("#rows tbody tr[data-at]").last().locator("th").textContent();
    assert.ok((await tab.locator(".readout").textContent()).startsWith(`${oldest}: `));
    assert.equal(await tab.locator("svg .reader").count(), 1);
    await tab.mouse.move(box.x, box.y - 200);
    assert.equal(await tab.locator("svg .reader").count(), 0);
  });
});
