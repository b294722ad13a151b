// What a chart and a page say, against the CSV offered beside them: computed here by other code.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { SHIPPED, fileOf, kinds, kpi, kpis, read } from "./site.mjs";
import { visit } from "./visit.mjs";

/** The definitions of some KPIs of the portal that ships, written out by hand. */
const COMPUTED = {
  "ae-attendances": { period: "period", value: (rows) => sum(rows, "attendances") },
  "emergency-admissions": { period: "period", value: (rows) => sum(rows, "admissions") },
  "four-hour-performance": {
    period: "period",
    value: (rows) => 100 * (1 - sum(rows, "breaches") / sum(rows, "attendances")),
  },
  "weekly-deaths": {
    period: "date",
    where: (row) => row.category_1 === "Total deaths" && row.category_2 === "all ages",
    value: (rows) => sum(rows, "counts"),
  },
  "dna-rate": {
    period: "month",
    where: (row) => row.practice_name === "All practices",
    value: (rows) => 100 * sum(rows, "did_not_attend") / sum(rows, "booked"),
  },
};

const sum = (rows, column) => rows.reduce((total, row) => total + Number(row[column]), 0);
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** The rows of a CSV by RFC 4180. */
function csv(text) {
  const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/g)];
  const lines = [[]];
  for (const [whole, cell, end] of cells) {
    if (whole === "") break;
    lines.at(-1).push(cell.startsWith("\"") ? cell.slice(1, -1).replaceAll("\"\"", "\"") : cell);
    if (end === "\n") lines.push([]);
  }
  const [head, ...rows] = lines.filter((line) => line.length > 1 || line[0]);
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
}

/** A figure as the house style writes it, but for its unit. */
function written(value, decimals, unit) {
  const digits = Math.abs(value).toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const sign = value < 0 ? "\u2212" : "";
  if (unit === "percent") return `${sign}${digits}%`;
  return unit === "£" ? `${sign}£${digits}` : `${sign}${digits}`;
}

/** The month of a period as the pages write it: `2019-03-01` is March 2019. */
const month = (period) => `${MONTHS[Number(period.slice(5, 7)) - 1]} ${period.slice(0, 4)}`;

const close = (a, b) => (a === null || b === null ? a === b : Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)));

/** WCAG's contrast of two colours as `rgb(...)`. */
function contrast(...colours) {
  const [light, dark] = colours.map((colour) => {
    const parts = colour.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05;
  }).sort((a, b) => b - a);
  return light / dark;
}

