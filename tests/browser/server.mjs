// A static server for the tests, with the headers and habits of a production host.
import http from "node:http";
import fs from "node:fs";
import path from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".jsonld": "application/ld+json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttl": "text/turtle; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

const HEADERS = {
  "content-security-policy": "default-src 'self'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The path of a site's own address: its page for missing addresses counts on being served there. */
const own = (folder) => new URL(JSON.parse(fs.readFileSync(path.join(folder, "release.json"))).address).pathname;

/** Serves `folder` below `prefix` on a free port of this machine. `log` holds each answer: path below the prefix, status, bytes. */
export async function serve(folder, prefix = own(folder)) {
  const log = [];
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const below = asked.startsWith(prefix) ? asked.slice(prefix.length) : null;
    const file = below === null ? null : find(folder, below);
    const answer = (status, type, body) => {
      log.push({ path: below ?? asked, status, bytes: body.length });
      response.writeHead(status, { "content-type": type, "content-length": body.length, ...HEADERS });
      response.end(request.method === "HEAD" ? undefined : body);
    };

    if (file) return answer(200, TYPES[path.extname(file)] ?? "application/octet-stream", fs.readFileSync(file));
    const missing = path.join(folder, "404.html");
    const body = below !== null && fs.existsSync(missing) ? fs.readFileSync(missing) : Buffer.from("not found");
    return answer(404, TYPES[".html"], body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    base: `http://127.0.0.1:${server.address().port}${prefix}`,
    log,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

function find(folder, below) {
  const file = path.join(folder, below);
  if (!file.startsWith(folder) || !fs.existsSync(file)) return null;
  if (fs.statSync(file).isFile()) return file;
  const index = path.join(file, "index.html");
  return below === "" || below.endsWith("/") ? (fs.existsSync(index) ? index : null) : null;
}
