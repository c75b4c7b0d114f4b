import { describe, expect, onTestFinished, test } from 'vitest'
import {
  AccessDeniedError,
  AgentBridgeError,
  ConnectionClosedError,
  MessageTooLargeError,
  NotRetainedError,
  OutcomeUnknownError,
  OverloadedError,
  RateLimitedError,
  RequestError,
  RequestTimeoutError,
  TaskEndedError,
  TooManyRequestsError,
  TooOldError,
  ValidationError,
  errorOf,
  type AgentBridgeClient,
  type CommandHandle,
  type ErrorPayload,
} from '@agent-bridge/client'
import { newId } from '../src/identifier.js'
import { newClient } from './support/clients.js'
import { ScriptedServer } from './support/scripted-server.js'
import { sleep, until } from './support/waiting.js'

async function newServer(on?: Parameters<typeof ScriptedServer.start>[0]): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(on)
  onTestFinished(() => server.close())
  return server
}

describe('a request', () => {
  test('without an answer is sent again after a disconnection, the same, and says what was known when it was sent first', async () => {
    const server = await newServer()
    server.sequence = 7
    const client = newClient({ url: server.url })
    await client.connect()
    const metric = client.metric({ metric_name: 'm', metric_value: 1 })
    await until('it is sent', () => server.of('system:metric').length === 1)
    server.sequence = 9
    server.drop()
    await until('it is sent again', () => server.of('system:metric').length === 2)
    const [first, second] = server.of('system:metric')
    expect(second).toEqual({ ...first, first_sent_at: 7 })
    expect(first).not.toHaveProperty('first_sent_at')
    server.say('system:metric', { metric_name: 'm', metric_value: 1 }, { sequence: 8, correlation_id: second?.correlation_id })
    await metric
    expect(client.pendingRequests).toBe(0)
  })

  test('that was made before there is a connection is sent with the first', async () => {
    const server = await newServer(({ type, correlation_id }) => {
      if (type === 'system:metric') server.say('system:metric', { metric_name: 'm', metric_value: 1 }, { sequence: 1, correlation_id })
    })
    const client = newClient({ url: server.url })
    const metric = client.metric({ metric_name: 'm', metric_value: 1 })
    await client.connect()
    await metric
  })

  test('whose answer comes twice is answered by the first', async () => {
    const server = await newServer(({ type, correlation_id }) => {
      if (type !== 'agent:message') return
      for (const content of ['first', 'second']) server.say('agent:message', { content }, { sequence: 1, correlation_id })
    })
    const client = newClient({ url: server.url })
    await client.connect()
    const answer = await client.sendMessage({ from_agent: 'a', to_agent: 'b', content: 'x' })
    expect(answer.payload.content).toBe('first')
    await sleep(20)
    expect(server.connections).toBe(1)
  })

  test('gives up after its time, and an answer that comes later disturbs nobody', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url, requestTimeoutMillis: 40 })
    await client.connect()
    const error = await client.metric({ metric_name: 'm', metric_value: 1 }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RequestTimeoutError)
    expect(error).toMatchObject({ requestType: 'system:metric', timeoutMillis: 40, name: 'RequestTimeoutError' })
    server.say('system:metric', {}, { sequence: 1, correlation_id: server.of('system:metric')[0]?.correlation_id })
    await sleep(20)
    expect(client.pendingRequests).toBe(0)
    expect(server.connections).toBe(1)
  })

  test('beyond the limit is refused at once', async () => {
    const client = newClient({ url: 'ws://127.0.0.1:9', maxPendingRequests: 2 })
    const waiting = [1, 2].map((value) => client.metric({ metric_name: 'm', metric_value: value }))
    await expect(client.metric({ metric_name: 'm', metric_value: 3 })).rejects.toThrow(TooManyRequestsError)
    client.close()
    for (const metric of waiting) await expect(metric).rejects.toThrow(ConnectionClosedError)
  })

  test('that is larger than the server takes is not sent, and none other suffers', async () => {
    const server = await newServer(({ type, correlation_id }) => {
      if (type === 'system:metric') server.say('system:metric', {}, { sequence: 1, correlation_id })
    })
    server.limits = { max_message_bytes: 1_000 }
    const client = newClient({ url: server.url })
    await client.connect()
    const error = await client.execute('a', 'x'.repeat(1_000)).result.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(MessageTooLargeError)
    expect(error).toMatchObject({ maxBytes: 1_000 })
    expect(server.of('command:execute')).toEqual([])
    await client.metric({ metric_name: 'm', metric_value: 1 })
  })

  test('over which the server closes the connection is not sent for ever', async () => {
    const server = await newServer(({ type, correlation_id, payload }, { socket }) => {
      if (type === 'command:execute' && String(payload['command']).length > 100) socket?.close(1009, 'too big')
      else if (type === 'command:execute') server.say('command:result', { result: 'small' }, { sequence: 1, correlation_id })
    })
    const client = newClient({ url: server.url })
    await client.connect()
    const [large, small] = [client.execute('a', 'x'.repeat(1_000)), client.execute('a', 'x')]
    await expect(large.result).rejects.toThrow(MessageTooLargeError)
    expect((await small.result).result).toBe('small')
  })

  test('whose id is no UUID is not sent twice', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    await client.connect()
    const metric = client.metric({ metric_name: 'm', metric_value: 1 }, { id: 'my-own' })
    await until('it is sent', () => server.of('system:metric').length === 1)
    server.drop()
    await expect(metric).rejects.toThrow(OutcomeUnknownError)
    await until('the client is back', () => server.connections === 2 && client.status.state === 'connected')
    expect(server.of('system:metric')).toHaveLength(1)
  })

  test('can bear the id of another that is on its way', async () => {
    const server = await newServer(({ type, correlation_id }) => {
      if (type === 'system:metric') server.say('system:metric', {}, { sequence: 1, correlation_id })
    })
    const client = newClient({ url: server.url })
    await client.connect()
    const id = newId()
    await Promise.all([1, 2].map(() => client.metric({ metric_name: 'm', metric_value: 1 }, { id })))
    expect(server.of('system:metric').map((message) => message.id)).toEqual([id, id])
  })

  test('ends when the client is closed, and none is taken afterwards, until it connects again', async () => {
    const server = await newServer(({ type, correlation_id }) => {
      if (type === 'system:metric') server.say('system:metric', {}, { sequence: 1, correlation_id })
    })
    const client = newClient({ url: server.url })
    await client.connect()
    const command = client.execute('a', 'x')
    const task = client.assignTask({ title: 'x' })
    await until('both are sent', () => server.of('task:assign').length === 1)
    client.close()
    for (const end of [command.result, command.commandId, task.accepted, task.result]) await expect(end).rejects.toThrow(ConnectionClosedError)
    for (const steps of [command, task]) await expect(steps[Symbol.asyncIterator]().next()).rejects.toThrow(ConnectionClosedError)
    await expect(client.metric({ metric_name: 'm', metric_value: 1 })).rejects.toThrow(ConnectionClosedError)
    await client.connect()
    await client.metric({ metric_name: 'm', metric_value: 1 })
  })
})

