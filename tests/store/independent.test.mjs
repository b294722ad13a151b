// Programs that know nothing of Shelfmark accept a release, and they and `shelfmark verify` refuse a damaged one.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { command, copy, init, run, succeed, WORK } from "./store.mjs";
import { check, current, remember } from "./checker.mjs";

const OLD = "2026.11.0";
const VERSION = "2026.11.1";
const BAGIT = process.env.BAGIT ?? "bagit.py";
const PAGE = "data/index.html";
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

const keys = Object.fromEntries(["ours", "theirs"].map((name) => [name, { secret: path.join(WORK, `${name}.key`), open: path.join(WORK, `${name}.pub`) }]));
for (const { secret, open } of Object.values(keys)) launch("minisign", ["-G", "-W", "-s", secret, "-p", open]);
const keyless = { SHELFMARK_SIGNING_KEY: undefined, SHELFMARK_SIGNING_KEY_FILE: undefined };
const signing = { env: { ...keyless, SHELFMARK_SIGNING_KEY_FILE: keys.ours.secret } };

/** What each program says of a release: whether it accepts it. */
const JUDGES = {
  "sha256sum": (store) => ["manifest-sha256.txt", "tagmanifest-sha256.txt"].every((list) => accepts("sha256sum", ["-c", "--strict", "--status", list], { cwd: folder(store) })),
  "bagit": (store) => accepts(BAGIT, ["--validate", "--quiet", folder(store)]),
  "minisign": (store) => accepts("minisign", ["-V", "-q", "-p", keys.ours.open, "-m", path.join(folder(store), "tagmanifest-sha256.txt")]),
  "shelfmark verify": (store) => verify(store, [VERSION]) === 0,
};

/**
 * Damages, and who sees them. minisign looks at the tag manifest alone, so it needs one of the others beside it. sha256sum opens
 * what is listed, so it cannot see what is not, and follows links. Only a signature or the history tells a release from another
 * one that is right in itself.
 */
