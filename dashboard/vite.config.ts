import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const gateway = process.env.AGENT_BRIDGE_URL ?? 'http://127.0.0.1:8765'

/** Each file has a server and a browser of its own, and mostly waits for them: two at once use a machine of two cores well. */
const TOGETHER = { maxWorkers: 2, sequence: { groupOrder: 0 } }
/** What is measured runs after everything else, by itself. */
const MEASURED = 'e2e/load.test.ts'
const ALONE = { maxWorkers: 1, sequence: { groupOrder: 1 } }

export default defineConfig({
  plugins: [react()],
  // The client is used from its sources: one build, and never a stale one.
  resolve: { alias: { '@agent-bridge/client': fileURLToPath(new URL('../clients/typescript/src/index.ts', import.meta.url)) } },
  build: {
    target: 'es2023',
    // Everything is a file of its own: the content security policy allows nothing inline.
    assetsInlineLimit: 0,
    // One script: what a test holds is its size with gzip.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/ws': { target: gateway, ws: true, changeOrigin: true },
      '/access': { target: gateway, changeOrigin: true },
      '/health': { target: gateway, changeOrigin: true },
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', environment: 'happy-dom', include: ['unit/**/*.test.{ts,tsx}'], ...TOGETHER },
      },
      {
        extends: true,
        test: { name: 'browser', environment: 'node', include: ['e2e/**/*.test.ts'], exclude: [MEASURED], testTimeout: 60_000, hookTimeout: 90_000, ...TOGETHER },
      },
      {
        extends: true,
        test: { name: 'load', environment: 'node', include: [MEASURED], testTimeout: 60_000, hookTimeout: 90_000, ...ALONE },
      },
    ],
  },
})