describe('a command', () => {
  test('whose result is repeated before its output came again still has all its output', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    await client.connect()
    const command = client.execute('a', 'x')
    await until('it is sent', () => server.of('command:execute').length === 1)
    const about = { command: '', agent_id: 'a', command_id: 'c-1', status: 'executing', progress: 0 }
    server.say('command:progress', { ...about, request_id: command.requestId }, { sequence: 1 })
    await command.commandId
    server.sequence = 3
    server.drop()
    await until('it is sent again', () => server.of('command:execute').length === 2)
    const correlation_id = server.of('command:execute')[1]?.correlation_id
    server.say('command:result', { command: 'x', agent_id: 'a', result: 'all', command_id: 'c-1' }, { sequence: 3, correlation_id })
    expect((await command.result).result).toBe('all')
    server.say('command:progress', { ...about, kind: 'text', content: 'al' }, { sequence: 2 })
    server.say('command:result', { command: 'x', agent_id: 'a', result: 'all', command_id: 'c-1' }, { sequence: 3 })
    const output: unknown[] = []
    for await (const step of command) if (step.type === 'output') output.push(step.content)
    expect(output).toEqual(['al'])
  })

  /** A command of which the output has come up to 1, and the answer of sequence 3 is repeated ahead of the rest. */
  async function answeredAhead(): Promise<{ server: ScriptedServer; client: AgentBridgeClient; command: CommandHandle }> {
    const server = await newServer()
    const client = newClient({ url: server.url })
    await client.connect()
    const command = client.execute('a', 'x')
    await until('it is sent', () => server.of('command:execute').length === 1)
    server.say('command:progress', { agent_id: 'a', command_id: 'c-1', request_id: command.requestId, status: 'executing' }, { sequence: 1 })
    await command.commandId
    server.sequence = 3
    server.drop()
    await until('it is sent again', () => server.of('command:execute').length === 2)
    const correlation_id = server.of('command:execute')[1]?.correlation_id
    server.say('command:result', { result: 'all', command_id: 'c-1' }, { sequence: 3, correlation_id })
    await command.result
    return { server, client, command }
  }

  async function outputOf(command: CommandHandle): Promise<unknown[]> {
    const output: unknown[] = []
    for await (const step of command) if (step.type === 'output') output.push(step.content)
    return output
  }

  test('whose output went with the history that the server had ends with that', async () => {
    const { server, command } = await answeredAhead()
    server.epoch = 'e-2'
    server.sequence = 2
    server.drop()
    await until('it subscribes', () => server.of('connection:subscribe').length === 3)
    server.say('connection:snapshot', { sequence: 2, part: 0, last: true, agents: [], tasks: [], commands: [], approvals: [] })
    expect(await outputOf(command)).toEqual([])
  })

  test('does not end because another stream is wanted, of another history, before the server takes it', async () => {
    const { server, client, command } = await answeredAhead()
    server.answersSubscriptions = false
    client.subscribe({ epoch: 'another', sequence: 100 }).catch(() => undefined)
    await until('it is asked for', () => server.of('connection:subscribe').length === 3)
    server.say('agent:heartbeat', { agent_id: 'a' })
    server.say('command:progress', { agent_id: 'a', command_id: 'c-1', status: 'executing', kind: 'text', content: 'al' }, { sequence: 2 })
    server.say('command:result', { result: 'all', command_id: 'c-1' }, { sequence: 3 })
    expect(await outputOf(command)).toEqual(['al'])
  })

  test.each([
    ['the client is closed', ConnectionClosedError, (client: AgentBridgeClient) => client.close()],
    ['its time is over', RequestTimeoutError, () => undefined],
  ])('that fails before there was a connection, because %s, ends', async (_, error, happens) => {
    const client = newClient({ url: 'ws://127.0.0.1:9' })
    const command = client.execute('a', 'x', { timeoutMillis: 20 })
    happens(client)
    await expect(command[Symbol.asyncIterator]().next()).rejects.toThrow(error)
  })

  test('ends where the server lets nobody in', async () => {
    const server = await newServer((_, { socket }) => socket?.close(1008, 'No.'))
    server.answersSubscriptions = false
    const client = newClient({ url: server.url })
    const command = client.execute('a', 'x')
    await expect(client.connect()).rejects.toThrow(AccessDeniedError)
    await expect(command[Symbol.asyncIterator]().next()).rejects.toThrow(AccessDeniedError)
  })

  test('that is refused while a snapshot is on its way ends', async () => {
    const server = await newServer(({ type, correlation_id }) => {
      if (type === 'command:execute') server.fail('validation_error', 'No.', correlation_id)
    })
    const client = newClient({ url: server.url, from: 'snapshot' })
    await client.connect()
    await expect(client.execute('a', 'x')[Symbol.asyncIterator]().next()).rejects.toThrow(ValidationError)
  })

  test('ends with its result where the client is closed before what led to that came again', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    client.on('agent:heartbeat', () => client.close())
    await client.connect()
    const command = client.execute('a', 'x')
    await until('it is sent', () => server.of('command:execute').length === 1)
    server.bundle(() => {
      const correlation_id = server.of('command:execute')[0]?.correlation_id
      server.say('command:result', { result: 'all', command_id: 'c-1' }, { sequence: 5, correlation_id })
      server.say('agent:heartbeat', { agent_id: 'a' })
    })
    expect(await command[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined })
    expect((await command.result).result).toBe('all')
  })

  test('of which nobody reads the progress costs no more than a limit, and has its result', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    await client.connect()
    const command = client.execute('a', 'x')
    await until('it is sent', () => server.of('command:execute').length === 1)
    const about = { agent_id: 'a', command_id: 'c-1', request_id: command.requestId, status: 'executing', progress: 0 }
    server.say('command:progress', about)
    for (let i = 0; i < 10_001; i++) server.say('command:progress', { ...about, kind: 'status', content: `${i}` })
    server.say('command:result', { result: 'all', command_id: 'c-1' }, { sequence: 1, correlation_id: server.of('command:execute')[0]?.correlation_id })
    expect((await command.result).result).toBe('all')
    await expect(command[Symbol.asyncIterator]().next()).rejects.toThrow(/not read/)
  })
})

