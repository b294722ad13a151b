// Screenshots for people: node shots.mjs FOLDER [docs]
// FOLDER gets every kind of page at two widths, light and dark; with `docs`, only the picture of the README.
import fs from "node:fs";
import path from "node:path";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";
import { SITE, fileOf, heading, kinds, kpis, read } from "./site.mjs";

const [folder, what] = process.argv.slice(2);
if (!folder) {
  console.error("usage: SITE=... node shots.mjs FOLDER [docs]");
  process.exit(2);
}
fs.mkdirSync(folder, { recursive: true });
const server = await serve(SITE);
const browser = await launch();
const kind = Object.fromEntries(kinds());
const asOf = /Page built on <time datetime="([\d-]+)"/.exec(read("index.html"))?.[1];

async function shoot(file, page, options, prepare = async () => {}, picture = {}) {
  const tab = await open(browser, options);
  if (asOf) await tab.clock.setFixedTime(new Date(`${asOf}T12:00:00Z`)); // the badges of the day of the build
  await tab.goto(server.base + page, { waitUntil: "networkidle" });
  await prepare(tab);
  const { size } = fs.statSync(await tab.screenshot({ path: path.join(folder, file), ...picture }).then(() => path.join(folder, file)));
  console.log(`${file} ${Math.round(size / 1000)} kB`);
  await tab.context().close();
}

/** The word by which the first dataset's title is found best. */
const word = () => heading(kind.dataset).toLowerCase().match(/[a-z]+/g).reduce((a, b) => (b.length > a.length ? b : a));

async function type(tab, query) {
  await tab.locator("input[name=q]").pressSequentially(query);
  await tab.waitForFunction((query) => document.querySelector("[data-search-results]").dataset.query === query, query);
}

try {
  if (what === "docs") {
    const named = (page, otherwise) => (kpis().includes(page) || fs.existsSync(path.join(SITE, fileOf(page))) ? page : otherwise);
    const tall = { viewport: { width: 1280, height: 1290 } }; // the number and the chart are in one picture
    await shoot("kpi.png", named("kpis/dna-rate/", kind["KPI with SPC"]), tall);
  } else {
    for (const [name, page] of kinds().filter(([, page]) => page !== undefined)) {
      for (const width of [1280, 320]) {
        for (const colorScheme of ["light", "dark"]) {
          const file = (label) => `${label.replace(/\W+/g, "-")}-${width}-${colorScheme}.png`;
          const view = { viewport: { width, height: 900 }, colorScheme };
          await shoot(file(name), page, view, undefined, { fullPage: true });
          if (name === "search") await shoot(file("search results"), page, view, (tab) => type(tab, word()), { fullPage: true });
        }
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}
