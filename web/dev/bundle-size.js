/*
 * Fails the build when what a browser must load before the first screen is over the limit (400 kB, gzip).
 * Follows the static imports of the entry in Vite's manifest; lazy chunks (map, rooms) do not count.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 400;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const files = new Set();
const visit = (key) => {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  (chunk.css ?? []).forEach((file) => files.add(file));
  (chunk.imports ?? []).forEach(visit);
};
visit(entry);
let bytes = 0;
for (const file of files) bytes += gzipSync(readFileSync(new URL(file, dist))).length;
const kb = Math.round(bytes / 1024);
console.log(`initial bundle: ${kb} kB gzip in ${files.size} files (limit ${LIMIT_KB} kB)`);
if (kb > LIMIT_KB) process.exit(1);
