import { defineConfig } from 'vitest/config'

const source = (name: string): string => new URL(`./src/${name}.ts`, import.meta.url).pathname

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@agent-bridge\/client$/, replacement: source('index') },
      { find: /^@agent-bridge\/client\/react$/, replacement: source('react') },
    ],
  },
  test: {
    setupFiles: ['test/support/no-violations.ts'],
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // Whole processes are started and killed; more at a time than cores only makes each slower.
    maxWorkers: 2,
  },
})
