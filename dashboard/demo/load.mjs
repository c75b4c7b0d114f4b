import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const CLIENT = fileURLToPath(new URL('../../clients/typescript/src/index.ts', import.meta.url))

/** A TypeScript module beside this file, ready to be used by Node. */
export async function load(name) {
  const file = fileURLToPath(new URL(name, import.meta.url))
  const { module } = await runnerImport(file, { configFile: false, resolve: { alias: { '@agent-bridge/client': CLIENT } } })
  return module
}
