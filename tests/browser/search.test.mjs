// Search: on a host, below a sub-path with the strict policy, and from a folder on disk.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { launch, open, sideways, violations } from "./browser.mjs";
import { serve } from "./server.mjs";
import { SHIPPED, SITE, datasets, fileOf, heading, kinds, pages } from "./site.mjs";

const MOST_BYTES = 60_000; // of the index, for a query
const kind = Object.fromEntries(kinds());
const target = datasets().find((page) => longest(page).length > 6) ?? datasets()[0];
const word = longest(target);
const slip = word[0] + word[1] + word[3] + word[2] + word.slice(4); // two letters swapped

function longest(page) {
  return heading(page).toLowerCase().match(/[a-z]+/g).reduce((a, b) => (b.length > a.length ? b : a));
}

const count = (text) => Number(text.replaceAll(",", ""));
const status = (tab) => tab.locator("[data-search-status]").textContent();
const links = (tab) => tab.locator("[data-search-results] h3 a");
const answered = (tab, query) => tab.waitForFunction(
  (query) => document.querySelector("[data-search-results]").dataset.query === query,
  query,
);

async function ask(tab, query) {
  await tab.fill("input[name=q]", "");
  await tab.locator("input[name=q]").pressSequentially(query);
  await answered(tab, query);
}

