// The preview in a browser: a saved file is on the screen, a broken one is named over the page, a fixed one takes that away.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { launch, open } from "./browser.mjs";

const { PROGRAM, PORTAL } = process.env; // a portal that may be edited
const DATASET = "practice-appointments";

/** Starts a preview, and waits until it sees changes. */
async function start(...more) {
  const child = spawn(PROGRAM, ["serve", "--root", PORTAL, "--port", "0", "--as-of", "2026-11-25", ...more], { stdio: ["ignore", "ignore", "pipe"] });
  const lines = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  let base;
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    base = /^preview at (\S+)/.exec(line.value)?.[1] ?? base;
    if (line.value === "watching for changes") return { base, stop: () => child.kill() };
  }
  throw new Error("the preview did not start");
}

describe("preview", { skip: PROGRAM && PORTAL ? false : "no program and portal were given" }, () => {
  let browser;
  let preview;
  let tab;
  const file = (name) => path.join(PORTAL, "datasets", DATASET, name);
  const edit = (name, from, to) => {
    const text = fs.readFileSync(file(name), "utf8");
    assert.ok(text.includes(from), `${name} has no ${from}`);
    fs.writeFileSync(file(name), text.replace(from, to));
  };
  const panel = () => tab.locator("shelfmark-findings section");

  before(async () => {
    browser = await launch();
    preview = await start("--prefix", "/data/catalogue/");
    tab = await open(browser);
    await tab.goto(`${preview.base}datasets/${DATASET}/`);
  });
  after(async () => {
    await browser?.close();
    preview?.stop();
  });

  test("a saved title is on the screen without a reload by hand, at the same place", async () => {
    await tab.evaluate(() => scrollTo(0, 700));
    edit("dataset.yaml", "title: Practice appointments", "title: Surgery appointments");
    await tab.locator("h1", { hasText: "Surgery appointments" }).waitFor();
    await tab.waitForFunction(() => scrollY === 700);
  });

  test("details that were open stay open", async () => {
    const page = path.join(PORTAL, "content/guidance/small-numbers.md");
    const template = path.join(PORTAL, "themes/default/templates/content.html");
    fs.mkdirSync(path.dirname(template), { recursive: true });
    fs.writeFileSync(template, `{% extends "base.html" %}{% block main %}<details><summary>One</summary>1</details><details><summary>Two</summary>2</details>{{ body | safe }}{% endblock main %}`);
    const other = await open(browser);
    await other.goto(`${preview.base}guidance/small-numbers/`);
    await other.locator("summary", { hasText: "Two" }).click();
    fs.appendFileSync(page, "\nA new sentence.\n");
    await other.locator("p", { hasText: "A new sentence." }).waitFor();
    // The script that opens them again runs once the page is there.
    await other.waitForFunction(() => [...document.querySelectorAll("details")].map((details) => details.open).join() === "false,true");
    await other.context().close();
    fs.rmSync(path.join(PORTAL, "themes"), { recursive: true });
  });

  test("a style sheet is swapped and the page stays", async () => {
    // A page that is loading again, as after the last test and with the first file of a theme, has no heading for a moment.
    const isColoured = (colour) => tab.waitForFunction((colour) => {
      const heading = document.querySelector("h1");
      return document.readyState === "complete" && heading && getComputedStyle(heading).color === colour;
    }, colour);
    const sheet = path.join(PORTAL, "themes/default/assets/style.css");
    fs.mkdirSync(path.dirname(sheet), { recursive: true });
    fs.writeFileSync(sheet, "h1 { color: rgb(1, 2, 3); }");
    await isColoured("rgb(1, 2, 3)");
    // A late reload after the first file of the theme may come between: then once more, with another colour.
    let stayed = false;
    for (let shade = 4; shade < 10 && !stayed; shade += 1) {
      await tab.waitForFunction(() => { window.same = true; return true; });
      fs.writeFileSync(sheet, `h1 { color: rgb(${shade}, 5, 6); }`);
      await isColoured(`rgb(${shade}, 5, 6)`);
      stayed = await tab.evaluate(() => window.same === true).catch(() => false);
    }
    assert.ok(stayed, "the page stays");
    await tab.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
    fs.rmSync(path.join(PORTAL, "themes"), { recursive: true });
    await tab.waitForFunction(() => {
      const heading = document.querySelector("h1");
      return document.readyState === "complete" && heading && !getComputedStyle(heading).color.endsWith(", 5, 6)");
    });
  });

  test("a broken file is named over the last good page, with its line and what to type", async () => {
    edit("dataset.yaml", "frequency: monthly", "frequency: sometimes");
    await panel().waitFor();
    const text = await panel().innerText();
    assert.match(text, /1 error in the way/);
    assert.match(text, new RegExp(`datasets/${DATASET}/dataset.yaml:\\d+:\\d+`));
    assert.match(text, /\^+/);
    assert.match(text, /help:.*monthly/);
    assert.equal(await tab.locator("h1").innerText(), "Surgery appointments (synthetic)", "the page behind stays");
    await panel().locator("summary").first().click();
    assert.match(await panel().innerText(), /Why it matters\./, "the rule's page is there");
  });

  test("a new tab on a broken portal is told too, and shows the last good page", async () => {
    const other = await open(browser);
    await other.goto(preview.base);
    await other.locator("shelfmark-findings section.errors").waitFor();
    assert.ok(await other.locator("h1").isVisible());
    await other.context().close();
  });

  test("once fixed, the panel goes", async () => {
    edit("dataset.yaml", "frequency: sometimes", "frequency: monthly");
    await panel().waitFor({ state: "detached" });
    await tab.waitForFunction(() => document.readyState === "complete");
    assert.deepEqual(tab.troubles, []);
  });

  test("a page that nobody saw catches up when it is seen", async () => {
    await tab.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    edit("dataset.yaml", "title: Surgery appointments", "title: Clinic appointments");
    await tab.waitForTimeout(300);
    assert.match(await tab.locator("h1").innerText(), /^Surgery/);
    await tab.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: false, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await tab.locator("h1", { hasText: "Clinic appointments" }).waitFor();
  });

  test("a tab that is opened in the background takes no connection until it is seen", async () => {
    const other = await open(browser);
    await other.addInitScript(() => Object.defineProperty(document, "hidden", { value: true, configurable: true }));
    const listening = [];
    other.on("request", (request) => request.url().includes("/events?") && listening.push(request.url()));
    await other.goto(`${preview.base}datasets/${DATASET}/`, { waitUntil: "networkidle" });
    assert.deepEqual(listening, []);
    edit("dataset.yaml", "title: Clinic appointments", "title: Late appointments");
    await other.waitForTimeout(300);
    await other.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: false, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await other.locator("h1", { hasText: "Late appointments" }).waitFor();
    assert.equal(listening.length > 0, true);
    await other.context().close();
  });

  test("a draft is on the screen, and its gaps stand out", async () => {
    await tab.locator("h1", { hasText: "Late appointments" }).waitFor();
    edit("dataset.yaml", "title: Late appointments", "title: TODO appointments");
    await tab.locator("main mark", { hasText: "TODO appointments" }).first().waitFor();
    edit("dataset.yaml", "title: TODO appointments", "title: Late appointments");
    await tab.locator("h1", { hasText: "Late appointments" }).waitFor();
    assert.equal(await tab.locator("main mark").count(), 0);
  });

  test("nothing is written", () => {
    assert.ok(!fs.existsSync(path.join(PORTAL, "public")));
  });

  test("a page says that the preview has stopped", async () => {
    const other = await start("--prefix", "/stopped/");
    const page = await open(browser);
    await page.goto(other.base);
    other.stop();
    await page.locator("shelfmark-findings", { hasText: "The preview has stopped" }).waitFor();
    await page.context().close();
  });
});