const DAMAGES = {
  "a flipped byte": { make: (root) => rewrite(root, PAGE, flipped), seen: ["sha256sum", "bagit", "shelfmark verify"], unseen: ["minisign"] },
  "a file cut short": { make: (root) => rewrite(root, PAGE, (bytes) => bytes.subarray(0, -1)), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "an empty file": { make: (root) => rewrite(root, PAGE, () => Buffer.alloc(0)), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "a missing file": { make: (root) => fs.rmSync(path.join(root, PAGE)), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "an extra file": { make: (root) => fs.writeFileSync(path.join(root, "data/extra.html"), "extra"), seen: ["bagit", "shelfmark verify"], unseen: ["sha256sum"] },
  "an extra hidden file": { make: (root) => fs.writeFileSync(path.join(root, "data/datasets/.extra"), ""), seen: ["bagit", "shelfmark verify"], unseen: ["sha256sum"] },
  "a renamed file": { make: (root) => rename(root, PAGE, "data/home.html"), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "a name in capitals": { make: (root) => rename(root, PAGE, "data/INDEX.html"), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "two files swapped": { make: (root) => swap(root, PAGE, "data/404.html"), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "a link in place of a file": { make: (root) => link(root, PAGE, "other.html"), seen: ["shelfmark verify"], unseen: ["sha256sum"] },
  "a link in place of a folder": { make: (root) => link(root, "data/assets", "other"), seen: ["shelfmark verify"], unseen: ["sha256sum"] },
  "a folder in place of a file": { make: (root) => toFolder(root, PAGE), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "an edited manifest": { make: (root) => edit(root, [PAGE, "manifest-sha256.txt"]), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "edited notes": { make: (root) => rewrite(root, "notes.md", () => Buffer.from("Other notes\n")), seen: ["sha256sum", "bagit", "shelfmark verify"] },
  "both manifests edited": {
    make: (root) => edit(root, [PAGE, "manifest-sha256.txt", "tagmanifest-sha256.txt"]),
    seen: ["minisign", "shelfmark verify"],
    unseen: ["sha256sum", "bagit"],
  },
};

const store = path.join(WORK, "signed");
await init(store);
await succeed(store, "a", ["release", OLD, "--sign"], signing);
await succeed(store, "b", ["release", VERSION, "--sign"], signing);
const known = remember(store);

describe("a release", () => {
  const fresh = (name) => copy(store, path.join(WORK, name));

  for (const [name, isAccepted] of Object.entries(JUDGES)) {
    test(`is accepted by ${name}`, () => assert.ok(isAccepted(store)));
  }

  test("names itself, its number and its store in what is signed", () => {
    const signature = fs.readFileSync(path.join(folder(store), "tagmanifest-sha256.txt.minisig"), "utf8");
    const { id } = JSON.parse(fs.readFileSync(path.join(store, "store.json"), "utf8"));
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.equal(/^trusted comment: (.*)$/m.exec(signature)[1], `release=${VERSION} seq=2 store=${id}`);
  });

  for (const [damage, { make, seen, unseen = [] }] of Object.entries(DAMAGES)) {
    test(`with ${damage} is refused by ${seen.join(", ")}`, async () => {
      const damaged = await fresh("damaged");
      make(folder(damaged));
      const accepting = Object.keys(JUDGES).filter((name) => JUDGES[name](damaged));
      assert.deepEqual(seen.filter((name) => accepting.includes(name)), [], "these accept it");
      assert.deepEqual(unseen.filter((name) => !accepting.includes(name)), [], "these cannot see it");
      assert.equal(verify(damaged, [VERSION]), 1, "shelfmark verify VERSION");
      assert.equal(verify(damaged, ["--all"]), 1, "shelfmark verify --all");
      const { stderr, stdout } = await run(damaged, "a", ["verify", VERSION]);
      assert.match(stderr + stdout, /index\.html|assets|extra|notes\.md|manifest/, "it names the file");
    });
  }

  test("must be signed, by the right key, for itself and its store, if a signature is required", async () => {
    const required = (place, key = keys.ours.open) => verify(place, [VERSION, "--require-signature", key]);
    assert.equal(required(store), 0);
    assert.equal(required(store, keys.theirs.open), 1, "another key");
    const place = await fresh("unsigned");
    const signature = (version) => path.join(place, "releases", version, "tagmanifest-sha256.txt.minisig");
    fs.rmSync(signature(VERSION));
    assert.equal(required(place), 1, "no signature");
    assert.equal(verify(place, [VERSION]), 0, "none is required");
    fs.copyFileSync(signature(OLD), signature(VERSION));
    assert.equal(required(place), 1, "the signature of another release");
    const moved = await fresh("moved");
    rewrite(moved, "store.json", (bytes) => Buffer.from(bytes.toString().replace(/"id": *"[0-9a-f]{32}"/, `"id": "${"0".repeat(32)}"`)));
    assert.equal(required(moved), 1, "another store");
  });

  test("whose lines in the history were changed is refused", async () => {
    const place = await fresh("rewritten");
    rewrite(place, "history.jsonl", (bytes) => Buffer.from(bytes.toString().replace(/"tagmanifest":"[0-9a-f]{64}"/, `"tagmanifest":"${"0".repeat(64)}"`)));
    assert.notEqual(verify(place, ["--all"]), 0);
  });

  test("with a damaged file that it shares with others: all are refused, none is gone back to, and none links to it", async () => {
    const place = await fresh("shared");
    const file = path.join(folder(place), "data/assets/style.css");
    assert.equal(fs.statSync(file).ino, fs.statSync(path.join(place, "releases", OLD, "data/assets/style.css")).ino, "it is shared");
    const { mtime } = fs.statSync(file);
    fs.chmodSync(file, 0o644);
    fs.writeFileSync(file, flipped(fs.readFileSync(file)));
    fs.chmodSync(file, 0o444);
    fs.utimesSync(file, mtime, mtime);
    const said = await run(place, "a", ["verify", "--all"]);
    assert.equal(said.code, 1);
    for (const version of [OLD, VERSION]) assert.ok((said.stdout + said.stderr).includes(version), `it names ${version}`);
    const back = await run(place, "a", ["rollback"]);
    assert.notEqual(back.code, 0, "rollback");
    assert.notEqual(back.stderr.trim(), "");
    assert.equal(current(place), VERSION, "readers stay where they were");
    const next = "2026.12.0";
    await succeed(place, "b", ["release", next]);
    assert.deepEqual(check(place).filter((fault) => fault.startsWith(`release ${next}`) && !fault.endsWith("no link to the release before")), []);
    assert.equal(verify(place, [next]), 0);
  });

  test("that cannot be read is not passed over by a rollback", async () => {
    const place = await fresh("unreadable");
    const newest = "2026.12.0";
    await succeed(place, "c", ["release", newest]);
    rewrite(folder(place), "bag-info.txt", () => Buffer.from("nothing\n"));
    const back = await run(place, "c", ["rollback"]);
    assert.notEqual(back.code, 0, "it would lead readers to an older release than anybody meant");
    assert.notEqual(back.stderr.trim(), "");
    assert.equal(current(place), newest);
  });

  test("is never made twice", async () => {
    const place = await fresh("again");
    const again = await run(place, "c", ["release", VERSION]);
    assert.equal(again.code, 3);
    assert.notEqual(again.stderr.trim(), "");
    assert.deepEqual(check(place, { known, settled: true }), []);
    assert.equal(current(place), VERSION);
  });

  test("that was taken back is not what the next rollback brings", async () => {
    const place = await fresh("twice");
    await succeed(place, "b", ["rollback"]);
    await succeed(place, "c", ["release", "2026.12.0"]);
    await succeed(place, "c", ["rollback"]);
    const home = fs.readFileSync(path.join(place, "current/data/index.html"), "utf8");
    assert.equal(/Portal [a-e]/.exec(home)[0], "Portal a", "what readers saw before");
  });

  test("that is only tried leaves nothing", async () => {
    const place = await fresh("tried");
    await succeed(place, "c", ["release", "--dry-run"]);
    assert.deepEqual(check(place, { known, settled: true }), []);
    assert.deepEqual(fs.readdirSync(path.join(place, "releases")), [OLD, VERSION]);
    assert.equal(current(place), VERSION);
  });

  test("that is held until a time is not shown before", async () => {
    const place = await fresh("held");
    const held = "2026.12.0";
    await succeed(place, "c", ["release", held, "--hold", "--at", "2099-12-02T09:30:00Z"]);
    assert.equal(current(place), VERSION);
    const early = await run(place, "c", ["activate", held]);
    assert.equal(early.code, 3);
    assert.match(early.stderr, /2099/);
    assert.equal(current(place), VERSION);
    assert.deepEqual(check(place, { known, settled: true }), []);
  });

  test("made with a key that is no key, or without one, is not made", async () => {
    const place = await fresh("keyless");
    for (const env of [{}, { SHELFMARK_SIGNING_KEY: "no key" }, { SHELFMARK_SIGNING_KEY_FILE: path.join(WORK, "nowhere") }]) {
      const failed = await run(place, "c", ["release", "--sign"], { env: { ...keyless, ...env } });
      assert.ok([1, 2, 3].includes(failed.code), `exit ${failed.code}`);
      assert.notEqual(failed.stderr.trim(), "");
      assert.deepEqual(check(place, { known }), []);
      assert.equal(current(place), VERSION);
    }
    const text = fs.readFileSync(keys.ours.secret, "utf8");
    await succeed(place, "c", ["release", "2026.12.0", "--sign"], { env: { ...keyless, SHELFMARK_SIGNING_KEY: text } });
    assert.equal(verify(place, ["2026.12.0", "--require-signature", keys.ours.open]), 0);
    const secret = text.trim().split("\n").at(-1);
    const places = [place, path.join(place, "releases", "2026.12.0")];
    const leaks = places.flatMap((at) => fs.readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(at, entry.name)));
    assert.deepEqual(leaks.filter((file) => fs.readFileSync(file, "utf8").includes(secret)), [], "the key is nowhere in the store");
  });
});

const folder = (store) => path.join(store, "releases", VERSION);

function launch(name, args, options = {}) {
  const done = spawnSync(name, args, { encoding: "utf8", ...options });
  if (done.error) throw done.error;
  return done;
}

const accepts = (name, args, options) => launch(name, args, options).status === 0;

/** The exit code of `shelfmark verify`. */
function verify(store, args) {
  const [program, ...others] = command(store, "a", ["verify", ...args]);
  return launch(program, others).status;
}

/** Replaces the bytes of one file, and no other that shares them. Size and time may stay as they are. */
function rewrite(root, file, change) {
  const at = path.join(root, file);
  const { mode, atime, mtime } = fs.statSync(at);
  const bytes = change(fs.readFileSync(at));
  fs.rmSync(at);
  fs.writeFileSync(at, bytes, { mode });
  fs.utimesSync(at, atime, mtime);
}

function flipped(bytes) {
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1] ^= 1;
  return changed;
}

const rename = (root, from, to) => fs.renameSync(path.join(root, from), path.join(root, to));

function swap(root, one, other) {
  const [first, second] = [one, other].map((file) => fs.readFileSync(path.join(root, file)));
  rewrite(root, one, () => second);
  rewrite(root, other, () => first);
}

/** Moves a file or folder out of the release, and links to it. */
function link(root, file, outside) {
  const moved = path.join(root, "..", "..", outside);
  fs.renameSync(path.join(root, file), moved);
  fs.symlinkSync(moved, path.join(root, file));
}

function toFolder(root, file) {
  fs.rmSync(path.join(root, file));
  fs.mkdirSync(path.join(root, file));
}

/** Flips a byte of a page and puts the new hash into the manifest, and that one's hash into the tag manifest. */
function edit(root, [file, ...manifests]) {
  let before = sha256(fs.readFileSync(path.join(root, file)));
  rewrite(root, file, flipped);
  let after = sha256(fs.readFileSync(path.join(root, file)));
  for (const manifest of manifests) {
    const text = fs.readFileSync(path.join(root, manifest));
    const hash = sha256(text);
    rewrite(root, manifest, () => Buffer.from(text.toString().replace(before, after)));
    [before, after] = [hash, sha256(fs.readFileSync(path.join(root, manifest)))];
  }
}