describe('a task', () => {
  test.each(['completed', 'failed'] as const)('that has %s before its answer is repeated was accepted all the same', async (end) => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    await client.connect()
    const handle = client.assignTask({ title: 'Write' }, 'worker-1-00000001')
    await until('it is sent', () => server.of('task:assign').length === 1)
    server.drop()
    await until('it is sent again', () => server.of('task:assign').length === 2)
    const as = (status: string) => ({
      id: handle.id,
      title: 'Write',
      description: '',
      assigned_agent: 'worker-1-00000001',
      status,
      created_at: '2026-03-01T12:00:00.000+00:00',
      started_at: null,
      completed_at: null,
      progress: 0,
      result: null,
      error: end === 'failed' ? 'It rained.' : null,
      metadata: {},
    })
    server.say('task:update', { task: as('pending') }, { sequence: 1 })
    server.say('task:update', { task: as('in_progress') }, { sequence: 2 })
    server.say('task:update', { task: as(end) }, { sequence: 3 })
    const place = { assigned: true, agent_id: 'worker-1-00000001', task_id: handle.id }
    const payload = { command: 'assign_task', success: true, ...as('pending'), ...place, task: as('pending'), result: place }
    server.say('command:result', payload, { sequence: 1, correlation_id: server.of('task:assign')[1]?.correlation_id })
    expect((await handle.accepted).task_id).toBe(handle.id)
    const changes: string[] = []
    const read = async () => {
      for await (const task of handle) changes.push(task.status)
    }
    if (end === 'completed') {
      await read()
      expect((await handle.result).status).toBe('completed')
    } else {
      await expect(read()).rejects.toThrow('It rained.')
      await expect(handle.result).rejects.toBeInstanceOf(TaskEndedError)
    }
    expect(changes).toEqual(['pending', 'in_progress', end])
  })
})

