// A site that stopped building turns overdue by itself, in the reader's browser.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { datasets, fileOf, kinds, kpis, read } from "./site.mjs";
import { visit } from "./visit.mjs";

const BADGE = /class="status status-(current|due)"[^>]*data-expected="(\d{4}-\d\d-\d\d)"/;
const DAY = 86_400_000;
const live = datasets().find((page) => BADGE.test(read(fileOf(page))));
const [, word, expected] = live ? BADGE.exec(read(fileOf(live))) : [];
const after_ = (days) => new Date(Date.parse(`${expected}T12:00:00Z`) + days * DAY);

describe("freshness", { skip: live ? false : "no dataset is current with a next update" }, () => {
  const here = visit();

  async function badge(page, time, options) {
    const tab = await open(here.browser, options);
    if (options?.javaScriptEnabled !== false) await tab.clock.setFixedTime(time);
    await tab.goto(here.server.base + page);
    const first = tab.locator(`[data-expected="${expected}"]`).first();
    const shown = { text: (await first.innerText()).trim(), name: /status-(\w+)/.exec(await first.getAttribute("class"))[1], sign: await first.locator("svg").innerHTML() };
    assert.deepEqual(tab.troubles, []);
    await tab.context().close();
    return shown;
  }

  test("on the day before the next update the badge is as it was built", async () => {
    assert.equal((await badge(live, after_(-1))).name, word);
  });

  test("on the day itself and the day of grace nothing is overdue", async () => {
    for (const days of [0, 1]) assert.notEqual((await badge(live, after_(days))).name, "overdue", `${days} days after`);
  });

  test("then it turns overdue, in words, colour and sign", async () => {
    const before = await badge(live, after_(-1));
    for (const days of [2, 40, 400]) {
      const shown = await badge(live, after_(days));
      assert.deepEqual([shown.name, shown.text], ["overdue", "Overdue"], `${days} days after ${expected}`);
      assert.notEqual(shown.sign, before.sign, "the sign changes too");
    }
  });

  test("without JavaScript it stays as it was built", async () => {
    assert.equal((await badge(live, after_(40), { javaScriptEnabled: false })).name, word);
  });

  test("a badge that was built overdue, or is no longer updated, stays so", async () => {
    const tab = await open(here.browser);
    await tab.clock.setFixedTime(after_(-1));
    await tab.goto(`${here.server.base}datasets/`);
    const built = [...read("datasets/index.html").matchAll(/class="status status-(\w+)"/g)].map((match) => match[1]);
    const shown = await tab.locator(".status").evaluateAll((all) => all.map((element) => /status-(\w+)/.exec(element.className)[1]));
    built.forEach((name, at) => {
      if (name === "retired" || name === "overdue") assert.equal(shown[at], name);
    });
    await tab.context().close();
  });

  const others = [["home", ""], ["list of datasets", "datasets/"], ["assurance", Object.fromEntries(kinds()).assurance], ["KPI", kpis().find((page) => read(fileOf(page)).includes(`data-expected="${expected}"`))]];
  for (const [name, page] of others.filter(([, page]) => page !== undefined && read(fileOf(page)).includes(`data-expected="${expected}"`))) {
    test(`the same badge on another page agrees: ${name}`, async () => {
      assert.equal((await badge(page, after_(40))).text, "Overdue");
    });
  }
});
