// Copies the Chinese typeface that Typst sets documents in; web pages use the reader's own fonts.
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = "../node_modules/@expo-google-fonts/noto-sans-sc";
const target = "../../src/aftersail/web/fonts";

mkdirSync(here(target), { recursive: true });
for (const [folder, name] of [
  ["400Regular", "NotoSansSC_400Regular.ttf"],
  ["700Bold", "NotoSansSC_700Bold.ttf"],
]) {
  copyFileSync(here(`${source}/${folder}/${name}`), here(`${target}/${name}`));
}
copyFileSync(here(`${source}/LICENSE`), here(`${target}/LICENSE`));
