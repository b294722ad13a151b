// The site that is tested: its folder, and one page of each kind.
import fs from "node:fs";
import path from "node:path";

/** The folder of the built site. */
export const SITE = path.resolve(process.env.SITE ?? "public");

/** Whether it is the portal that ships, of which more is known. */
export const SHIPPED = process.env.SHIPPED === "1";

export const read = (file) => fs.readFileSync(path.join(SITE, file), "utf8");
export const exists = (file) => fs.existsSync(path.join(SITE, file));

/** Paths of all pages in the site map, below the site's root: `""`, `"datasets/"`, ... */
export function pages() {
  const addresses = [...read("sitemap.xml").matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1].replaceAll("&amp;", "&"));
  const [, root] = /<link rel="canonical" href="([^"]+)"/.exec(read("index.html"));
  const listed = addresses.map((address) => address.slice(root.length));
  const parts = listed.filter((file) => file.endsWith(".xml"));
  const more = parts.flatMap((part) => [...read(part).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1].slice(root.length)));
  return [...listed.filter((file) => !file.endsWith(".xml")), ...more];
}

/** The file of a page. */
export const fileOf = (page) => (page === "" || page.endsWith("/") ? `${page}index.html` : page);

/** What `/kpis/<id>.json` says. */
export const kpi = (page) => JSON.parse(read(page.replace(/\/$/, ".json")));

const SHAPES = {
  "home": /^$/,
  "list of datasets": /^datasets\/$/,
  "dataset": /^datasets\/[^/]+\/$/,
  "release of a dataset": /^datasets\/[^/]+\/releases\/[^/]+\/$/,
  "themes": /^themes\/$/,
  "theme": /^themes\/[^/]+\/$/,
  "publishers": /^publishers\/$/,
  "publisher": /^publishers\/[^/]+\/$/,
  "board of KPIs": /^kpis\/$/,
  "releases": /^releases\/$/,
  "release of the portal": /^releases\/[^/]+\/$/,
  "list of columns": /^fields\/$/,
  "column": /^fields\/[^/]+\/$/,
  "guidance": /^guidance\/$/,
  "page of guidance": /^guidance\/.+\/$/,
  "assurance": /^assurance\/$/,
};

const KPIS = {
  "KPI with SPC": (data, html) => data.spc && html.includes("chart-series"),
  "KPI with a line": (data, html) => !data.spc && html.includes("chart-series"),
  "KPI with bars": (data, html) => html.includes("chart-bar"),
  "KPI with a breakdown": (data) => Object.keys(data.breakdown ?? {}).length > 0,
};

/** One page of each kind: the largest, as there most can go wrong. `[kind, page]`. */
export function kinds() {
  const all = pages();
  const size = (page) => fs.statSync(path.join(SITE, fileOf(page))).size;
  const largest = (some) => some.sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1))[0];
  const chosen = new Set(); // a KPI page of several kinds stands for one, if there are others
  const choose = (fits) => {
    const some = kpis().filter((page) => fits(kpi(page), read(fileOf(page))));
    const page = largest(some.filter((page) => !chosen.has(page))) ?? largest(some);
    chosen.add(page);
    return page;
  };
  return [
    ...Object.entries(SHAPES).map(([kind, shape]) => [kind, largest(all.filter((page) => shape.test(page)))]),
    ...Object.entries(KPIS).map(([kind, fits]) => [kind, choose(fits)]),
    ["search", exists("search/index.html") ? "search/" : undefined],
    ["address that is not there", exists("404.html") ? "404.html" : undefined],
  ];
}

/** The pages of datasets. */
export const datasets = () => pages().filter((page) => SHAPES.dataset.test(page));

/** The pages of KPIs. */
export const kpis = () => pages().filter((page) => /^kpis\/[^/]+\/$/.test(page));

/** The heading of a page. */
export const heading = (page) => unescape(/<h1[^>]*>(.*?)<\/h1>/s.exec(read(fileOf(page)))[1]);

const unescape = (html) => html.replace(/<[^>]+>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", "\"").replaceAll("&#39;", "'").replaceAll("&amp;", "&");
