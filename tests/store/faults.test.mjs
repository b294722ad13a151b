// Full disks, folders that may not be written, several commands at once, odd masks of modes: the store stays whole.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { aftermath, BASE, base, command, COMMANDS, copy, ending, execute, init, LONG, PROGRAM, portal, ROOT, run, succeed, tally, WORK } from "./store.mjs";
import { check, current, remember } from "./checker.mjs";

const { release, rollback } = COMMANDS;
const NOBODY = 65534;
const mounts = mayMount();

const whole = await base();
const known = remember(whole);

describe("a store", () => {
  const fresh = (name) => copy(whole, path.join(WORK, name));

  test("on a full disk", { skip: mounts ? false : "file systems cannot be mounted here" }, async (t) => {
    const { before, after } = await needs(whole);
    const words = [];
    for (const kind of ["blocks", "inodes"]) {
      for (const part of [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1, 1.3]) {
        const most = Math.ceil(before[kind] + part * (after[kind] - before[kind]));
        const limit = kind === "blocks" ? `nr_blocks=${most}` : `nr_inodes=${most}`;
        await onDisk(limit, async (disk, enlarge) => {
          const store = await copy(whole, path.join(disk, "store"));
          const failed = await run(store, release.letter, release.args);
          assert.deepEqual([...ending(failed, release, store), ...check(store, { known })], [], limit);
          if (failed.code !== 0) assert.match(failed.stderr, /space/i, "it says why");
          words.push(`exit ${failed.code}`);
          // Without room for a line of the history, it may have to wait for some.
          const recovered = await run(store, "a", ["store", "recover"]);
          assert.ok([0, 2].includes(recovered.code), `store recover, ${limit}: ${recovered.stderr}`);
          assert.deepEqual(check(store, { known, settled: recovered.code === 0 }), [], limit);
          enlarge();
          assert.deepEqual(await aftermath(store, known, 0), [], limit);
        });
      }
    }
    t.diagnostic(tally(words));
    assert.ok(words.includes("exit 2"), "some of the disks were too small");
  });

  test("whose files may not grow", async () => {
    const store = await fresh("limited");
    for (const most of [0, 1000, 5000]) {
      // The signal would end the program; ignored, the call fails.
      const limited = ["sh", "-c", `trap '' XFSZ; exec prlimit --fsize=${most} -- "$@"`, "sh"];
      for (const work of [release, rollback]) {
        const failed = await execute([...limited, ...command(store, work.letter, work.args)]);
        assert.notEqual(failed.code, 0, `files of at most ${most} bytes`);
        assert.deepEqual([...ending(failed, work, store), ...check(store, { known })], []);
      }
    }
    assert.deepEqual(await aftermath(store, known, 1), []);
  });

  for (const name of [".", "releases", ".staging", "history.jsonl", "lock"]) {
    test(`with ${name} read-only`, async () => {
      const store = await fresh("read-only");
      const user = unprivileged(store);
      const place = path.join(store, name);
      const { mode } = fs.statSync(place);
      fs.chmodSync(place, mode & 0o555);
      const failed = await execute([...user, ...command(store, "n", release.args)]);
      assert.notEqual(failed.code, 0, "it cannot be done");
      assert.deepEqual([...ending(failed, release, store), ...check(store, { known })], []);
      fs.chmodSync(place, mode);
      const again = await execute([...user, ...command(store, "n", ["release", "2027.1.0"])]);
      assert.equal(again.code, 0, again.stderr);
      assert.deepEqual(check(store, { known, settled: true }), []);
    });
  }

  test("that may not be read", async () => {
    const store = await fresh("unreadable");
    const user = unprivileged(store);
    fs.chmodSync(path.join(store, "history.jsonl"), 0);
    const failed = await execute([...user, ...command(store, "n", release.args)]);
    assert.notEqual(failed.code, 0);
    fs.chmodSync(path.join(store, "history.jsonl"), 0o644);
    assert.deepEqual([...ending(failed, release, store), ...check(store, { known })], []);
  });

  const rounds = LONG ? 60 : 12;
  test(`with five commands at once, ${rounds} times`, async (t) => {
    const words = [];
    for (let round = 0; round < rounds; round++) {
      const store = await fresh("shared");
      const commands = [["release", "2026.12.0"], ["release", "2026.12.1"], ["release", "2026.12.2"], ["store", "recover"], ["prune", "--keep", "1"]];
      // In every second round they wait for each other.
      const [patience, allowed] = round % 2 === 0 ? [[], [0, 75]] : [["--wait-lock", "60"], [0]];
      const endings = await Promise.all(commands.map((args, at) => run(store, "abcaa"[at], [...args, ...patience])));
      for (const [at, { code, signal, stderr }] of endings.entries()) {
        assert.ok(allowed.includes(code), `${commands[at].join(" ")}: exit ${code ?? signal}: ${stderr}`);
        if (code !== 0) assert.notEqual(stderr.trim(), "", `exit ${code} without a word`);
        words.push(`exit ${code}`);
      }
      const made = commands.filter(([verb], at) => verb === "release" && endings[at].code === 0).map(([, version]) => version);
      if (made.length > 0) assert.ok(made.includes(current(store)), `current is ${current(store)}`);
      assert.deepEqual(check(store, { known, gone: BASE, settled: true }), []);
      assert.deepEqual(await aftermath(store, remember(store), round), []);
    }
    t.diagnostic(tally(words));
    assert.ok(words.includes("exit 0"));
  });

  test("that is locked says who has it, and can be read", async () => {
    const store = await fresh("locked");
    const holder = ["flock", path.join(store, "lock")];
    const refused = await execute([...holder, ...command(store, release.letter, release.args)]);
    assert.equal(refused.code, 75);
    assert.notEqual(refused.stderr.trim(), "");
    for (const args of [["releases"], ["verify", "--all"], ["diff", BASE[0], BASE[1]]]) {
      const read = await execute([...holder, ...command(store, "a", args)]);
      assert.equal(read.code, 0, `${args.join(" ")}: ${read.stderr}`);
    }
    assert.deepEqual(check(store, { known, settled: true }), []);
  });

  for (const mask of ["077", "000", "027"]) {
    test(`made with the mask ${mask} has the same modes`, async () => {
      const store = path.join(WORK, `mask-${mask}`);
      const masked = ["sh", "-c", `umask ${mask}; exec "$@"`, "sh"];
      for (const argv of [[PROGRAM, "store", "init", store], command(store, "a", ["release", BASE[0]]), command(store, "b", ["release", BASE[1]]), command(store, "a", ["rollback"])]) {
        const done = await execute([...masked, ...argv]);
        assert.equal(done.code, 0, done.stderr);
      }
      assert.deepEqual(check(store, { settled: true }), []);
      for (const name of [".", "releases"]) {
        assert.equal(fs.statSync(path.join(store, name)).mode & 0o005, 0o005, `a web server gets through ${name}`);
        assert.equal(fs.statSync(path.join(store, name)).mode & 0o002, 0, `nobody else writes ${name}`);
      }
    });
  }

  test("shows a reader who holds on to a release that one, whole", async (t) => {
    const store = path.join(WORK, "read");
    await init(store);
    for (const [letter, version] of [["a", BASE[0]], ["b", BASE[1]]]) await succeed(store, letter, ["release", version]);
    let reading = true;
    const readers = Promise.all([readWhile(store, () => reading), readWhile(store, () => reading)]);
    for (let turn = 0; turn < (LONG ? 60 : 12); turn++) await succeed(store, "a", turn % 3 === 2 ? ["rollback"] : ["release"]);
    reading = false;
    const seen = (await readers).flat();
    t.diagnostic(`${seen.length} looks at ${new Set(seen.map(({ version }) => version)).size} releases`);
    assert.deepEqual(seen.flatMap(({ broken }) => broken), []);
    assert.ok(new Set(seen.map(({ version }) => version)).size > 1, "readers saw a switch");
  });

  test("follows no link that was planted in it", async () => {
    const store = await fresh("planted");
    const outside = path.join(WORK, "outside");
    fs.mkdirSync(outside);
    fs.writeFileSync(path.join(outside, "precious"), "precious");
    fs.rmSync(path.join(store, ".staging"), { recursive: true });
    for (const place of [".staging", ".trash/planted", ".current.1", ".current.json.new"]) fs.symlinkSync(outside, path.join(store, place));
    const done = await run(store, release.letter, release.args);
    assert.deepEqual(ending(done, release, store), []);
    assert.deepEqual(fs.readdirSync(outside), ["precious"]);
    assert.deepEqual(check(store, { known }), []);
  });
});

