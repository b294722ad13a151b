// Lighthouse, without a network: 100 for accessibility, best practices and SEO. Performance is a measurement, and printed:
// 95 or more is expected of an idle machine, as the median of `RUNS`.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CHROMIUM, FLAGS } from "./browser.mjs";
import { serve } from "./server.mjs";
import { SITE, datasets, fileOf, kinds, read } from "./site.mjs";

const RUNS = Number(process.env.RUNS ?? 3);
const LEAST = { "accessibility": 100, "best-practices": 100, "seo": 100 };
const bySize = datasets().sort((a, b) => read(fileOf(a)).length - read(fileOf(b)).length);
const kind = { ...Object.fromEntries(kinds()), dataset: bySize[Math.floor((bySize.length - 1) / 2)] }; // a typical one
const missing = await import("lighthouse").then(() => !fs.existsSync(CHROMIUM) && `no ${CHROMIUM}`, (error) => error.message);

describe("lighthouse", { skip: missing || false }, () => {
  let lighthouse;
  let server;
  let chrome;
  let profile;
  before(async () => {
    lighthouse = (await import("lighthouse")).default;
    const { launch } = await import("chrome-launcher");
    profile = fs.mkdtempSync(path.join(os.tmpdir(), "lighthouse-"));
    server = await serve(SITE, "/");
    chrome = await launch({ chromePath: CHROMIUM, chromeFlags: FLAGS, userDataDir: profile, logLevel: "silent" });
  });
  after(async () => {
    await chrome?.kill();
    await server?.close();
    if (profile) fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  for (const name of ["home", "dataset", "KPI with SPC", "search"].filter((name) => kind[name] !== undefined)) {
    test(`lighthouse, ${name}: /${kind[name]}`, async (t) => {
      // A search page has no place in other search engines: `noindex` is meant.
      const skipAudits = name === "search" ? ["is-crawlable"] : [];
      const audit = (onlyCategories) => lighthouse(server.base + kind[name], { port: chrome.port, output: "json", logLevel: "silent", onlyCategories, skipAudits });
      const first = (await audit([...Object.keys(LEAST), "performance"])).lhr;
      const speeds = [first.categories.performance.score];
      while (speeds.length < RUNS) speeds.push((await audit(["performance"])).lhr.categories.performance.score);
      const scores = Object.fromEntries(Object.entries(first.categories).map(([id, { score }]) => [id, Math.round(score * 100)]));
      scores.performance = Math.round(speeds.sort((a, b) => a - b)[Math.floor(RUNS / 2)] * 100);
      t.diagnostic(Object.entries(scores).map(([id, score]) => `${id} ${score}`).join(", "));

      const failed = Object.values(first.categories).flatMap(({ id, auditRefs }) => auditRefs
        .map(({ id: audit, weight }) => ({ ...first.audits[audit], weight }))
        .filter(({ score, weight }) => weight > 0 && score !== null && score < (id === "performance" ? 0.9 : 1))
        .map(({ id: audit, title, displayValue }) => `${id}: ${audit}: ${title} ${displayValue ?? ""}`));
      for (const [id, least] of Object.entries(LEAST)) assert.ok(scores[id] >= least, `${id} ${scores[id]}\n${failed.join("\n")}`);
    });
  }
});
