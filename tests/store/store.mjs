// The program under test, tiny portals, and stores to copy.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { check, current, remember } from "./checker.mjs";

/** The program under test. */
export const PROGRAM = process.env.PROGRAM ?? "shelfmark";

/** Whether the long form was asked for. */
export const LONG = process.env.LONG === "1";

/** Whether this may act as other users and mount file systems. */
export const ROOT = process.getuid() === 0;

/** A folder of these tests, open to other users and removed at the end. */
export const WORK = fs.mkdtempSync(path.join(process.env.WORK ?? os.tmpdir(), "tests-"));
fs.chmodSync(WORK, 0o755);
process.on("exit", () => fs.rmSync(WORK, { recursive: true, force: true }));

const DAY = "2026-11-25";

/**
 * Makes a tiny portal for an address below a host name. Portals of other letters differ in every page, and in no size: only times
 * and hashes tell them apart.
 */
export function portal(letter, prefix = "/data-catalogue/") {
  const root = path.join(WORK, `portal-${letter}`);
  if (fs.existsSync(root)) return root;
  const made = spawnSync(PROGRAM, ["new", root], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`shelfmark new failed: ${made.error ?? made.stderr}`);
  const settings = path.join(root, "portal.yaml");
  const text = fs.readFileSync(settings, "utf8");
  fs.writeFileSync(settings, text.replace(/^title: .*$/m, `title: Portal ${letter}`).replace(/^address: .*$/m, `address: https://data.example.nhs.uk${prefix}`));
  return root;
}

/** The command line of `shelfmark ARGS` for a store. */
export const command = (store, letter, args) => [PROGRAM, ...args, "--store", store, "--root", portal(letter), "--as-of", DAY, "--quiet"];

/** Runs a command line to its end. `started` gets the child. */
export function execute(argv, { env = {}, cwd = WORK, started = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0], argv.slice(1), { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (said[name] += text));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...said }));
    started(child);
  });
}

/** Runs `shelfmark ARGS` on a store. */
export const run = (store, letter, args, options) => execute(command(store, letter, args), options);

/** Runs what must succeed. */
export async function succeed(store, letter, args, options) {
  const done = await run(store, letter, args, options);
  if (done.code !== 0) throw new Error(`shelfmark ${args.join(" ")}: exit ${done.code ?? done.signal}: ${done.stderr}`);
  return done;
}

/** Makes a store in a folder. */
export async function init(store, ...options) {
  const made = await execute([PROGRAM, "store", "init", store, ...options]);
  if (made.code !== 0) throw new Error(`shelfmark store init: exit ${made.code ?? made.signal}: ${made.stderr}`);
}

/** Versions of the store that `base` makes, oldest first. The last is held. */
export const BASE = ["2026.11.0", "2026.11.1", "2026.11.2", "2026.11.3"];

/** A store with four releases to copy, the third of which readers see. */
export async function base(store = path.join(WORK, "base")) {
  await init(store);
  const [first, second, third, held] = BASE;
  await succeed(store, "a", ["release", first]);
  await succeed(store, "b", ["release", second]);
  await succeed(store, "a", ["release", third]);
  await succeed(store, "c", ["release", held, "--hold"]);
  const broken = check(store, { settled: true });
  if (broken.length > 0 || current(store) !== third) throw new Error(`a new store is broken: current is ${current(store)}\n${broken.join("\n")}`);
  return store;
}

/** Copies a store as it is, with links and times, over what is there. */
export async function copy(from, to) {
  fs.rmSync(to, { recursive: true, force: true });
  const copied = await execute(["cp", "-a", from, to]);
  if (copied.code !== 0) throw new Error(copied.stderr);
  return to;
}

/** Whether readers see a new release with the content of the second one. */
const isBack = (store) => !BASE.includes(current(store)) && fs.readFileSync(path.join(store, "current/data/index.html"), "utf8").includes("Portal b");
const isGone = (version) => (store) => !fs.existsSync(path.join(store, "releases", version));

/**
 * What a command does to the store of `base`: its arguments, the letter of its portal, whether it has done its work, the versions
 * that it may delete, and those that readers may see midway.
 */
export const COMMANDS = {
  release: { args: ["release", "2026.12.0"], letter: "d", done: (store) => current(store) === "2026.12.0", gone: [], midway: [] },
  activate: { args: ["activate", BASE[3]], letter: "a", done: (store) => current(store) === BASE[3], gone: [], midway: [] },
  rollback: { args: ["rollback", "--reason", "A trial"], letter: "a", done: isBack, gone: [], midway: [BASE[1]] },
  prune: { args: ["prune", "--keep", "1"], letter: "a", done: isGone(BASE[0]), gone: [BASE[0]], midway: [] },
  withdraw: { args: ["withdraw", BASE[1], "--reason", "A trial"], letter: "a", done: isGone(BASE[1]), gone: [BASE[1]], midway: ["2026.11.4"] },
};

/**
 * What is broken after a fault, before and after the next command. In turn, that command is `store recover`, or at once another
 * release, which must put right by itself what the fault left.
 */
export async function aftermath(store, known, turn, { gone = [], links = true } = {}) {
  const broken = check(store, { known, gone, links });
  if (turn % 2 === 0) {
    const recovered = await run(store, "a", ["store", "recover"]);
    if (recovered.code !== 0) broken.push(`store recover: exit ${recovered.code ?? recovered.signal}: ${recovered.stderr}`);
    broken.push(...check(store, { known, gone, links, settled: true }));
  }
  const version = "2027.1.0";
  const before = remember(store);
  const released = await run(store, "e", ["release", version]);
  if (released.code !== 0) broken.push(`the next release: exit ${released.code ?? released.signal}: ${released.stderr}`);
  else if (current(store) !== version) broken.push("the next release is not current");
  broken.push(...check(store, { known: before, gone, links, settled: true }));
  return broken;
}

/** What is wrong with how a command ended: it says how it failed, and success means that its work is done. */
export function ending({ code, signal, stderr, mute = false }, work, store) {
  if (code === 0) return work.done(store) ? [] : ["exit 0, and its work is not done"];
  if (![1, 2, 3, 75].includes(code)) return [`exit ${code ?? signal}: ${stderr}`];
  if (stderr.trim() === "" && !mute) return [`exit ${code} without a word`];
  return /panicked/.test(stderr) ? [`exit ${code} by a panic: ${stderr}`] : [];
}

/** Does jobs two at a time, each lane in a store of its own, and returns what they return. */
export async function lanes(jobs, work) {
  const results = [];
  let next = 0;
  const lane = async (number) => {
    while (next < jobs.length) {
      const at = next++;
      results[at] = await work(jobs[at], path.join(WORK, `lane-${number}`), at);
    }
  };
  await Promise.all([lane(1), lane(2)]);
  return results;
}

/** How often each word occurs, for people: "killed 3, done 4". */
export function tally(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort().map(([word, count]) => `${word} ${count}`).join(", ");
}

/** Random numbers from 0 to 1, the same for the same seed. */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
