// Builds ../static/ponte.css and its mirrored twin ponte.rtl.css from the .scss files beside this one, takes
// htmx over from its package, and notes in stamp.json what they were built from, so that a test can tell
// when they no longer fit.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import postcss from "postcss";
import rtlcss from "rtlcss";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static");
const NOTICE =
  "/*! Built by api/pages/styles (npm ci && npm run build). Holds parts of nhsuk-frontend 10.6.1," +
  " Copyright (c) 2019 NHS.UK, MIT licence: see NHSUK-FRONTEND-LICENCE.txt */\n";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

function hashOfInputs() {
  const names = readdirSync(here)
    .filter((name) => name.endsWith(".scss") || name === "build.mjs" || name === "package-lock.json")
    .sort();
  return sha256(names.map((name) => `${name}\n${readFileSync(join(here, name), "utf8")}`).join("\n"));
}

const { css } = compile(join(here, "main.scss"), {
  loadPaths: [join(here, "node_modules")],
  style: "compressed",
  quietDeps: true,
});
const parsed = postcss.parse(css.replace(/^\uFEFF|^@charset "UTF-8";/, ""));
// Search boxes, of which there are none, would fetch icons from NHS.UK's folder of images.
parsed.walkRules(/\[type=search\]/, (rule) => rule.remove());
parsed.walkAtRules((rule) => rule.nodes && !rule.nodes.length && rule.remove());
const sheet = parsed.toString();
const sheets = {
  "ponte.css": `@charset "UTF-8";${NOTICE}${sheet.replaceAll("/*!rtl:ignore*/", "")}`,
  "ponte.rtl.css": `@charset "UTF-8";${NOTICE}${rtlcss.process(sheet)}\n`,
};
const htmx = join(here, "node_modules", "htmx.org");
const { version } = JSON.parse(readFileSync(join(htmx, "package.json"), "utf8"));
const built = {
  ...sheets,
  "htmx.js":
    `/*! htmx.org ${version}, by Big Sky Software, Zero-Clause BSD licence */\n` +
    readFileSync(join(htmx, "dist", "htmx.min.js"), "utf8").trimEnd() + "\n",
};
for (const [name, text] of Object.entries(built)) {
  writeFileSync(join(target, name), text);
}
const outputs = Object.fromEntries(Object.entries(built).map(([name, text]) => [name, sha256(text)]));
writeFileSync(join(here, "stamp.json"), `${JSON.stringify({ inputs: hashOfInputs(), outputs }, null, 2)}\n`);
