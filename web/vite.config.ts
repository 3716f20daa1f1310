import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import mantine from 'postcss-preset-mantine'
import { defineConfig, type Plugin } from 'vite'

/** A running `npm start`, behind which this development server stands. */
const router = process.env['ROUTER_URL'] || 'http://localhost:4000'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), stylesOfWhatIsUsed()],
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
    rolldownOptions: {
      output: {
        codeSplitting: {
          // The first load is two files: libraries, which browsers keep from release to release, and what is ours.
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 1 },
            { name: 'pages', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      '/graphql': { target: router, ws: true, changeOrigin: true, rewriteWsOrigin: true },
      '/config.json': { target: router, changeOrigin: true },
    },
  },
})

/**
 * The style sheet of a Mantine component comes with its code, so that a page loads those of the components it shows and
 * not of all hundred. They are in a layer, which our own styles win against in whatever order they are loaded.
 */
function stylesOfWhatIsUsed(): Plugin {
  return {
    name: 'styles-of-what-is-used',
    transform(code, id) {
      const component = /\/(\w+)\.module\.mjs$/.exec(id)?.[1]
      if (!id.includes('@mantine/core/esm/')) return undefined
      return component && { code: `import '@mantine/core/styles/${component}.layer.css'\n${code}`, map: null }
    },
  }
}
