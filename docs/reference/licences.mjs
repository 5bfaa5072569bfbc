// Writes docs/reference/licences.md: every library that ships with Vigilia, with its licence.
// Usage: node docs/reference/licences.mjs [--check]   (run by ./vigilia test; needs Maven and web/node_modules)
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const page = join(root, "docs", "reference", "licences.md");

// how the same licence is written in many poms
const names = [
  [/apache[- ]?(software )?(license,? ?)?(version )?2|apache-2|apache 2|the apache (software )?license|^apache license/i, "Apache-2.0"],
  [/eclipse public license.*2|epl[- ]?2/i, "EPL-2.0"],
  [/eclipse public license.*1|epl[- ]?1/i, "EPL-1.0"],
  [/lgpl/i, "LGPL-2.1"],
  [/edl|eclipse distribution|bsd[- ]3|3-clause|new bsd|revised bsd/i, "BSD-3-Clause"],
  [/bsd[- ]2|2-clause/i, "BSD-2-Clause"],
  [/bsd/i, "BSD"],
  [/bouncy castle|mit/i, "MIT"],
  [/public domain|cc0/i, "CC0-1.0"],
  [/gpl.*classpath|cpe/i, "GPL-2.0 with Classpath exception"],
];
const short = (text) => names.find(([pattern]) => pattern.test(text))?.[1] ?? text;
const allowed = /Apache|EPL|LGPL|BSD|MIT|ISC|CC0|0BSD|Zlib|Unlicense|BlueOak|OFL|CC-BY-4|Python-2|PostgreSQL|WTFPL/i;

function java() {
  execFileSync(
    join(root, "mvnw"),
    [
      "-q", "-ntp", "-B",
      "org.codehaus.mojo:license-maven-plugin:2.7.1:aggregate-add-third-party",
      "-Dlicense.excludedScopes=test,provided", "-Dlicense.excludedGroups=org.vigilia", "-Dlicense.outputDirectory=target/licences",
    ],
    { cwd: root, stdio: ["ignore", "ignore", "inherit"] },
  );
  const rows = [];
  for (const line of readFileSync(join(root, "target/licences/THIRD-PARTY.txt"), "utf8").split("\n")) {
    const found = line.match(/^\s+((?:\([^()]*(?:\([^()]*\)[^()]*)*\) )+)(.*?) \(([^():]+):([^():]+):([^() ]+) - /);
    if (found) {
      const licences = [...found[1].matchAll(/\(((?:[^()]|\([^()]*\))*)\)/g)].map((m) => short(m[1]));
      rows.push([`${found[3]}:${found[4]}`, found[5], [...new Set(licences)].join(" or ")]);
    }
  }
  return rows.sort((a, b) => a[0].localeCompare(b[0]));
}

// packages whose package.json does not say it, but whose own files do
const stated = { "@mapbox/jsonlint-lines-primitives": "MIT" };

function npm() {
  const lock = JSON.parse(readFileSync(join(root, "web/package-lock.json"), "utf8"));
  const rows = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path.startsWith("node_modules/") && !entry.dev && !entry.devOptional && !entry.optional) {
      const name = path.replace(/^.*node_modules\//, "");
      rows.push([name, entry.version, entry.license ?? stated[name] ?? "not stated"]);
    }
  }
  return rows.sort((a, b) => a[0].localeCompare(b[0]) || a[1].localeCompare(b[1]));
}

const table = (rows) =>
  ["| package | version | licence |", "|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");

const javaRows = java();
const npmRows = npm();
const bad = [...javaRows, ...npmRows].filter((row) => !allowed.test(row[2]));
const text = `# Licences of what we build upon

Vigilia is Apache-2.0. This page is made by \`node docs/reference/licences.mjs\` from the build files and checked by \`./vigilia test\`; do not edit it. Where two licences stand, we use the package under the first that allows it (Logback under EPL-2.0). Native programs: FFmpeg is the LGPL build of \`org.bytedeco:ffmpeg\` (no GPL parts), PostgreSQL is under the PostgreSQL licence; both run as they are. Model weights are not part of Vigilia: see [models](models.md) for what \`./vigilia models\` fetches, from where and under which terms.

## Java (${javaRows.length})

${table(javaRows)}

## Pages (${npmRows.length})

${table(npmRows)}
`;

if (bad.length > 0) {
  console.error("licences: not on the list of allowed licences:\n" + bad.map((row) => "  " + row.join("  ")).join("\n"));
  process.exit(1);
}
if (process.argv.includes("--check")) {
  if (!existsSync(page) || readFileSync(page, "utf8") !== text) {
    console.error("licences: docs/reference/licences.md is stale; run: node docs/reference/licences.mjs");
    process.exit(1);
  }
} else {
  writeFileSync(page, text);
  console.log(`licences: ${javaRows.length} Java and ${npmRows.length} npm packages`);
}
