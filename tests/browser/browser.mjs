// Debian's Chromium, and pages that are watched while they are open.
import { chromium } from "playwright-core";
import fs from "node:fs";
import { createRequire } from "node:module";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A browser with a new, empty profile. */
export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** An empty page in a context of its own. `page.troubles` gathers what must not happen on any page. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.troubles = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.troubles.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") page.troubles.push(`no answer: ${request.url()} ${why}`); // a download or a new page ends a request
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const here = ["127.0.0.1", "localhost"].includes(hostname) || ["file:", "data:", "blob:"].includes(protocol);
    if (!here) page.troubles.push(`off-site: ${request.url()}`);
  });
  return page;
}

/** What axe finds wrong, a line each. */
export async function violations(page) {
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(AXE);
  const found = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }).then((result) => result.violations),
    AXE_TAGS,
  );
  return found.map((rule) => `${rule.id} (${rule.impact}) x${rule.nodes.length}: ${rule.help}: ${rule.nodes[0].target.join(" ")}`);
}

/** By how many pixels the page is wider than the window, and what sticks out. */
export const sideways = (page) => page.evaluate(() => {
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over <= 0) return null;
  const out = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1);
  return `${over} px: ${out.slice(0, 4).map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`).join(", ")}`;
});