describe("figures", () => {
  const here = visit();

  for (const [id, definition] of Object.entries(COMPUTED)) {
    test(`${id}: page, chart, table and JSON agree with the CSV`, { skip: SHIPPED ? false : "another site was given" }, async () => {
      const page = `kpis/${id}/`;
      const data = kpi(page);
      const tab = await open(here.browser);
      await tab.goto(here.server.base + page);
      const file = await tab.locator("main a[download][href*='/datasets/'][href$='.csv']").first().getAttribute("href");
      const rows = csv(await (await tab.request.get(new URL(file, tab.url()).href)).text()).filter(definition.where ?? (() => true));
      const periods = [...new Set(rows.map((row) => row[definition.period]))].sort();
      const series = periods.map((period) => [period, definition.value(rows.filter((row) => row[definition.period] === period))]);

      assert.equal(data.series.length, series.length);
      data.series.forEach(({ period, value }, at) => {
        assert.ok(period.startsWith(series[at][0]) && close(value, series[at][1]), `${period}: JSON ${value}, CSV ${series[at]}`);
      });

      const figures = series.map(([period, value]) => [period, value === null ? null : written(value, data.decimals, data.unit)]);
      const [last, latest] = figures.at(-1);
      assert.ok((await tab.locator(".headline .figure").innerText()).startsWith(latest), "the big number");
      const title = await tab.locator("svg[role=img] > title").first().textContent();
      const always = /(met|missed) the target of \S+ in all (\d+) (?:periods|months|weeks)/.exec(title);
      const better = (value) => (data.better === "higher" ? value >= data.target : value <= data.target);
      const isComplete = (at) => data.series[at].without === undefined;
      const values = series.filter((_, at) => isComplete(at)).map(([, value]) => value).filter((value) => value !== null);
      if (always) assert.ok(values.length === Number(always[2]) && values.every((value) => better(value) === (always[1] === "met")), title);
      else assert.ok(title.includes(latest), `the chart's finding: ${title}`);
      const table = await tab.locator("section:has(#table) tbody tr").evaluateAll((all) => all.map((row) => [row.cells[0].textContent, row.cells[1].textContent.trim()]));
      assert.equal(table.length, figures.length);
      const expected = figures.toReversed();
      table.forEach(([, figure], at) => {
        if (expected[at][1] === null) assert.match(figure, /^\[/, expected[at][0]);
        else assert.equal(figure, expected[at][1], expected[at][0]);
      });
      if (definition.period !== "date") assert.ok(table[0][0].startsWith(month(last)), table[0][0]);

      const points = await tab.locator("svg[role=img] .dot title").allTextContents();
      const partial = new Map(data.series.filter(({ without }) => without).map(({ period, without }) => [period, ` (without ${without.join(" and ")})`]));
      const shown = figures.filter(([, figure]) => figure !== null);
      if (points.length > 0) {
        assert.equal(points.length, shown.length, "a point for every figure, none for a gap");
        points.forEach((text, at) => assert.ok(text.replace(" (provisional)", "").startsWith(`${month(shown[at][0])}${partial.get(shown[at][0]) ?? ""}: ${shown[at][1]}`), `${text} is not ${shown[at]}`));
      }
      await tab.context().close();
    });
  }

  for (const page of kpis()) {
    test(`${page}: big number, chart and table say what the JSON says`, async () => {
      const { value, decimals, unit, series } = kpi(page);
      const tab = await open(here.browser);
      await tab.goto(here.server.base + page);
      if (value !== null) {
        const latest = written(value, decimals, unit);
        assert.ok((await tab.locator(".headline .figure").innerText()).startsWith(latest), `the big number is not ${latest}`);
        const row = tab.locator("section:has(#table) tbody tr").first();
        if (await row.count() > 0 && series.at(-1).value !== null) assert.equal((await row.locator("td").first().innerText()).trim(), latest);
      }
      const chart = tab.locator("main svg[role=img]").first();
      if (await chart.count() > 0) {
        const name = await chart.locator("> title").textContent();
        const description = await chart.locator("> desc").textContent();
        assert.ok(name.length > 20, `a finding: ${name}`);
        assert.ok(/\d/.test(description) && /[a-z]{3,}\b.*\./.test(description), `a description in words: ${description}`);
        assert.ok(!/NaN|undefined|null|Infinity/.test(await chart.innerHTML()));
      }
      await tab.context().close();
    });

    test(`${page}: text in charts is at least 12 px at 320 px, horizontal, and inside the page`, async () => {
      const tab = await open(here.browser, { viewport: { width: 320, height: 900 } });
      await tab.goto(here.server.base + page);
      const texts = await tab.locator("main svg text").evaluateAll((all) => all.filter((text) => text.checkVisibility()).map((text) => {
        const { a, b } = text.getScreenCTM();
        const box = text.getBoundingClientRect();
        return { words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b), level: b === 0, inside: box.left >= 0 && box.right <= window.innerWidth };
      }));
      assert.deepEqual(texts.filter(({ size, level, inside }) => size < 12 || !level || !inside), []);
      await tab.context().close();
    });
  }

  for (const [, page] of kinds().filter(([kind, page]) => kind.startsWith("KPI") && page !== undefined)) {
    for (const colorScheme of ["light", "dark"]) {
      test(`${page}: text in charts has a contrast of 4.5, ${colorScheme}`, async () => { // axe does not look into SVG
        const tab = await open(here.browser, { colorScheme });
        await tab.goto(here.server.base + page);
        for (const width of [1280, 320]) {
          await tab.setViewportSize({ width, height: 900 });
          const { ground, texts } = await tab.evaluate(() => ({
            ground: getComputedStyle(document.body).backgroundColor,
            texts: [...document.querySelectorAll("main :is(figure, .multiples) svg[role=img] text")].filter((text) => text.checkVisibility()).map((text) => {
              const { fill, stroke, paintOrder } = getComputedStyle(text);
              const covered = stroke !== "none" && !paintOrder.startsWith("stroke"); // the halo lies over the letters
              return [text.textContent, covered ? stroke : fill];
            }),
          }));
          assert.ok(texts.length > 0, "the chart has words");
          assert.deepEqual(texts.filter(([, ink]) => contrast(ink, ground) < 4.5), [], `on ${ground} at ${width} px`);
        }
        await tab.context().close();
      });
    }
  }

  const taken = kpis().find((page) => /<a[^>]+href="[^"]+\.svg"/.test(read(fileOf(page)).split("<main")[1]));
  test("a chart taken away as SVG stands alone", { skip: taken ? false : "no chart has a download as SVG" }, async () => {
    const tab = await open(here.browser);
    await tab.goto(here.server.base + taken);
    const name = await tab.locator("main svg[role=img] > title").first().textContent();
    const address = await tab.locator("main a[href$='.svg']").first().evaluate((link) => link.href);
    await tab.goto(address);
    const root = await tab.evaluate(() => ({ name: document.documentElement.localName, space: document.documentElement.namespaceURI, title: document.querySelector("title").textContent, height: document.documentElement.getBoundingClientRect().height }));
    assert.deepEqual([root.name, root.space, root.title], ["svg", "http://www.w3.org/2000/svg", name]);
    assert.ok(root.height > 100, `${root.height} px high`);
    const missing = here.server.log.filter(({ path, status }) => status === 404 && !path.endsWith("favicon.ico")); // a browser asks for it beside a picture
    assert.deepEqual(missing, []);
    await tab.context().close();
  });

  for (const page of kpis().filter((page) => read(fileOf(page)).includes("chart-bar"))) {
    test(`${page}: bars are as long as their figures`, async () => {
      const tab = await open(here.browser);
      await tab.goto(here.server.base + page);
      const values = Object.values(kpi(page).breakdown).map((part) => part.value).filter((value) => value !== null).sort((a, b) => a - b);
      const widths = (await tab.locator("main svg.chart-bar .bar").evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width))).sort((a, b) => a - b);
      assert.equal(widths.length, values.length, "a bar for every figure");
      values.forEach((value, at) => {
        assert.ok(Math.abs(widths[at] / widths.at(-1) - Math.abs(value) / values.at(-1)) < 0.01, `${widths} px for ${values}`);
      });
      await tab.context().close();
    });
  }
});
