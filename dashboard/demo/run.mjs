// Gives a running gateway a fleet to show: node demo/run.mjs ws://127.0.0.1:8765/ws [--once]
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import WebSocket from 'ws'

const [url = 'ws://127.0.0.1:8765/ws', once] = process.argv.slice(2)
const client = fileURLToPath(new URL('../../clients/typescript/src/index.ts', import.meta.url))
const { module } = await runnerImport(fileURLToPath(new URL('fleet.ts', import.meta.url)), { resolve: { alias: { '@agent-bridge/client': client } } })
const demo = await module.startDemo(url, WebSocket, once !== '--once')
if (once === '--once') demo.stop()
else {
  process.once('SIGINT', () => demo.stop())
  process.once('SIGTERM', () => demo.stop())
}
