// Runs the tests in the files that are named: node all.mjs FILE...
// Two files at a time, and at the end Lighthouse alone, as it measures time.
import { run } from "node:test";
import report from "./reporter.mjs";

const files = process.argv.slice(2);
const alone = files.filter((file) => file === "lighthouse.mjs");
const beside = files.filter((file) => file !== "lighthouse.mjs");

async function* events() {
  if (beside.length > 0) yield* run({ files: beside, concurrency: 2 });
  if (alone.length > 0) yield* run({ files: alone, concurrency: 1 });
}

async function* watched() {
  for await (const event of events()) {
    if (event.type === "test:fail") process.exitCode = 1;
    yield event;
  }
}

for await (const text of report(watched())) process.stdout.write(text);
