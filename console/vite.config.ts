/** Built by scripts/build.mjs, which also compresses what comes out. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: "es2023",
    assetsInlineLimit: 0, // a data: address would need a hole in the content security policy
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
  // `npx vite console` beside a running Talktime: pages change as they are saved, the API is the real one.
  server: { proxy: { "/v1": "http://127.0.0.1:8480", "/graph": "http://127.0.0.1:8480" } },
});