/** Whether file systems can be mounted here. */
function mayMount() {
  if (!ROOT) return false;
  const place = fs.mkdtempSync(path.join(WORK, "mount-"));
  if (spawnSync("mount", ["-t", "tmpfs", "tmpfs", place]).status !== 0) return false;
  return spawnSync("umount", [place]).status === 0;
}

/** Does something on a file system in memory with a limit, and hands it a way to lift the limit. */
async function onDisk(limit, work) {
  const disk = fs.mkdtempSync(path.join(WORK, "disk-"));
  assert.equal(spawnSync("mount", ["-t", "tmpfs", "-o", limit, "tmpfs", disk]).status, 0, `mount -o ${limit}`);
  try {
    await work(disk, () => assert.equal(spawnSync("mount", ["-o", "remount,size=100m,nr_inodes=100000", disk]).status, 0, "remount"));
  } finally {
    spawnSync("umount", ["-l", disk]);
  }
}

/** The blocks and inodes that the store takes on a disk of its own, before and after a release. */
async function needs(whole) {
  const used = (disk) => {
    const { blocks, bfree, files, ffree } = fs.statfsSync(disk);
    return { blocks: blocks - bfree, inodes: files - ffree };
  };
  let before;
  let after;
  await onDisk("size=100m", async (disk) => {
    const store = await copy(whole, path.join(disk, "store"));
    before = used(disk);
    await succeed(store, release.letter, release.args);
    after = used(disk);
  });
  return { before, after };
}

/** How to run a program on a store and the portal "n" as a user for whom modes count. */
function unprivileged(store) {
  const place = portal("n");
  if (!ROOT) return [];
  assert.equal(spawnSync("chown", ["-hR", `${NOBODY}:${NOBODY}`, store, place]).status, 0);
  return ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
}

/** Reads the current release again and again: whether what a reader who opened it once finds is one release and all of it. */
async function readWhile(store, goesOn) {
  const looks = [];
  while (goesOn()) {
    const folder = fs.openSync(path.join(store, "current"), "r");
    const at = `/proc/self/fd/${folder}`;
    const version = path.basename(fs.readlinkSync(at));
    const broken = [];
    for (const line of fs.readFileSync(`${at}/manifest-sha256.txt`, "utf8").trimEnd().split("\n")) {
      const [hash, file] = line.split("  ");
      const bytes = await fs.promises.readFile(`${at}/${file}`);
      if (createHash("sha256").update(bytes).digest("hex") !== hash) broken.push(`${version}: ${file} is of another release`);
    }
    fs.closeSync(folder);
    looks.push({ version, broken });
  }
  return looks;
}
