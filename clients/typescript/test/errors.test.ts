import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  AccessDeniedError,
  AgentError,
  CommandError,
  ConflictError,
  JsonError,
  OverloadedError,
  TaskError,
  TooOldError,
  ValidationError,
  type AgentBridgeError,
} from '@agent-bridge/client'
import { newId } from '../src/identifier.js'
import { newClient, range, type TestClient } from './support/clients.js'
import { echo } from './support/echo.js'
import { violations } from './support/checked-socket.js'
import { Gateway } from './support/gateway.js'
import { url } from './support/own-gateway.js'
import { until } from './support/waiting.js'

// Every error that the gateway makes, as it makes it. Those of single requests stand with their requests in conversation.test.ts.

async function gateway(...options: string[]): Promise<Gateway> {
  const started = await Gateway.start(...options)
  onTestFinished(() => started.close())
  return started
}

async function errorIn(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => expect.unreachable('It succeeded.'),
    (error: unknown) => error,
  )
}

describe('a request that cannot be carried out', () => {
  let client: TestClient

  beforeEach(async () => {
    client = newClient({ url })
    await client.connect()
  })

  test('is a validation error where it is not valid', async () => {
    const error = await errorIn(client.createAgent({ agent_type: 'pilot' as 'worker' }))
    expect(violations.splice(0)).toHaveLength(1)
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({ type: 'validation_error', message: expect.stringContaining('coordinator') as string })
  })

  test('is a JSON error where it is no JSON; it answers nobody, and the connection lives on', async () => {
    const errors: AgentBridgeError[] = []
    client.on('error', (error) => errors.push(error))
    client.socket?.sendUnchecked('{"id":')
    await until('the error', () => errors.length === 1)
    expect(errors[0]).toBeInstanceOf(JsonError)
    await client.systemStatus()
    expect(client.connections).toBe(1)
  })

  test('is a command error where the agent or command is not known', async () => {
    expect(await errorIn(client.execute('worker-1-00000000', 'x').result)).toBeInstanceOf(CommandError)
    expect(await errorIn(client.cancelCommand(newId()))).toBeInstanceOf(CommandError)
  })

  test('is a task error where the task or its agent is not known', async () => {
    expect(await errorIn(client.cancelTask('no-such-task'))).toBeInstanceOf(TaskError)
    expect(await errorIn(client.assignTask({}, 'worker-1-00000000').accepted)).toBeInstanceOf(TaskError)
  })

  test('is a conflict where its id was used for something else', async () => {
    const id = newId()
    await client.createAgent({ name: 'one' }, { id })
    expect(await errorIn(client.createAgent({ name: 'two' }, { id }))).toBeInstanceOf(ConflictError)
  })

  test('is refused where it looks into the future', async () => {
    expect(await errorIn(client.stateAt(1_000_000_000))).toBeInstanceOf(ValidationError)
  })

  test('of a command that runs out of its time says so', async () => {
    const agent = await client.createAgent()
    const error = await errorIn(client.execute(agent.id, echo({ hang: true }), { timeout_ms: 100 }).result)
    expect(error).toBeInstanceOf(CommandError)
    expect(error).toMatchObject({ status: 'failed', agentId: agent.id })
  })

  test('because its agent exits is told to everybody who watches', async () => {
    const agent = await client.createAgent()
    const error = await errorIn(client.execute(agent.id, echo({ exit: true })).result)
    expect(error).toBeInstanceOf(CommandError)
  })
})

test('a server that has enough refuses, and says when to come again', async () => {
  const small = await gateway('--max-queued-commands', '1', '--max-agents', '1')
  const client = newClient({ url: small.url })
  await client.connect()
  const agent = await client.createAgent()
  const ends = await Promise.all(range(1, 4).map(() => client.execute(agent.id, echo({ text: 'x', delay_ms: 200 })).result.catch((error: unknown) => error)))
  const refused = ends.filter((end) => end instanceof OverloadedError)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]).toMatchObject({ retryAfterMillis: expect.any(Number) as number })
  expect(refused[0]?.retryAfterMillis).toBeGreaterThan(0)
  const another = await errorIn(client.createAgent())
  expect(another instanceof AgentError || another instanceof OverloadedError).toBe(true)
})

test('a request that is sent again after the server has forgotten it is too old', async () => {
  const forgetful = await gateway('--idempotency-window', '100')
  const client = newClient({ url: forgetful.url })
  await client.connect()
  for (const number of range(1, 300)) await client.metric({ metric_name: 'm', metric_value: number })
  const errors: unknown[] = []
  client.on('error', (error) => errors.push(error))
  const payload = { metric_name: 'late', metric_value: 1 }
  client.socket?.send(JSON.stringify({ id: newId(), type: 'system:metric', timestamp: new Date().toISOString(), payload, first_sent_at: 2 }))
  await until('the refusal', () => errors.length === 1)
  expect(errors[0]).toBeInstanceOf(TooOldError)
})

test('a server that wants a token lets in whoever has it, and tells the others for good', async () => {
  const guarded = await gateway('--auth', 'token')
  const stranger = newClient({ url: guarded.url })
  expect(await errorIn(stranger.connect())).toBeInstanceOf(AccessDeniedError)
  const wrong = newClient({ url: guarded.url, token: 'not-the-one' })
  expect(await errorIn(wrong.connect())).toBeInstanceOf(AccessDeniedError)
  expect(wrong.status).toMatchObject({ state: 'closed', error: expect.any(AccessDeniedError) as AccessDeniedError })
  const friend = newClient({ url: guarded.url, token: guarded.token() })
  expect((await friend.connect()).status).toBe('connected')
})
