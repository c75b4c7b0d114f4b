// Gives a running gateway a fleet to show, at work until this is ended: node demo/run.mjs ws://127.0.0.1:8765/ws
import WebSocket from 'ws'
import { load } from './load.mjs'

const { startDemo } = await load('start.ts')
const demo = await startDemo(process.argv[2] ?? 'ws://127.0.0.1:8765/ws', WebSocket, true)
process.once('SIGINT', () => demo.stop())
process.once('SIGTERM', () => demo.stop())
