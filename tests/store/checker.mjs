// Says which promises of a store are broken. It asks the disk alone, and never the program that it judges.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const ZEROS = "0".repeat(64);
const SECOND = 1_000_000_000n;
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The version that readers see, or null. */
export function current(store) {
  try {
    return fs.readlinkSync(path.join(store, "current")).replace(/^releases\//, "");
  } catch {
    return null;
  }
}

/** What must not change: the releases of a store file by file, and whether readers see one. */
export function remember(store) {
  const releases = new Map(versions(store).map((version) => [version, walk(folder(store, version))]));
  return { releases, current: current(store) };
}

/**
 * The promises that are broken, one line each.
 * - `known`: what `remember` saw before. `gone`: versions that may have been deleted since.
 * - `settled`: a command has succeeded since the last crash, so nothing may lie about.
 * - `links`: unchanged files are hard links. Where links fail they are copies, which may be younger.
 */
export function check(store, { known = null, gone = [], settled = false, links = true } = {}) {
  const releases = new Map(versions(store).map((version) => [version, walk(folder(store, version))]));
  const history = readHistory(store);
  return [
    ...[...releases].flatMap(([version, files]) => bag(store, version, files).map((fault) => `release ${version}: ${fault}`)),
    ...unchanged(releases, known, gone),
    ...shown(store, releases, known),
    ...history.broken,
    ...times(inOrder(releases, history.lines), links),
    ...(settled ? tidy(store, history) : []),
  ];
}

const folder = (store, version) => path.join(store, "releases", version);

function versions(store) {
  const releases = path.join(store, "releases");
  return fs.existsSync(releases) ? fs.readdirSync(releases).sort() : [];
}

/** Everything in a folder by its path below it. Links are not followed. */
function walk(root, below = "", found = new Map()) {
  for (const name of fs.readdirSync(path.join(root, below)).sort()) {
    const file = below ? `${below}/${name}` : name;
    const at = path.join(root, file);
    const about = fs.lstatSync(at, { bigint: true });
    const kind = about.isFile() ? "file" : about.isDirectory() ? "folder" : "neither file nor folder";
    const bytes = kind === "file" ? fs.readFileSync(at) : null;
    const mode = Number(about.mode & 0o7777n).toString(8);
    found.set(file, { kind, mode, bytes: bytes?.length, hash: bytes && sha256(bytes), inode: about.ino, time: about.mtimeNs });
    if (kind === "folder") walk(root, file, found);
  }
  return found;
}

/** A release is a complete valid bag, with modes that do not depend on who made it. */
function bag(store, version, files) {
  const root = folder(store, version);
  if (!fs.lstatSync(root).isDirectory()) return ["is no folder"];
  const broken = [];
  const mode = (fs.lstatSync(root).mode & 0o7777).toString(8);
  if (mode !== "755") broken.push(`the folder has mode ${mode}`);
  for (const [file, about] of files) {
    if (about.kind === "neither file nor folder") broken.push(`${file} is ${about.kind}`);
    if (about.kind === "folder" && about.mode !== "755") broken.push(`${file} has mode ${about.mode}`);
    if (about.kind === "file" && about.mode !== "444") broken.push(`${file} has mode ${about.mode}`);
  }
  const text = (name) => (files.get(name)?.kind === "file" ? fs.readFileSync(path.join(root, name), "utf8") : "");
  if (text("bagit.txt") !== "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n") broken.push("bagit.txt is not that of BagIt 1.0");
  const names = [...files].filter(([, about]) => about.kind === "file").map(([file]) => file);
  const payload = names.filter((file) => file.startsWith("data/"));
  const signed = ["tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig"];
  const tags = names.filter((file) => !file.startsWith("data/") && !signed.includes(file));
  broken.push(...listed("manifest-sha256.txt", text("manifest-sha256.txt"), payload, files));
  broken.push(...listed("tagmanifest-sha256.txt", text("tagmanifest-sha256.txt"), tags, files));
  const bytes = payload.reduce((sum, file) => sum + files.get(file).bytes, 0);
  const oxum = /^Payload-Oxum: (.*)$/m.exec(text("bag-info.txt"))?.[1];
  if (oxum !== `${bytes}.${payload.length}`) broken.push(`Payload-Oxum is ${oxum}, not ${bytes}.${payload.length}`);
  return broken;
}

/** A manifest lists the files that are there, all of them, with their hashes. */
function listed(name, text, there, files) {
  if (!text.endsWith("\n")) return [`${name} is missing or torn`];
  const broken = [];
  const lines = text.slice(0, -1).split("\n").map((line) => /^([0-9a-f]{64})  (.+)$/.exec(line) ?? [line, "", line]);
  const hashes = new Map(lines.map(([, hash, file]) => [file, hash]));
  if (hashes.size !== lines.length) broken.push(`${name} lists a file twice`);
  for (const file of there) if (!hashes.has(file)) broken.push(`${file} is not in ${name}`);
  for (const [file, hash] of hashes) {
    if (!there.includes(file)) broken.push(`${file} of ${name} is missing`);
    else if (files.get(file).hash !== hash) broken.push(`${file} has other bytes than ${name} says`);
  }
  return broken;
}

/** A committed release never changes, in bytes, modes or times. */
function unchanged(releases, known, gone) {
  const broken = [];
  for (const [version, before] of known?.releases ?? []) {
    const now = releases.get(version);
    if (!now && !gone.includes(version)) broken.push(`release ${version} is gone`);
    if (!now) continue;
    for (const file of new Set([...before.keys(), ...now.keys()])) {
      const [one, other] = [before.get(file), now.get(file)];
      const same = one && other && one.hash === other.hash && one.mode === other.mode && (one.kind === "folder" || one.time === other.time);
      if (!same) broken.push(`release ${version}: ${file} changed`);
    }
  }
  return broken;
}

/** Readers see a release that is there. That it is whole is said of all. */
function shown(store, releases, known) {
  const link = path.join(store, "current");
  const about = fs.lstatSync(link, { throwIfNoEntry: false });
  if (!about) return known?.current ? ["current is gone"] : [];
  if (!about.isSymbolicLink()) return ["current is no symbolic link"];
  const target = fs.readlinkSync(link);
  const found = /^releases\/([^/]+)$/.exec(target);
  return found && releases.has(found[1]) ? [] : [`current leads to ${target}, which is no release`];
}

/** The lines of the history, and what is wrong with their chain. A torn last line is no fault. */
function readHistory(store) {
  const file = path.join(store, "history.jsonl");
  if (!fs.existsSync(file)) return { lines: [], broken: [], torn: false };
  const texts = fs.readFileSync(file, "utf8").split("\n");
  const torn = texts.pop() !== "";
  const broken = [];
  const lines = [];
  let before = ZEROS;
  for (const [at, text] of texts.entries()) {
    const line = parsed(text);
    if (line?.prev !== before) broken.push(`line ${at + 1} of the history does not follow from the line before`);
    if (line) lines.push(line);
    before = sha256(text);
  }
  return { lines, broken, torn };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Releases in their order, with `null` for each that is no longer there. */
function inOrder(releases, lines) {
  const named = [...new Set(lines.map((line) => line.version).filter((version) => version !== undefined))];
  // A crash may come between a release and its line.
  const unnamed = [...releases.keys()].filter((version) => !named.includes(version));
  return [...named, ...unnamed].map((version) => ({ version, files: releases.get(version) ?? null }));
}

/**
 * A file that did not change since the release before is a link to it. One that is new or changed is younger than any file of an
 * earlier release, by whole seconds: web servers and browsers compare no more than that.
 */
function times(ordered, links) {
  const broken = [];
  const payload = (files) => [...files].filter(([file, about]) => file.startsWith("data/") && about.kind === "file");
  let newest = -1n;
  let last = null;
  let isNext = false;
  for (const { version, files } of ordered) {
    if (!files) {
      isNext = false;
      continue;
    }
    for (const [file, about] of payload(files)) {
      const before = last?.get(file);
      const say = (fault) => broken.push(`release ${version}: ${file} ${fault}`);
      if (before?.hash !== about.hash) {
        if (about.time % SECOND !== 0n) say("has a time with a fraction of a second");
        if (about.time <= newest) say("changed and is not younger than all files before it");
      } else if (about.time < before.time) {
        say("is older than in the release before");
      } else if (isNext && links && about.inode !== before.inode) {
        say("did not change and is no link to the release before");
      }
    }
    newest = payload(files).reduce((most, [, about]) => (about.time > most ? about.time : most), newest);
    last = files;
    isNext = true;
  }
  return broken;
}

/** After a command that succeeded, nothing half-made is left and all that names the current release agrees. */
function tidy(store, history) {
  const broken = history.torn ? ["the last line of the history is torn"] : [];
  for (const name of [".staging", ".trash"]) {
    const place = path.join(store, name);
    const left = fs.existsSync(place) ? fs.readdirSync(place) : [];
    broken.push(...left.map((file) => `${name}/${file} is left over`));
  }
  const ours = [".gitattributes", ".staging", ".trash"];
  const hidden = fs.readdirSync(store).filter((name) => name.startsWith(".") && !ours.includes(name));
  broken.push(...hidden.map((file) => `${file} is left over`));
  const version = current(store);
  if (version === null) return broken;
  const file = path.join(store, "current.json");
  const said = fs.existsSync(file) ? parsed(fs.readFileSync(file, "utf8")) : null;
  if (said?.version !== version) broken.push(`current.json names ${said?.version}, and current leads to ${version}`);
  const manifest = path.join(folder(store, version), "tagmanifest-sha256.txt");
  const hash = fs.existsSync(manifest) ? sha256(fs.readFileSync(manifest)) : null;
  if (said?.tagmanifest_sha256 !== hash) broken.push("current.json has the hash of another tag manifest");
  return broken;
}
