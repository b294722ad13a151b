// What readers get from a web server while releases come and go.
import { after, describe, test } from "node:test";
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { copy, init, LONG, portal, succeed, WORK } from "./store.mjs";
import { current } from "./checker.mjs";
import { ask, serve, SERVERS } from "./servers.mjs";

const [FIRST, SECOND] = ["2026.11.0", "2026.11.1"];
const HELD = "2027.1.0";
const PAGES = ["", "index.html", "datasets/index.html", "404.html", "assets/style.css", "datasets/clinic-attendance/attendance.csv"];

/** Releases and rollbacks, and the portal that readers see after each. */
const CHANGES = [
  ["b", ["release", SECOND], "Portal b"],
  ["b", ["rollback", FIRST], "Portal a"],
  ["c", ["release"], "Portal c"],
  ["c", ["rollback", SECOND], "Portal b"],
];

const base = path.join(WORK, "base");
await init(base);
await succeed(base, "a", ["release", FIRST]);
const title = (body) => /Portal [a-e]/.exec(body)?.[0];

for (const kind of SERVERS) {
  describe(kind, () => {
    const running = [];
    const start = async (name, prefix) => {
      const store = await copy(base, path.join(WORK, `${kind}-${name}`));
      const server = await serve(kind, store, prefix);
      running.push(server);
      return { store, server, get: (page, options) => ask(server, server.prefix + page, options) };
    };
    after(() => Promise.all(running.map((server) => server.stop())));

    test("answers every request while releases are switched", async (t) => {
      const { store, server } = await start("switched");
      const agent = new http.Agent({ keepAlive: true });
      let goesOn = true;
      const reader = async (answers = []) => {
        for (let at = 0; goesOn; at++) answers.push(await ask(server, server.prefix + PAGES[at % PAGES.length], { agent }));
        return answers;
      };
      const readers = Promise.all(Array.from({ length: 4 }, () => reader()));
      for (let turn = 0; turn < (LONG ? 100 : 20); turn++) await succeed(store, "ab"[turn % 2], turn % 3 === 2 ? ["rollback"] : ["release"]);
      goesOn = false;
      const answers = (await readers).flat();
      agent.destroy();
      t.diagnostic(`${answers.length} requests`);
      assert.deepEqual(answers.filter(({ status }) => status !== 200).map(({ status }) => status), []);
      assert.deepEqual(new Set(answers.map(({ body }) => title(body)).filter(Boolean)), new Set(["Portal a", "Portal b"]), "readers saw both");
    });

    test("never says 304 for a page that changed, after a release and after a rollback", async () => {
      const { store, get } = await start("cached");
      const seen = [];
      const look = async () => {
        const answer = await get("index.html");
        const { headers } = answer;
        // Who gets no Last-Modified asks with the time of the answer.
        const dates = [fs.statSync(path.join(store, "current/data/index.html")).mtime.toUTCString(), headers["last-modified"] ?? headers.date];
        seen.push({ title: title(answer.body), etag: headers.etag, dates });
        return answer;
      };
      await look();
      for (const [letter, args, expected] of CHANGES) {
        await succeed(store, letter, args);
        for (const before of seen.filter((one) => one.title !== expected)) {
          for (const headers of [...before.dates.map((date) => ({ "if-modified-since": date })), { "if-none-match": before.etag }]) {
            const answer = await get("index.html", { headers });
            assert.equal(answer.status, 200, `${args.join(" ")}: ${JSON.stringify(headers)}`);
            assert.equal(title(answer.body), expected);
          }
        }
        const { body, headers } = await look();
        assert.equal(title(body), expected);
        assert.equal((await get("index.html", { headers: { "if-none-match": headers.etag } })).status, 304, "an unchanged page is not sent again");
      }
    });

    test("keeps the ETag of a file that did not change", async () => {
      const { store, get } = await start("unchanged");
      // Apache calls an ETag weak for a second.
      const etag = async () => (await get("assets/style.css")).headers.etag.replace(/^W\//, "");
      const before = await etag();
      assert.ok(before);
      for (const args of [["release"], ["rollback"]]) {
        await succeed(store, "b", args);
        assert.equal(await etag(), before, args.join(" "));
      }
    });

    test("shows nothing of the store but the current release", async () => {
      const { store, server } = await start("hidden");
      await succeed(store, "b", ["release", SECOND]);
      await succeed(store, "d", ["release"]);
      await succeed(store, "c", ["release", HELD, "--hold"]);
      await succeed(store, "d", ["withdraw", SECOND, "--reason", "A trial"]);
      const secrets = ["history.jsonl", "store.json", "current.json", "lock", ".gitattributes", "current/manifest-sha256.txt", "current/bag-info.txt", "current/notes.md", "current/data/index.html"];
      for (const version of [FIRST, SECOND, HELD]) secrets.push(`releases/${version}/data/index.html`, `releases/${version}/manifest-sha256.txt`, `releases/${version}/`);
      const files = secrets.filter((file) => fs.existsSync(path.join(store, file)));
      assert.ok(files.includes(`releases/${HELD}/data/index.html`) && files.includes("history.jsonl"));
      assert.ok(!files.includes(`releases/${SECOND}/data/index.html`), "it was withdrawn");
      for (const file of secrets) {
        for (const target of spellings(server.prefix, file)) {
          const { status, body } = await ask(server, target);
          assert.ok([400, 403, 404].includes(status), `${target}: ${status}`);
          assert.ok(!/Portal [bc]/.test(body), `${target} shows what is held or withdrawn`);
        }
      }
    });

    for (const [letter, prefix] of [["k", "/data-catalogue/"], ["l", "/a/b/c/"], ["m", "/"]]) {
      test(`shows a page for missing addresses whose links are right, at any depth below ${prefix}`, async () => {
        const { store, server } = await start(`missing-${letter}`, prefix);
        portal(letter, prefix);
        await succeed(store, letter, ["release"]);
        for (const missing of ["nothing", "nothing.html", "datasets/nothing/", "a/b/c/d/nothing.html", "search/t/"]) {
          const { status, headers, body } = await ask(server, prefix + missing);
          assert.ok([403, 404].includes(status), `${missing}: ${status}`);
          assert.match(headers["content-type"], /^text\/html; ?charset=utf-8$/i);
          assert.match(headers["content-security-policy"], /default-src 'none'.*frame-ancestors 'none'/);
          assert.match(body, /Page not found/);
          for (const link of links(body, `http://127.0.0.1:${server.port}${prefix}${missing}`)) {
            const { status: found } = await ask(server, link);
            assert.equal(found, 200, `${missing} links to ${link}`);
          }
        }
      });
    }

    test("says what files are, and nothing about itself", async () => {
      const { server, get } = await start("plain");
      const types = {
        "": /^text\/html; ?charset=utf-8$/i,
        "datasets/clinic-attendance/attendance.csv": /^text\/csv; ?charset=utf-8$/i,
        "assets/style.css": /^text\/css; ?charset=utf-8$/i,
        "assets/site.js": /javascript; ?charset=utf-8$/i,
        "assurance.json": /^application\/json/,
        "assets/icon.svg": /^image\/svg\+xml/,
        "feed.xml": /xml; ?charset=utf-8$/i,
      };
      for (const [file, type] of Object.entries(types)) {
        const { status, headers } = await get(file);
        assert.equal(status, 200, file);
        assert.match(headers["content-type"], type, file);
        assert.equal(headers["x-content-type-options"], "nosniff", file);
        assert.match(headers["content-security-policy"], /frame-ancestors 'none'/, file);
        assert.equal(headers["cache-control"], "no-cache", file);
      }
      const bare = await ask(server, server.prefix.slice(0, -1));
      assert.equal(bare.status, 308);
      assert.equal(new URL(bare.headers.location, "http://localhost").pathname, server.prefix);
      for (const method of ["POST", "PUT", "DELETE", "TRACE"]) assert.ok((await get("", { method })).status >= 400, method);
    });
  });
}

/** A file of the store as somebody would ask for it who wants to get out of the web root, or guesses where it is. */
function spellings(prefix, file) {
  const [first, ...rest] = file;
  const coded = `%${first.charCodeAt(0).toString(16)}${rest.join("")}`;
  const bare = prefix.slice(0, -1);
  return [
    `${prefix}${file}`,
    `${prefix}../../${file}`,
    `${bare}../${file.replace(/^current\//, "")}`,
    `${bare}../../${file}`,
    `${bare}..%2f..%2f${file}`,
    `${prefix}%2e%2e/%2e%2e/${file}`,
    `${prefix}/${file}`,
    `/${file}`,
    `//${file}`,
    `${prefix}${coded}`,
    `/${coded}`,
    `${prefix}x/../../../${file}`,
    `/x/../${file}`,
    `${prefix}datasets/..;/../../${file}`,
    `${prefix}..%5c..%5c${file}`,
  ];
}

/** The targets of the links to files of the site in a page, as a browser resolves them. */
function links(html, shown) {
  const all = [...html.matchAll(/ (?:href|src|action)="([^"#]+)"/g)].map(([, link]) => new URL(link.replaceAll("&amp;", "&"), shown));
  return [...new Set(all.filter((link) => link.origin === new URL(shown).origin).map((link) => link.pathname))];
}
