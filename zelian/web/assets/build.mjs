// Turns scss/ and js/ into three files: zelian.css, app.js, charts.js, and collects the licences of what is inside.
// Called by hatch_build.py, which puts this folder beside node_modules: node build.mjs OUT_DIR
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { transform } from "lightningcss";
import * as sass from "sass";

const FLOOR = 86; // Chromium; DESIGN §9
const INSIDE = ["bootstrap", "echarts", "zrender", "tslib"];
const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.dirname(path.dirname(createRequire(import.meta.url).resolve("echarts/package.json")));
const out = path.resolve(process.argv[2]);

async function styles() {
  const { css } = sass.compile(path.join(here, "scss/zelian.scss"), {
    loadPaths: [modules],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const { code } = transform({
    filename: "zelian.css",
    code: Buffer.from(css),
    minify: true,
    targets: { chrome: FLOOR << 16 },
  });
  await writeFile(path.join(out, "zelian.css"), code);
}

async function scripts() {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: ["js/app.js", "js/charts.js"],
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: `chrome${FLOOR}`,
    legalComments: "none",
    logLevel: "warning",
  });
}

async function licences() {
  const parts = ["Parts of other projects inside zelian.css and charts.js, with their licences.\n"];
  for (const name of INSIDE) {
    const { version, license } = JSON.parse(await readFile(path.join(modules, name, "package.json"), "utf8"));
    parts.push(`${"=".repeat(76)}\n${name} ${version} (${license})\n`);
    for (const file of ["LICENSE", "LICENSE.txt", "NOTICE"]) {
      parts.push(await readFile(path.join(modules, name, file), "utf8").catch(() => ""));
    }
  }
  await writeFile(path.join(out, "NOTICE.txt"), parts.filter(Boolean).join("\n"));
}

await mkdir(out, { recursive: true });
await Promise.all([styles(), scripts(), licences()]);
