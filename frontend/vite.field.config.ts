// The field app's build: one page, one script, one style sheet, and the worker that keeps them on the device.
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const BASE = "/static/build/field/";
const SHOWN = ["icon.svg", "icon-192.png", "icon-512.png"];

/** Tell the worker which files make up this version. */
function precache(): Plugin {
  return {
    name: "precache",
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).filter((file) => /^assets\//.test(file.fileName));
      const hash = createHash("sha256");
      for (const file of files) hash.update(file.fileName);
      const worker = Object.values(bundle).find((file) => file.fileName === "sw.js");
      if (worker?.type !== "chunk") throw new Error("the worker was not built");
      hash.update(worker.code);
      const paths = [...files.map((file) => file.fileName), ...SHOWN].map((name) => BASE + name).join(" ");
      worker.code = worker.code.replace("__FILES__", paths).replace("__VERSION__", hash.digest("hex").slice(0, 12));
    },
  };
}

export default defineConfig({
  base: BASE,
  publicDir: fileURLToPath(new URL("src/field/icons", import.meta.url)),
  plugins: [precache()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: fileURLToPath(new URL("../src/aftersail/web/static/build/field", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome125", "firefox121", "safari17.5"],
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        app: fileURLToPath(new URL("field.html", import.meta.url)),
        sw: fileURLToPath(new URL("src/field/worker/worker.ts", import.meta.url)),
      },
      output: { entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
});
