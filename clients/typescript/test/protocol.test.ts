import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LogFold, RequestError, errorOf, type ErrorPayload, type ServerFrame } from '@agent-bridge/client'
import { newClient } from './support/clients.js'
import { examples, errorsOf } from './support/schemas.js'
import { ScriptedServer } from './support/scripted-server.js'
import { until } from './support/waiting.js'

// The golden messages are what the gateway is held to as well. That every message which this client sends is valid is checked in all
// tests, by CheckedSocket.

const server = examples('server-')
/** What a client gets that neither speaks the old dialects nor has to be told of itself; a bundle is what is in it. */
const shown = [...server].filter(([name]) => !/^server-(legacy-response|command_response|connection-(ack|subscribed|bundle))/.test(name))

test('the types are those of the schemas', () => {
  const folder = dirname(dirname(fileURLToPath(import.meta.url)))
  expect(() => execFileSync('npm', ['run', '--silent', 'check-generated'], { cwd: folder, stdio: 'pipe' })).not.toThrow()
})

describe('the golden messages', () => {
  test('are there, and valid', () => {
    expect(server.size).toBeGreaterThan(50)
    for (const [name, message] of server) expect([name, errorsOf('server-message', message)]).toEqual([name, ''])
    for (const [name, message] of examples('client-')) expect([name, errorsOf('client-message', message)]).toEqual([name, ''])
  })

  test.each(shown)('%s is taken: the connection lives on, and listeners hear what belongs to the log', async (_name, example) => {
    const { sequence: _, more: __, ...frame } = example as ServerFrame
    const isEvent = (example as ServerFrame).sequence !== undefined
    const scripted = await ScriptedServer.start()
    onTestFinished(() => scripted.close())
    const client = newClient({ url: scripted.url, from: { epoch: 'e-1', sequence: 0 } })
    const fold = new LogFold()
    const heard: ServerFrame[] = []
    client.on('frame', (told) => {
      heard.push(told)
      fold.apply(told)
    })
    await client.connect()
    scripted.socket?.send(JSON.stringify(isEvent ? { ...frame, sequence: 1 } : frame))
    scripted.event(isEvent ? 2 : 1)
    await until('what comes after it', () => heard.some(({ type, payload }) => type === 'system:metric' && /^m\d$/.test(payload.metric_name)))
    expect(scripted.connections).toBe(1)
    if (isEvent) expect(heard[0]).toEqual({ ...frame, sequence: 1 })
    expect(fold.sequence).toBe(isEvent ? 2 : 1)
  })

  test('that are errors become errors that say the same', () => {
    const errors = [...server].filter(([name]) => name.includes('-error'))
    expect(errors.length).toBeGreaterThan(10)
    for (const [, message] of errors) {
      const { payload } = message as { payload: ErrorPayload }
      const error = errorOf(payload)
      expect(error.constructor).not.toBe(RequestError)
      expect(error).toMatchObject({ type: payload.error_type, message: payload.error_message, metadata: payload.metadata })
    }
  })

  test('that are a state fold to it', () => {
    const { payload } = server.get('server-system-state') as { payload: Parameters<typeof LogFold.of>[0] }
    const fold = LogFold.of(payload)
    expect(fold.sequence).toBe(payload.sequence)
    expect([...fold.agents.values()]).toEqual(payload.agents)
    expect([...fold.tasks.values()]).toEqual(payload.tasks)
    expect([...fold.commands.values()]).toEqual(payload.commands)
    expect([...fold.approvals.values()]).toEqual(payload.approvals)
  })
})