describe('a task that is assigned again under the same id', () => {
  async function assignTwice() {
    const server = await newServer()
    const client = newClient({ url: server.url })
    await client.connect()
    const id = newId()
    const assign = () => client.assignTask({ title: 'Write' }, 'a', { id })
    const handles = [assign(), assign()] as const
    await until('both are sent', () => server.of('task:assign').length === 2)
    return { server, client, id, handles }
  }

  test('has the same content', async () => {
    const { server, id, handles } = await assignTwice()
    const [first, second] = server.of('task:assign')
    expect(second).toMatchObject({ id: first?.id, payload: first?.payload })
    expect(handles.map((handle) => handle.id)).toEqual([id, id])
  })

  test('leaves no handle without its end', async () => {
    const {
      server,
      client,
      handles: [first, second],
    } = await assignTwice()
    server.fail('validation_error', 'No.', server.of('task:assign')[0]?.correlation_id)
    await expect(first.result).rejects.toThrow(ValidationError)
    client.close()
    await expect(second.result).rejects.toThrow(ConnectionClosedError)
  })

  test('tells both handles of its end', async () => {
    const { server, id, handles } = await assignTwice()
    server.say('task:update', { task: { id, title: 'Write', status: 'completed' } }, { sequence: 1 })
    for (const handle of handles) expect((await handle.result).status).toBe('completed')
  })
})

describe('access', () => {
  test('that is withdrawn ends the client', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    await client.connect()
    const command = client.execute('a', 'x')
    server.socket?.close(1008, 'The token was renewed.')
    await expect(command.result).rejects.toThrow(new AccessDeniedError('The token was renewed.'))
    expect(client.status.state).toBe('closed')
    expect(server.connections).toBe(1)
  })
})

describe('errors of the server', () => {
  const payload = (error_type: string, metadata: Record<string, unknown> = {}): ErrorPayload =>
    ({ error_type, error_message: 'why', metadata, error_code: error_type, message: 'why', error: 'why' }) as ErrorPayload

  test('have a class for each type that the schema knows', async () => {
    const { default: schema } = (await import('../../../src/protocol/schemas/error.schema.json')) as { default: unknown }
    const types = /"error_type":\s*(\{[^}]*"enum":\s*\[[^\]]*\][^}]*\})/s.exec(JSON.stringify(schema))?.[1]
    const names = (JSON.parse(types ?? '{}') as { enum: string[] }).enum
    expect(names.length).toBeGreaterThan(10)
    const classes = names.map((name) => errorOf(payload(name)))
    expect(new Set(classes.map((error) => error.constructor)).size).toBe(names.length)
    for (const error of classes) {
      expect(error).toBeInstanceOf(AgentBridgeError)
      expect(error.constructor).not.toBe(RequestError)
      expect(error.name).toBe(error.constructor.name)
      expect(error.message).toBe('why')
    }
  })

  test('tell what their type tells', () => {
    expect(errorOf(payload('overloaded', { retry_after_ms: 250 }))).toMatchObject({ retryAfterMillis: 250 })
    expect(errorOf(payload('overloaded'))).toBeInstanceOf(OverloadedError)
    expect(errorOf(payload('rate_limited', { retry_after_ms: 1 }))).toBeInstanceOf(RateLimitedError)
    expect(errorOf(payload('too_old'))).toBeInstanceOf(TooOldError)
    const past = errorOf(payload('not_retained', { oldest: 10, newest: 20 }))
    expect(past).toBeInstanceOf(NotRetainedError)
    expect(past).toMatchObject({ oldest: 10, type: 'not_retained' })
  })

  test('of a type that is not known yet are plain', () => {
    expect(errorOf(payload('of_tomorrow')).constructor).toBe(RequestError)
  })
})
