// A command whose system calls fail leaves a whole store, says so, and never claims to have done what it has not.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { aftermath, base, command, COMMANDS, copy, ending, lanes, LONG, tally, WORK } from "./store.mjs";
import { current, remember } from "./checker.mjs";
import { sample, tamper, trace } from "./strace.mjs";

/** The errors that a call meets in practice. close() is left out: Rust's standard library does not expect it to fail on a folder. */
const FULL = ["ENOSPC", "EIO", "EDQUOT"];
const ERRORS = {
  write: FULL,
  pwrite64: FULL,
  copy_file_range: [...FULL, "EXDEV"],
  sendfile: FULL,
  ioctl: ["EXDEV", "EOPNOTSUPP"],
  ftruncate: ["EIO"],
  fsync: ["EIO", "ENOSPC"],
  fdatasync: ["EIO", "ENOSPC"],
  syncfs: ["EIO", "ENOSPC"],
  mkdir: ["ENOSPC", "EMLINK", "EACCES"],
  mkdirat: ["ENOSPC", "EMLINK", "EACCES"],
  link: ["EMLINK", "EXDEV", "EPERM"],
  linkat: ["EMLINK", "EXDEV", "EPERM"],
  symlink: ["EPERM", "ENOSPC"],
  symlinkat: ["EPERM", "ENOSPC"],
  rename: ["EIO", "EACCES", "EXDEV"],
  renameat: ["EIO", "EACCES", "EXDEV"],
  renameat2: ["EIO", "EACCES", "EXDEV", "EINVAL"],
  unlink: ["EACCES", "EIO"],
  unlinkat: ["EACCES", "EIO"],
  rmdir: ["EACCES", "EIO"],
  open: ["EMFILE", "EACCES", "EIO"],
  openat: ["EMFILE", "EACCES", "EIO"],
  read: ["EIO"],
  getdents64: ["EIO"],
  statx: ["EIO", "EACCES"],
  newfstatat: ["EIO", "EACCES"],
  readlink: ["EIO"],
  readlinkat: ["EIO"],
  chmod: ["EPERM"],
  fchmod: ["EPERM"],
  fchmodat: ["EPERM"],
  utimensat: ["EPERM", "EIO"],
  flock: ["ENOLCK"],
};

/** How many calls of each command are tried in the short form. */
const CALLS = { release: 90, activate: 30, rollback: 60, prune: 60, withdraw: 40 };

const whole = await base();
const known = remember(whole);

describe("a command with failing system calls", () => {

  for (const [name, work] of Object.entries(COMMANDS)) {
    test(`${name}, with one call that fails`, async (t) => {
      const argv = (store) => command(store, work.letter, work.args);
      const traced = await copy(whole, path.join(WORK, "traced"));
      const calls = (await trace(argv(traced), traced)).filter((call) => call.name in ERRORS);
      const results = await lanes(failures(sample(calls, CALLS[name], 5)), async ({ call, error }, store, turn) => {
        await copy(whole, store);
        const failed = await tamper(argv(store), store, call, `error=${error}`);
        const faults = ending(failed, work, store);
        if (![0, 2].includes(failed.code)) faults.push(`exit ${failed.code} for a disk that fails: ${failed.stderr}`);
        if (failed.code === 0 && call.name.includes("sync")) faults.push("exit 0, and it may not outlive a power cut");
        // Where an error comes after the switch, readers stay with the new release.
        const isOld = [known.current, ...work.midway].includes(current(store));
        if (failed.code !== 0 && !isOld && !work.done(store)) faults.push(`current is ${current(store)}`);
        // Where a file could not be linked, a copy stands.
        faults.push(...(await aftermath(store, known, turn, { gone: work.gone, links: false })));
        return { met: failed.met === call.about, word: `exit ${failed.code}`, broken: faults.map((fault) => `${error} at ${failed.met}: ${fault}`) };
      });
      t.diagnostic(`${results.length} failures, ${results.filter(({ met }) => met).length} at the call that was meant: ${tally(results.map(({ word }) => word))}`);
      assert.deepEqual(results.flatMap(({ broken }) => broken), []);
      assert.ok(results.filter(({ met }) => met).length > results.length / 2, "most errors meet the call that was meant");
    });
  }
});

/** Each call with each of its errors; in the short form with one of them, in turn. */
function failures(calls) {
  return calls.flatMap((call, at) => {
    const errors = ERRORS[call.name];
    return (LONG ? errors : [errors[at % errors.length]]).map((error) => ({ call, error }));
  });
}
