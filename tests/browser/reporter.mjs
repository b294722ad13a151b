// Prints a line for each test, the failures in full, and the closing line.
const indent = (text) => text.replace(/^/gm, "    ");

export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type === "test:diagnostic" && data.nesting > 0) yield `    ${data.message}\n`;
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details.type === "suite") continue;
    if (data.skip !== undefined) {
      yield `  skipped  ${data.name}: ${data.skip}\n`;
    } else if (type === "test:pass") {
      passed += 1;
      yield `  passed   ${data.name}\n`;
    } else {
      failed += 1;
      const error = data.details.error;
      yield `  FAILED   ${data.name}\n${indent(String(error?.cause?.message ?? error?.message ?? error))}\n`;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}
