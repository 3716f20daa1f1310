import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import mantine from 'postcss-preset-mantine'
import { defineConfig } from 'vite'

/** A running `npm start`, behind which this development server stands. */
const router = process.env['ROUTER_URL'] || 'http://localhost:4000'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  // The same parser, without Node's streams and buffers.
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
  css: { postcss: { plugins: [mantine()] } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Every asset is a file: the page's policy allows neither inline scripts nor data: for what is loaded.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
  },
  server: {
    proxy: {
      '/graphql': { target: router, ws: true, changeOrigin: true },
      '/config.json': { target: router, changeOrigin: true },
    },
  },
})
