// Stops or fails a program at one of its system calls, with strace.
//
// Building a portal makes thousands of calls, and only those that name the store matter. One run is traced to find them: strace
// writes paths, and the path of each descriptor. strace counts the calls of a name for each thread by itself, so calls of the main
// thread are counted without looking at others.
import fs from "node:fs";
import path from "node:path";
import { execute, LONG, random } from "./store.mjs";

/** Calls that change what is on the disk, or say that it must be there. */
const CHANGES = [
  "write", "pwrite64", "writev", "fsync", "fdatasync", "syncfs", "rename", "renameat", "renameat2", "link", "linkat", "mkdir", "mkdirat", "symlink",
  "symlinkat", "unlink", "unlinkat", "rmdir", "open", "openat", "openat2", "copy_file_range", "sendfile", "ftruncate", "fallocate", "fchmod",
  "fchmodat", "chmod", "utimensat", "flock", "ioctl",
];
const LOOKS = ["read", "pread64", "getdents64", "statx", "newfstatat", "fstat", "lseek", "readlink", "readlinkat", "close"];

/** The same calls in each run: one worker thread, and no git, whose words come in pieces. */
const REPEATABLE = ["-E", "RAYON_NUM_THREADS=1", "-E", "PATH=/nowhere"];

/** Whether a call changes the disk. To stop before one that only looks is to stop before the next change. */
export const changes = ({ name, text }) => CHANGES.includes(name) && (!name.startsWith("open") || /O_(CREAT|TRUNC|WRONLY|RDWR)/.test(text));

/** The calls of a command line that name something in the store, and that `tamper` can meet. */
export async function trace(argv, store) {
  const log = `${store}.strace`;
  const done = await execute(["strace", "-f", ...REPEATABLE, "-y", "-s", "0", "-o", log, "-e", `trace=${[...CHANGES, ...LOOKS].map((name) => `?${name}`).join()}`, ...argv]);
  if (done.code !== 0) throw new Error(`strace: exit ${done.code ?? done.signal}: ${done.stderr}`);
  const counts = new Map();
  const calls = read(log).map((call) => {
    const key = `${call.thread} ${call.name}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return { ...call, number: counts.get(key) };
  });
  const main = calls[0].thread;
  const first = new Map();
  for (const call of calls) {
    const key = `${call.name} ${call.number}`;
    if (!first.has(key)) first.set(key, call);
  }
  // A call of the worker is out of reach if the main thread made as many of that name before it.
  const within = calls.filter((call) => call.thread === main || first.get(`${call.name} ${call.number}`) === call);
  const inStore = within.filter(({ text }) => text.includes(store));
  return inStore.map((call) => ({ ...call, follow: call.thread !== main, about: about(call.text, store) }));
}

/**
 * Runs a command line and does something at one of its calls: "signal=KILL" before it, or "error=EIO" instead of it.
 * `met` is the call that it happened to, told like `about` of a traced one. `mute`: what it wrote to standard error failed too.
 */
export async function tamper(argv, store, { name, number, follow }, what) {
  const log = `${store}.strace`;
  const options = ["-y", "-s", "0", "-qq", "-o", log, "-e", `trace=${name}`, "-e", `inject=${name}:${what}:when=${number}`];
  const done = await execute(["strace", ...(follow ? ["-f"] : []), ...REPEATABLE, ...options, ...argv]);
  // Without -f, strace writes no thread ids.
  const calls = read(log);
  const hits = what.startsWith("signal") ? calls.slice(-1) : calls.filter(({ text }) => text.endsWith("(INJECTED)"));
  return { ...done, met: hits.length > 0 ? about(hits[0].text, store) : null, mute: hits.some(({ text }) => text.startsWith("write(2<")) };
}

function read(log) {
  const lines = fs.readFileSync(log, "utf8").split("\n");
  const calls = lines.map((line) => /^(?:(\d+) +)?(\w+)\((.*)$/.exec(line)).filter(Boolean);
  return calls.map(([, thread, name, text]) => ({ thread, name, text: `${name}(${text}` }));
}

/** A call without what is chance or differs from file to file: "linkat releases/*, .staging/*". */
function about(text, store) {
  const name = text.split("(")[0];
  const places = [...text.replace(/ = .*$/, "").matchAll(/[<"](\/[^">]*)[>"]/g)].map(([, place]) => place).filter((place) => place.startsWith(store));
  return [name, ...places.map((place) => kind(path.relative(store, place)))].join(" ");
}

const kind = (place) => place.replace(/^(releases|\.staging|\.trash)\/[^/]+/, "$1/*").replace(/\/data\/.*/, "/data/*").replace(/\d{3,}/g, "*");

/** A few calls of each kind, the first and the last among them, `most` in all; in the long form, all calls. */
export function sample(calls, most, seed) {
  if (LONG) return calls;
  const kinds = new Map();
  for (const call of calls) kinds.set(call.about, [...(kinds.get(call.about) ?? []), call]);
  const next = random(seed);
  const mixed = [...kinds.values()].map(([first, ...others]) => [first, ...others.splice(-1), ...shuffled(others, next)]);
  const chosen = [];
  for (let round = 0; chosen.length < most && mixed.some((some) => some.length > round); round++) {
    chosen.push(...mixed.flatMap((some) => some.slice(round, round + 1)));
  }
  return chosen.slice(0, Math.max(most, kinds.size));
}

const shuffled = (list, next) => list.map((item) => [next(), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
