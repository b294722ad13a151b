// The checker finds what is broken: a check that cannot fail says nothing.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { BASE, base, copy, WORK } from "./store.mjs";
import { check, remember } from "./checker.mjs";

const [first, second, third] = BASE;
const PAGE = "data/index.html";

/** Ways to break a store, and what is then said of it. */
const FAULTS = {
  "a changed byte": [(store) => replace(inside(store, second, PAGE), (text) => text.replace("Portal", "portal")), /index\.html has other bytes/],
  "a changed byte of all that share it": [(store) => append(inside(store, second, "data/assets/style.css")), /release 2026\.11\.0: data\/assets\/style\.css has other bytes/],
  "a missing file": [(store) => fs.rmSync(inside(store, second, PAGE)), /index\.html of manifest-sha256\.txt is missing/],
  "an extra file": [(store) => fs.writeFileSync(inside(store, second, "data/extra"), "", { mode: 0o444 }), /data\/extra is not in manifest/],
  "an extra tag file": [(store) => fs.writeFileSync(inside(store, second, "extra"), "", { mode: 0o444 }), /extra is not in tagmanifest/],
  "a torn manifest": [(store) => replace(inside(store, second, "manifest-sha256.txt"), (text) => text.slice(0, -5)), /manifest-sha256\.txt is missing or torn/],
  "a half-made release": [(store) => fs.mkdirSync(inside(store, "2026.12.0", "data"), { recursive: true }), /release 2026\.12\.0: bagit\.txt is not/],
  "a link in a release": [(store) => link(inside(store, second, PAGE), "../../../../elsewhere"), /index\.html is neither file nor folder/],
  "a writable file": [(store) => fs.chmodSync(inside(store, second, PAGE), 0o644), /index\.html has mode 644/],
  "a closed folder": [(store) => fs.chmodSync(inside(store, second, "data/datasets"), 0o700), /data\/datasets has mode 700/],
  "a lost release": [(store) => fs.rmSync(inside(store, first, "."), { recursive: true }), /release 2026\.11\.0 is gone/],
  "another time": [(store) => fs.lutimesSync(inside(store, second, PAGE), 1, 1), /index\.html changed/],
  "a changed page that is not younger": [(store) => sameTime(store, third, second), /index\.html changed and is not younger/],
  "a time between seconds": [(store) => fs.lutimesSync(inside(store, third, PAGE), 2e9 + 0.5, 2e9 + 0.5), /fraction of a second/],
  "a copy in place of a link": [(store) => replace(inside(store, second, "data/assets/style.css"), (text) => text), /style\.css did not change and is no link/],
  "no current release": [(store) => fs.rmSync(path.join(store, "current")), /current is gone/],
  "a current release that is not there": [(store) => link(path.join(store, "current"), "releases/2026.10.0"), /current leads to releases\/2026\.10\.0/],
  "a folder in place of the link": [(store) => folder(path.join(store, "current")), /current is no symbolic link/],
  "current.json of another release": [(store) => replace(path.join(store, "current.json"), (text) => text.replace(third, first)), /current\.json names 2026\.11\.0/],
  "a changed line of the history": [(store) => replace(path.join(store, "history.jsonl"), (text) => text.replace('"seq":1', '"seq":7')), /line 2 of the history does not follow/],
  "a line of the history that is gone": [(store) => replace(path.join(store, "history.jsonl"), (text) => text.replace(/\n.*\n/, "\n")), /line 2 of the history does not follow/],
  "a torn line of the history": [(store) => fs.appendFileSync(path.join(store, "history.jsonl"), "{"), /last line of the history is torn/],
  "something left in .staging": [(store) => fs.mkdirSync(path.join(store, ".staging/half")), /\.staging\/half is left over/],
  "something left in .trash": [(store) => fs.mkdirSync(path.join(store, ".trash/half")), /\.trash\/half is left over/],
  "a link left over": [(store) => fs.symlinkSync("releases", path.join(store, ".current.1")), /\.current\.1 is left over/],
};

const whole = await base();
const known = remember(whole);

describe("the checker", () => {
  for (const [fault, [make, said]] of Object.entries(FAULTS)) {
    test(`finds ${fault}`, async () => {
      const store = await copy(whole, path.join(WORK, "broken"));
      assert.deepEqual(check(store, { known, settled: true }), []);
      make(store);
      assert.match(check(store, { known, settled: true }).join("\n"), said);
    });
  }

  test("lets a crash leave what the next command puts right", async () => {
    const store = await copy(whole, path.join(WORK, "crashed"));
    FAULTS["something left in .staging"][0](store);
    FAULTS["a link left over"][0](store);
    FAULTS["a torn line of the history"][0](store);
    assert.deepEqual(check(store, { known }), []);
  });
});

const inside = (store, version, file) => path.join(store, "releases", version, file);

/** Puts other text in place of a file, which no other release shares then. */
function replace(file, change) {
  const text = change(fs.readFileSync(file, "utf8"));
  const { mode, mtime } = fs.statSync(file);
  fs.rmSync(file);
  fs.writeFileSync(file, text, { mode });
  fs.utimesSync(file, mtime, mtime);
}

/** Writes into a file as it is: into all releases that share it. */
function append(file) {
  const { mode, mtime } = fs.statSync(file);
  fs.chmodSync(file, 0o644);
  fs.appendFileSync(file, " ");
  fs.chmodSync(file, mode);
  fs.utimesSync(file, mtime, mtime);
}

function link(file, target) {
  fs.rmSync(file);
  fs.symlinkSync(target, file);
}

function folder(place) {
  fs.rmSync(place);
  fs.mkdirSync(place);
}

/** Gives the home page of one release the time that it has in another. */
function sameTime(store, version, other) {
  const { mtime } = fs.statSync(inside(store, other, PAGE));
  fs.lutimesSync(inside(store, version, PAGE), mtime, mtime);
}
