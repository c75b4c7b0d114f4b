import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  AgentBridgeClient,
  CannotConnectError,
  ConnectionClosedError,
  OverloadedError,
  ProtocolError,
  RequestTimeoutError,
  SupersededError,
  type ServerFrame,
} from '@agent-bridge/client'
import { CheckedSocket } from './support/checked-socket.js'
import { newClient, range, record, sequences } from './support/clients.js'
import { ScriptedServer } from './support/scripted-server.js'
import { sleep, until } from './support/waiting.js'

// What a real server does only by accident: each test says it on purpose.

async function following(server: ScriptedServer, from: Parameters<AgentBridgeClient['subscribe']>[0] = { epoch: 'e-1', sequence: 0 }) {
  const client = newClient({ url: server.url, from })
  const frames = record(client)
  await client.connect()
  return { client, frames }
}

async function newServer(on?: Parameters<typeof ScriptedServer.start>[0]): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(on)
  onTestFinished(() => server.close())
  return server
}

function part(server: ScriptedServer, sequence: number, part: number, last: boolean): void {
  server.say('connection:snapshot', { sequence, part, last, agents: [], tasks: [], commands: [], approvals: [] })
}

describe('the stream', () => {
  test('takes a snapshot where a gap stays a gap', async () => {
    const server = await newServer(({ type, payload }) => {
      if (type === 'connection:subscribe' && payload['from'] === 1) server.event(3)
    })
    const { client, frames } = await following(server)
    server.event(1)
    server.event(3)
    await until('a snapshot is wanted', () => server.of('connection:subscribe').at(-1)?.payload['from'] === 'snapshot')
    part(server, 3, 0, true)
    server.event(4)
    await until('the event after it', () => frames.at(-1)?.sequence === 4)
    expect(client.position).toEqual({ epoch: 'e-1', sequence: 4 })
  })

  test('passes over what lacks members of its payload, and tells of it', async () => {
    const server = await newServer()
    const { client, frames } = await following(server)
    const errors: Error[] = []
    client.on('error', (error) => errors.push(error))
    server.say('task:update', {}, { sequence: 1 })
    server.event(2)
    await until('the event after it', () => frames.at(-1)?.sequence === 2)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toBeInstanceOf(ProtocolError)
    expect(client.position).toEqual({ epoch: 'e-1', sequence: 2 })
  })

  test('delivers an event whole, or again from its first frame', async () => {
    const server = await newServer()
    const { client, frames } = await following(server)
    server.event(1, { more: true })
    await sleep(20)
    expect(frames).toEqual([])
    expect(client.position?.sequence).toBe(0)
    server.drop()
    await until('it comes back', () => server.of('connection:subscribe').length === 2)
    expect(server.of('connection:subscribe')[1]?.payload['from']).toBe(0)
    server.event(1, { more: true })
    server.event(1)
    await until('both frames', () => frames.length === 2)
    expect(sequences(frames)).toEqual([1])
  })

  test('takes what comes in bundles as if it had come message by message', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url, from: { epoch: 'e-1', sequence: 0 }, bundleMillis: 40 })
    const frames = record(client)
    await client.connect()
    expect(server.of('connection:subscribe')[0]?.payload['bundle_millis']).toBe(40)
    server.bundle(() => {
      server.event(1)
      server.event(2, { more: true })
      server.say('connection:ping', { timestamp: '2026-03-01T12:00:00.000+00:00' })
      server.event(2)
    })
    await until('all events', () => client.position?.sequence === 2)
    expect(frames.map(({ type, sequence }) => [type, sequence])).toEqual([1, 2, 2].map((sequence) => ['system:metric', sequence]))
    await until('the pong', () => server.of('connection:pong').length === 1)
    server.bundle(() => [3, 5, 6].forEach((sequence) => server.event(sequence)))
    await until('a gap in a bundle is closed', () => server.of('connection:subscribe').length === 2)
    expect(server.of('connection:subscribe')[1]?.payload).toMatchObject({ from: 3, bundle_millis: 40 })
  })

  test('asks for a snapshot again that broke off', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url, from: 'snapshot' })
    const frames = record(client)
    await client.connect()
    part(server, 7, 0, false)
    await until('the first part', () => frames.length === 1)
    server.drop()
    await until('it comes back', () => server.of('connection:subscribe').length === 2)
    expect(server.of('connection:subscribe')[1]?.payload['from']).toBe('snapshot')
    for (const [index, last] of [false, false, true].entries()) part(server, 9, index, last)
    server.event(10)
    await until('what follows', () => frames.at(-1)?.sequence === 10)
    expect(client.position?.sequence).toBe(10)
    expect(frames.filter(({ type }) => type === 'connection:snapshot')).toHaveLength(4)
  })

  test('begins anew with a snapshot when the history is another', async () => {
    const server = await newServer()
    const { client, frames } = await following(server)
    server.event(1)
    await until('the first', () => frames.length === 1)
    const told: boolean[] = []
    client.on('subscribed', ({ recovered }) => told.push(recovered))
    server.epoch = 'e-2'
    server.sequence = 40
    server.drop()
    await until('it is told', () => told.length === 1)
    expect(told).toEqual([false])
    part(server, 40, 0, true)
    server.event(41)
    await until('what follows', () => frames.at(-1)?.sequence === 41)
    expect(client.position).toEqual({ epoch: 'e-2', sequence: 41 })
  })

  test('knows by pings how far it has come where a filter leaves events out', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url, from: { epoch: 'e-1', sequence: 0 }, filter: { agents: ['a'] } })
    const frames = record(client)
    await client.connect()
    server.event(5)
    server.event(9)
    server.say('connection:ping', { timestamp: '2026-03-01T12:00:00.000+00:00', sequence: 20 })
    await until('the pong', () => server.of('connection:pong').length === 1)
    expect(sequences(frames)).toEqual([5, 9])
    expect(client.position?.sequence).toBe(20)
  })

  test('ignores messages of a kind that it does not know', async () => {
    const server = await newServer()
    const { client, frames } = await following(server)
    server.say('something:else', { whatever: true })
    server.say('agent:dreamt', { agent_id: 'a' }, { sequence: 1 })
    server.event(2)
    await until('the second', () => frames.length === 2)
    expect(client.position?.sequence).toBe(2)
    expect(server.connections).toBe(1)
  })

  test('makes a new connection where the server does not speak the protocol', async () => {
    const server = await newServer()
    const { frames } = await following(server)
    server.event(1)
    server.socket?.send('{"type":"agent:status","payload":')
    await until('it comes back', () => server.of('connection:subscribe').length === 2)
    server.event(2)
    await until('the second', () => frames.length === 2)
    expect(sequences(frames)).toEqual(range(1, 2))
  })

  test('leaves a peer that gives no sign of life', async () => {
    const server = await newServer()
    server.isDeaf = true
    const client = newClient({ url: server.url, pingAfterMillis: 30, pongTimeoutMillis: 30 })
    const endings: string[] = []
    client.on('connection', (status) => status.state === 'waiting' && endings.push(status.ending.reason))
    await client.connect()
    await until('it leaves', () => endings.length > 0)
    expect(endings[0]).toMatch(/no sign of life/)
    expect(server.of('connection:ping').length).toBeGreaterThan(0)
  })

  test('says why it cannot follow, and ends, where its filter is wrong', async () => {
    const server = await newServer(({ type, correlation_id }) => {
      if (type === 'connection:subscribe') server.fail('validation_error', 'filter.agents has too many entries.', correlation_id)
    })
    server.answersSubscriptions = false
    const client = newClient({ url: server.url })
    await expect(client.connect()).rejects.toThrow(new ConnectionClosedError('filter.agents has too many entries.'))
    await expect(client.systemStatus()).rejects.toThrow(ConnectionClosedError)
  })

  test('tries again where the server is busy', async () => {
    let refused = 0
    const server = await newServer(({ type, correlation_id }) => {
      if (type === 'connection:subscribe' && refused++ === 0) {
        server.answersSubscriptions = true
        server.fail('overloaded', 'Later.', correlation_id)
      }
    })
    server.answersSubscriptions = false
    const client = newClient({ url: server.url })
    const errors: unknown[] = []
    client.on('error', (error) => errors.push(error))
    await client.connect()
    expect(errors).toEqual([expect.any(OverloadedError)])
    expect(server.connections).toBe(2)
  })

  test('keeps the other listeners when one throws', async () => {
    const server = await newServer()
    const { client, frames } = await following(server)
    const thrown = new Promise<unknown>((resolve) => {
      const handlers = process.listeners('uncaughtException')
      process.removeAllListeners('uncaughtException')
      process.once('uncaughtException', (error) => {
        for (const handler of handlers) process.on('uncaughtException', handler)
        resolve(error)
      })
    })
    client.on('system:metric', () => {
      throw new Error('a bug')
    })
    const names: string[] = []
    const stop = client.on('system:metric', ({ payload }) => names.push(payload.metric_name))
    server.event(1)
    expect(await thrown).toEqual(new Error('a bug'))
    stop()
    expect(frames.map(({ sequence }: ServerFrame) => sequence)).toEqual([1])
    expect(names).toEqual(['m1'])
  })
})

