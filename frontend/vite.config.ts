// The desk's build. The field app (src/field) brings its own configuration and its own output folder.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  css: {
    preprocessorOptions: { scss: { quietDeps: true } },
  },
  build: {
    outDir: fileURLToPath(new URL("../src/aftersail/web/static/build", import.meta.url)),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // light-dark() must survive: older targets rewrite it into rules that ignore the chosen theme.
    cssTarget: ["chrome125", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { desk: fileURLToPath(new URL("src/desk/main.ts", import.meta.url)) },
    },
  },
});
