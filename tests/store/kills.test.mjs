// A command that is killed, at any moment, leaves a whole store, and the next command puts right the rest.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { aftermath, BASE, base, command, COMMANDS, copy, execute, init, lanes, LONG, PROGRAM, random, run, succeed, tally, WORK } from "./store.mjs";
import { check, remember } from "./checker.mjs";
import { changes, sample, tamper, trace } from "./strace.mjs";

/** How many system calls of each command are tried in the short form. */
const CALLS = { release: 100, activate: 30, rollback: 80, prune: 40, withdraw: 40 };
const RANDOM = LONG ? 2000 : 300;

const whole = await base();
const known = remember(whole);

describe("a killed command", () => {

  for (const [name, work] of Object.entries(COMMANDS)) {
    test(`${name}, killed before a system call`, async (t) => {
      const argv = (store) => command(store, work.letter, work.args);
      const calls = (await trace(argv(await copy(whole, path.join(WORK, "traced"))), path.join(WORK, "traced"))).filter(LONG ? () => true : changes);
      const chosen = sample(calls, CALLS[name], 1);
      const results = await lanes(chosen, async (call, store, turn) => {
        await copy(whole, store);
        const killed = await tamper(argv(store), store, call, "signal=KILL");
        const where = `killed before ${killed.met}`;
        const broken = await aftermath(store, known, turn, work);
        return { met: killed.met === call.about, killed: killed.signal === "SIGKILL" || killed.code === 137, broken: broken.map((fault) => `${where}: ${fault}`) };
      });
      t.diagnostic(`${chosen.length} of ${calls.length} calls; ${results.filter(({ killed }) => killed).length} kills, ${results.filter(({ met }) => met).length} of them at the call that was meant`);
      assert.deepEqual(results.flatMap(({ broken }) => broken), []);
      assert.ok(results.filter(({ met, killed }) => met && killed).length > chosen.length / 2, "most kills meet the call that was meant");
    });
  }

  test("store recover, killed before a system call", async (t) => {
    const littered = await litter(await copy(whole, path.join(WORK, "littered")));
    const argv = (store) => command(store, "a", ["store", "recover"]);
    const traced = await copy(littered, path.join(WORK, "traced"));
    const calls = sample((await trace(argv(traced), traced)).filter(changes), 20, 2);
    const broken = await lanes(calls, async (call, store, turn) => {
      await copy(littered, store);
      const { met } = await tamper(argv(store), store, call, "signal=KILL");
      return (await aftermath(store, known, turn)).map((fault) => `killed before ${met}: ${fault}`);
    });
    t.diagnostic(`${calls.length} kills`);
    assert.deepEqual(broken.flat(), []);
  });

  test("store init, killed before a system call, can be run again", async (t) => {
    const argv = (store) => [PROGRAM, "store", "init", store];
    const traced = path.join(WORK, "traced");
    fs.rmSync(traced, { recursive: true });
    const calls = sample((await trace(argv(traced), traced)).filter(changes), 20, 3);
    const broken = await lanes(calls, async (call, store) => {
      fs.rmSync(store, { recursive: true, force: true });
      const { met } = await tamper(argv(store), store, call, "signal=KILL");
      const again = await execute(argv(store));
      // A store that was complete when the kill came is refused a second time.
      const faults = [0, 3].includes(again.code) ? [] : [`init again: exit ${again.code}: ${again.stderr}`];
      const released = await run(store, "a", ["release", BASE[0]]);
      if (released.code !== 0) faults.push(`release: exit ${released.code}: ${released.stderr}`);
      return [...faults, ...check(store, { settled: true })].map((fault) => `killed before ${met}: ${fault}`);
    });
    t.diagnostic(`${calls.length} kills`);
    assert.deepEqual(broken.flat(), []);
  });

  test(`commands, killed ${RANDOM} times at random moments`, async (t) => {
    const times = await durations(whole);
    const next = random(7);
    // Half of them are releases, which take longest.
    const names = ["release", "rollback", "release", "activate", "release", "prune", "release", "withdraw"];
    const jobs = Array.from({ length: RANDOM }, (_, at) => ({ name: names[at % names.length], after: next() * 1.3 * times[names[at % names.length]] }));
    const results = await lanes(jobs, async ({ name, after }, store, turn) => {
      await copy(whole, store);
      const work = COMMANDS[name];
      const started = (child) => setTimeout(() => child.kill("SIGKILL"), after);
      const { code, stderr } = await run(store, work.letter, work.args, { started });
      const broken = await aftermath(store, known, turn, work);
      if (code !== null && code !== 0) broken.push(`exit ${code}: ${stderr}`);
      return { word: `${name} ${code === 0 ? "done" : "killed"}`, broken: broken.map((fault) => `${name}, killed at random as number ${turn}: ${fault}`) };
    });
    t.diagnostic(tally(results.map(({ word }) => word)));
    assert.deepEqual(results.flatMap(({ broken }) => broken), []);
  });

  test("the same release again, after it was killed, succeeds or is there", async () => {
    const work = COMMANDS.release;
    const argv = (store) => command(store, work.letter, work.args);
    const traced = await copy(whole, path.join(WORK, "traced"));
    const renames = (await trace(argv(traced), traced)).filter((call) => changes(call) && /^(rename|symlink|fsync|fdatasync|write)/.test(call.name));
    const broken = await lanes(sample(renames, 10, 4), async (call, store) => {
      await copy(whole, store);
      const { met } = await tamper(argv(store), store, call, "signal=KILL");
      const again = await execute(argv(store));
      if (again.code === 3 && !work.done(store)) await succeed(store, work.letter, ["activate", work.args[1]]);
      const faults = [0, 3].includes(again.code) ? check(store, { known, settled: true }) : [`exit ${again.code}: ${again.stderr}`];
      if (!work.done(store)) faults.push("it is not current");
      return faults.map((fault) => `killed before ${met}: ${fault}`);
    });
    assert.deepEqual(broken.flat(), []);
  });
});

/** Leaves in a store what crashes leave. */
async function litter(store) {
  for (const name of [".staging/2026.12.0.0123abcd", ".trash/2026.10.0.0123abcd"]) {
    fs.mkdirSync(path.join(store, name, "data/datasets"), { recursive: true });
    fs.writeFileSync(path.join(store, name, "data/datasets/index.html"), "half a page", { mode: 0o444 });
  }
  fs.symlinkSync("releases/2026.12.0", path.join(store, ".current.4711"));
  fs.appendFileSync(path.join(store, "history.jsonl"), '{"prev":"');
  return store;
}

/** How many milliseconds each command takes while another one runs: the median of three. */
async function durations(whole) {
  const jobs = Object.keys(COMMANDS).flatMap((name) => [name, name, name]);
  const took = await lanes(jobs, async (name, store) => {
    await copy(whole, store);
    const began = performance.now();
    await succeed(store, COMMANDS[name].letter, COMMANDS[name].args);
    return performance.now() - began;
  });
  return Object.fromEntries(jobs.map((name, at) => [name, took.slice(at - (at % 3), at - (at % 3) + 3).sort((a, b) => a - b)[1]]));
}