describe("search", { skip: kind.search ? false : "the site has no search" }, () => {
  let browser;
  const servers = [];
  const roots = {};
  before(async () => {
    browser = await launch();
    servers.push(await serve(SITE, "/"), await serve(SITE, "/a/b/"));
    roots["at /"] = servers[0].base;
    roots["below /a/b/"] = servers[1].base;
    roots["from a folder"] = `${pathToFileURL(SITE)}/`;
  });
  after(async () => {
    await browser?.close();
    await Promise.all(servers.map((server) => server.close()));
  });

  for (const place of ["at /", "below /a/b/", "from a folder"]) {
    test(`${place}: typing finds, results are in groups, Enter opens`, async () => {
      const tab = await open(browser);
      await tab.goto(`${roots[place]}search/index.html`);
      await ask(tab, word);
      assert.match(await status(tab), /^[\d,]+ datasets?\b/);
      const groups = await tab.locator("[data-search-results] section h2").allTextContents();
      assert.match(groups[0], /^Datasets \([\d,]+\)$/);
      if (SHIPPED) {
        await ask(tab, "waiting");
        const titles = await tab.locator("[data-search-results] section h2").allTextContents();
        assert.deepEqual(titles.map((title) => title.replace(/ \([\d,]+\)$/, "")), ["Datasets", "Columns", "KPIs", "Guidance"]);
      }
      await ask(tab, heading(target));
      await tab.keyboard.press("ArrowDown");
      await tab.keyboard.press("Enter");
      await tab.waitForURL(`${roots[place]}${fileOf(target)}`);
      assert.equal(await tab.locator("h1").textContent(), heading(target));
      assert.deepEqual(tab.troubles, []);
      await tab.context().close();
    });

    test(`${place}: the form of another page leads here, and ?q= is answered`, async () => {
      const tab = await open(browser);
      await tab.goto(roots[place] + fileOf(target));
      await tab.focus("input[name=q]");
      await tab.keyboard.type(word);
      await tab.keyboard.press("Enter");
      await tab.waitForURL(`${roots[place]}search/index.html?q=${word}`);
      await answered(tab, word);
      assert.equal(await tab.inputValue("input[name=q]"), word);
      assert.ok((await links(tab).allTextContents()).includes(heading(target)));
      assert.deepEqual(tab.troubles, []);
      await tab.context().close();
    });

    test(`${place}: a beginning and a slip of the pen find the same`, async () => {
      const tab = await open(browser);
      await tab.goto(`${roots[place]}search/index.html`);
      await ask(tab, word.slice(0, 4));
      assert.ok((await links(tab).allTextContents()).includes(heading(target)), word.slice(0, 4));
      await ask(tab, slip);
      assert.ok((await links(tab).allTextContents()).includes(heading(target)), slip);
      assert.match(await status(tab), /Showing results for “/, "it says what it did");
      await ask(tab, "qqqqxxzz");
      assert.match(await status(tab), /^No results for “qqqqxxzz”\.$/);
      assert.equal(await links(tab).count(), 0);
      assert.deepEqual(tab.troubles, []);
      await tab.context().close();
    });

    test(`${place}: facets narrow, their counts come true`, async () => {
      const tab = await open(browser);
      await tab.goto(`${roots[place]}search/index.html`);
      await answered(tab, "");
      const facets = await tab.locator("[data-search-facets] summary").allTextContents();
      assert.deepEqual(facets, ["Update status", "Publisher", "Theme", "Frequency", "Format"]);
      const before = count(/^[\d,]+/.exec(await status(tab))[0]);
      assert.equal(before, datasets().length, "without words the whole catalogue is listed");
      const labels = await tab.locator("[data-search-facets] label:visible").elementHandles(); // the list itself changes with each choice
      let narrowed = 0;
      for (const label of labels) {
        if (narrowed === 6) break;
        const promised = count(/\(([\d,]+)\)\s*$/.exec(await label.textContent())[1]);
        if (promised === before) continue;
        await (await label.$("input")).check();
        await tab.waitForFunction((words) => document.querySelector("[data-search-status]").textContent.includes(words), "without filters");
        assert.equal(count(/^[\d,]+/.exec(await status(tab))[0]), promised, await label.textContent());
        // The first five are shown before the rest.
        const shown = (many) => document.querySelectorAll("[data-search-results] section:first-of-type li").length === many;
        await tab.waitForFunction(shown, Math.min(promised, 10));
        await (await label.$("input")).uncheck();
        await tab.waitForFunction((words) => !document.querySelector("[data-search-status]").textContent.includes(words), "without filters");
        narrowed += 1;
      }
      assert.ok(narrowed > 0, "some value leaves fewer datasets");
      assert.deepEqual(tab.troubles, []);
      await tab.context().close();
    });
  }

  test("words and filters are in the address, and come back from it", async () => {
    const tab = await open(browser);
    await tab.goto(`${roots["below /a/b/"]}search/index.html`);
    await ask(tab, word);
    await tab.locator("[data-search-facets] label:visible input").first().check();
    await tab.waitForURL(/\?q=[^&]+&freshness=\w+/);
    const said = await status(tab);
    await tab.reload();
    await answered(tab, word);
    assert.equal(await status(tab), said);
    assert.equal(await tab.locator("[data-search-facets] input:checked").count(), 1);
    assert.deepEqual(tab.troubles, []);
    await tab.context().close();
  });

  test("every result leads to a page, and every dataset is found by its title", async () => {
    const tab = await open(browser);
    await tab.goto(`${roots["below /a/b/"]}search/index.html`);
    const known = new Set(pages().map(fileOf));
    for (const page of datasets().slice(0, 20)) {
      await tab.fill("input[name=q]", heading(page));
      await answered(tab, heading(page));
      assert.equal(await links(tab).first().textContent(), heading(page));
      for (const href of await links(tab).evaluateAll((all) => all.map((link) => link.href))) {
        assert.ok(known.has(href.slice(roots["below /a/b/"].length)), href);
      }
    }
    await tab.context().close();
  });

  test("the number of results is said to a screen reader once typing has stopped", async () => {
    const tab = await open(browser);
    await tab.goto(`${roots["below /a/b/"]}search/index.html`);
    await ask(tab, word);
    const said = await status(tab);
    await tab.waitForFunction((said) => [...document.querySelectorAll("[role=status]")].some((live) => live.textContent === said), said);
    await tab.context().close();
  });

  test(`a query loads at most ${MOST_BYTES} bytes of the index`, async (t) => {
    const [, server] = servers;
    for (const query of [word, slip, heading(target)]) {
      server.log.length = 0;
      const tab = await open(browser);
      await tab.goto(`${server.base}search/index.html?q=${encodeURIComponent(query)}`);
      await answered(tab, query);
      const bytes = server.log.filter(({ path }) => /^search\/.*\.js$/.test(path)).reduce((sum, { bytes }) => sum + bytes, 0);
      t.diagnostic(`${query}: ${bytes} bytes`);
      assert.ok(bytes > 0 && bytes <= MOST_BYTES, `${query}: ${bytes} bytes`);
      await tab.context().close();
    }
  });

  test("an answer comes without another file once its files are loaded", async (t) => {
    const tab = await open(browser);
    await tab.goto(`${roots["below /a/b/"]}search/index.html`);
    await ask(tab, word);
    const times = [];
    servers[1].log.length = 0;
    for (let run = 0; run < 5; run += 1) {
      await tab.fill("input[name=q]", "");
      await answered(tab, "");
      times.push(await tab.evaluate((word) => new Promise((done) => {
        const results = document.querySelector("[data-search-results]");
        const input = document.querySelector("input[name=q]");
        const start = performance.now();
        new MutationObserver(() => {
          if (results.dataset.query === word) done(performance.now() - start);
        }).observe(results, { attributes: true });
        input.value = word;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }), word));
    }
    t.diagnostic(`${times.map((time) => time.toFixed(1)).join(", ")} ms`); // a figure to read: what it is depends on the machine
    // The icon is fetched whenever the browser likes.
    assert.deepEqual(servers[1].log.filter(({ path }) => path.startsWith("search/")), []);
    await tab.context().close();
  });

  for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [320, "light"], [320, "dark"]]) {
    test(`results pass the auditor, ${width} px, ${colorScheme}`, async () => {
      const tab = await open(browser, { viewport: { width, height: 900 }, colorScheme });
      for (const page of ["search/index.html", "index.html"]) {
        await tab.goto(roots["below /a/b/"] + page);
        await ask(tab, word);
        assert.ok(await links(tab).count() > 0);
        assert.deepEqual(await violations(tab), [], page);
        assert.equal(await sideways(tab), null, page);
      }
      assert.deepEqual(tab.troubles, []);
      await tab.context().close();
    });
  }
});
