// Builds the icon sprite: one <symbol> for each name in src/aftersail/web/icons.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const names = JSON.parse(readFileSync(here("../../src/aftersail/web/icons.json"), "utf8"));

const symbols = names.map((name) => {
  const source = readFileSync(here(`../node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
  const body = source
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace("</svg>", "")
    .replace(/<path stroke="none"[^>]*\/>/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
});

mkdirSync(here("../src/desk/generated"), { recursive: true });
writeFileSync(
  here("../src/desk/generated/icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
);