describe('a client that is closed by a listener', () => {
  test.each([
    ['connecting', 0],
    ['connected', 1],
  ] as const)('which hears that it is %s stays closed', async (state, connections) => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    client.on('connection', (status) => status.state === state && client.close())
    await expect(client.connect()).rejects.toThrow(ConnectionClosedError)
    await sleep(50)
    expect(client.status.state).toBe('closed')
    expect(client.acknowledgement).toBeUndefined()
    expect(client.connections).toBe(connections)
    expect(server.received).toEqual([])
  })

  test('which connects it again has one connection', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    let times = 0
    client.on('connection', (status) => {
      if (status.state !== 'connecting' || times++ > 0) return
      client.close()
      void client.connect()
    })
    await client.connect()
    expect(client.connections).toBe(1)
  })
})

describe('a client whose WebSocket cannot be opened', () => {
  test.each([
    ['the page may not open it', () => new DOMException('An insecure connection from a secure page.', 'SecurityError')],
    ['the URL is malformed', () => new SyntaxError('Invalid URL')],
  ])('because %s says so each time, until it can', async (_, reason) => {
    const server = await newServer()
    let error: Error | undefined = reason()
    class Socket extends CheckedSocket {
      constructor(url: string, protocols?: string[]) {
        if (error !== undefined) throw error
        super(url, protocols)
      }
    }
    const client = newClient({ url: server.url, WebSocket: Socket })
    const asked = client.systemStatus()
    for (let attempt = 0; attempt < 2; attempt++) {
      const failure: unknown = await client.connect().catch((thrown: unknown) => thrown)
      expect(failure).toBeInstanceOf(CannotConnectError)
      expect(failure).toMatchObject({ message: expect.stringContaining(error.message) as string, cause: error })
      expect(client.status).toEqual({ state: 'closed', error: failure })
    }
    await expect(asked).rejects.toThrow(CannotConnectError)
    error = undefined
    await client.connect()
    expect(client.status.state).toBe('connected')
  })

  test('because the runtime has none says so', async () => {
    vi.stubGlobal('WebSocket', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    await expect(new AgentBridgeClient().connect()).rejects.toThrow(/This runtime has no WebSocket/)
  })

  test('any more ends instead of trying for ever', async () => {
    const server = await newServer()
    let opened = 0
    class Socket extends CheckedSocket {
      constructor(url: string, protocols?: string[]) {
        if (opened++ > 0) throw new SyntaxError('Invalid URL')
        super(url, protocols)
      }
    }
    const client = newClient({ url: server.url, WebSocket: Socket })
    await client.connect()
    server.drop()
    await until('the end', () => client.status.state === 'closed')
    expect(client.status).toMatchObject({ error: expect.any(CannotConnectError) as object })
  })
})

describe('a subscription', () => {
  test('that is replaced before there is a connection says so', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url })
    const first = client.subscribe('now')
    const second = client.subscribe({ epoch: 'e-1', sequence: 0 })
    await expect(first).rejects.toThrow(SupersededError)
    await client.connect()
    expect((await second).from).toBe(0)
    expect(server.of('connection:subscribe')).toHaveLength(1)
  })

  test('that is replaced unanswered is answered, or says so when the connection is lost', async () => {
    const server = await newServer()
    const { client } = await following(server)
    expect(await Promise.all([client.subscribe('now'), client.subscribe('now')])).toHaveLength(2)
    server.answersSubscriptions = false
    const first = client.subscribe('now')
    const second = client.subscribe({ epoch: 'e-1', sequence: 0 })
    await until('both are asked for', () => server.of('connection:subscribe').length === 5)
    server.answersSubscriptions = true
    server.drop()
    await expect(first).rejects.toThrow(SupersededError)
    expect((await second).from).toBe(0)
  })

  test('that the server does not answer has its time, and is wanted all the same', async () => {
    const server = await newServer()
    const client = newClient({ url: server.url, requestTimeoutMillis: 40 })
    await client.connect()
    server.answersSubscriptions = false
    await expect(client.subscribe({ epoch: 'e-1', sequence: 0 })).rejects.toThrow(RequestTimeoutError)
    server.answersSubscriptions = true
    server.drop()
    await until('it is asked for again', () => server.of('connection:subscribe').length === 3)
    expect(server.of('connection:subscribe')[2]?.payload).toEqual({ epoch: 'e-1', from: 0 })
  })

  test('of a closed client is refused', async () => {
    const client = newClient({ url: 'ws://127.0.0.1:9' })
    const before = client.subscribe('now')
    client.close()
    await expect(before).rejects.toThrow(ConnectionClosedError)
    await expect(client.subscribe('now')).rejects.toThrow(ConnectionClosedError)
  })
})
