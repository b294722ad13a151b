// Starts nginx and Apache as Debian packages them, with the configurations that the documentation shows. They run as an
// unprivileged user, on free ports of this machine, with all their files in a folder of these tests.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ROOT, WORK } from "./store.mjs";

const NOBODY = 65534;
const SITE = { store: "/srv/portal/store", prefix: "/data-catalogue/", port: "8080" };

const KINDS = {
  nginx: {
    site: "nginx.conf",
    main: (site, folder) => `
pid ${folder}/pid;
error_log ${folder}/error.log;
daemon off;
worker_processes 2;
events { worker_connections 256; }
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")}
  include ${site};
}
`,
    argv: (main, folder) => ["nginx", "-e", `${folder}/error.log`, "-p", folder, "-c", main],
  },
  apache: {
    site: "apache.conf",
    main: (site, folder, port) => `
ServerRoot ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
DefaultRuntimeDir ${folder}
Mutex file:${folder}
ServerName localhost
Listen 127.0.0.1:${port}
${["mpm_event", "authz_core", "alias", "dir", "headers", "mime"].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
TypesConfig /etc/mime.types
StartServers 1
ServerLimit 2
<Directory />
  Require all denied
</Directory>
Include ${site}
`,
    argv: (main) => ["apache2", "-f", main, "-D", "FOREGROUND"],
  },
};

/** The kinds of servers. */
export const SERVERS = Object.keys(KINDS);

/** Serves a store below an address such as /data-catalogue/. */
export async function serve(kind, store, prefix = SITE.prefix) {
  const folder = fs.mkdtempSync(path.join(WORK, `${kind}-`));
  const port = await freePort();
  const { site, main, argv } = KINDS[kind];
  const write = (name, text) => {
    fs.writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const settings = write("site.conf", filled(site, store, prefix, port));
  const start = argv(write("main.conf", main(settings, folder, port)), folder);
  if (ROOT) spawnSync("chown", ["-R", `${NOBODY}:${NOBODY}`, folder]);
  const user = ROOT ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : [];
  const [program, ...args] = [...user, ...start];
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = once(child, "exit");
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${kind} did not start: ${said}`);
    await pause(20);
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { port, prefix, stop };
}

/** The configuration of a site with its own names in place of those of the documentation. */
function filled(name, store, prefix, port) {
  const text = fs.readFileSync(new URL(name, import.meta.url), "utf8");
  const kept = prefix === "/" ? text.replace(/^.*# sub-path$/gm, "") : text;
  const bare = prefix.replace(/\/$/, "");
  return kept
    .replaceAll(SITE.store, store)
    .replaceAll(SITE.prefix, prefix)
    .replaceAll(SITE.prefix.slice(0, -1), bare)
    .replaceAll(/^(\s*listen) 8080;/gm, `$1 127.0.0.1:${port};`)
    .replaceAll(`*:${SITE.port}`, `127.0.0.1:${port}`);
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

/** Asks for exactly this target, however odd. */
export function ask({ port }, target, { headers = {}, agent, method = "GET" } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, path: target, method, headers, agent }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part)).on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject).end();
  });
}
