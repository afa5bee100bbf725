// Writes .gz and .br beside every built text asset, so that the server never compresses at run time.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const FOLDERS = ["assets", "field/assets"];
const WORTHWHILE_BYTES = 600;

for (const folder of FOLDERS) compress(fileURLToPath(new URL(`../../src/aftersail/web/static/build/${folder}`, import.meta.url)));

function compress(assets) {
  for (const name of readdirSync(assets)) compressOne(assets, name);
}

function compressOne(assets, name) {
  if (!/\.(js|css|svg)$/.test(name)) return;
  const path = join(assets, name);
  const content = readFileSync(path);
  if (content.length < WORTHWHILE_BYTES) return;
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
