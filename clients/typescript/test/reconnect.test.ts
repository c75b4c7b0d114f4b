import { expect, onTestFinished, test } from 'vitest'
import { AgentBridgeError, LogFold, type AgentBridgeClient, type CommandHandle, type ServerFrame } from '@agent-bridge/client'
import { newClient, range, record, sequences } from './support/clients.js'
import { echo } from './support/echo.js'
import { Gateway } from './support/gateway.js'
import { url } from './support/own-gateway.js'
import { Random } from './support/random.js'
import { TcpProxy } from './support/tcp-proxy.js'
import { sleep, until } from './support/waiting.js'

async function newProxy(to = url): Promise<TcpProxy> {
  const proxy = await TcpProxy.before(Number(new URL(to).port))
  onTestFinished(() => proxy.close())
  return proxy
}

function first(client: AgentBridgeClient): number {
  return (client.position?.sequence ?? 0) + 1
}

/** What its progress says was its complete output. */
async function output(command: CommandHandle): Promise<unknown[]> {
  const pieces: unknown[] = []
  for await (const step of command) if (step.type === 'output') pieces.push(step.content)
  return pieces
}

/** One frame of each event that a journal holds, as everybody sees it. */
async function history(client: AgentBridgeClient, from: number, to: number): Promise<ServerFrame[]> {
  const events: ServerFrame[] = []
  for await (const page of client.history({ from, to, limit: 1_000 })) events.push(...page.events)
  return events
}

test('a connection that is cut at any byte loses and doubles nothing', { timeout: 120_000 }, async () => {
  const random = new Random(20260301)
  const proxy = await newProxy()
  const client = newClient({ url: proxy.url, backoff: { baseMillis: 1, maxMillis: 20 } })
  const witness = newClient({ url })
  await Promise.all([client.connect(), witness.connect()])
  const agent = await client.createAgent()
  const frames = record(client)
  const began = first(client)
  const rounds = 40
  for (let round = 0; round < rounds; round++) {
    const cuts = proxy.cuts
    proxy.cutAfter(random.below(6_000))
    const commands = range(1, 4).map((number) =>
      client.execute(agent.id, echo({ text: `answer ${round}.${number}`, chunks: 3, delay_ms: random.below(15), progress: ['one', 'two'] })),
    )
    const tasks = range(1, 2).map((number) => client.assignTask({ title: `task ${round}.${number}` }, agent.id))
    const [results, outputs, done] = await Promise.all([
      Promise.all(commands.map(async ({ result }) => (await result).result)),
      Promise.all(commands.map(output)),
      Promise.all(tasks.map(async ({ result }) => (await result).status)),
    ])
    expect(results).toEqual(range(1, 4).map((number) => `answer ${round}.${number}`))
    for (const pieces of outputs) expect(pieces).toEqual(['one', 'two'])
    expect(done).toEqual(['completed', 'completed'])
    if (proxy.cuts === cuts) proxy.cut()
  }
  await client.metric({ metric_name: 'end', metric_value: 1 })
  expect(proxy.cuts).toBeGreaterThanOrEqual(rounds)
  const seen = sequences(frames)
  expect(seen).toEqual(range(began, seen.at(-1) ?? 0))
  const events = await history(witness, began, seen.at(-1) ?? 0)
  const answers = events.flatMap((frame) => (frame.type === 'command:result' && typeof frame.payload.result === 'string' ? [frame.payload.result] : []))
  const texts = range(0, rounds - 1).flatMap((round) => range(1, 4).map((number) => `answer ${round}.${number}`))
  expect(answers.filter((answer) => answer.startsWith('answer')).sort()).toEqual(texts.sort())
  const assigned = events.filter((frame) => frame.type === 'task:update' && frame.payload.task.status === 'completed')
  expect(assigned).toHaveLength(2 * rounds)
})

test('a server that is killed in mid-answer and comes back loses and doubles nothing', { timeout: 180_000 }, async () => {
  const random = new Random(7)
  const gateway = await Gateway.start()
  onTestFinished(() => gateway.close())
  const client = newClient({ url: gateway.url })
  const folded = new LogFold()
  client.on('frame', (frame) => folded.apply(frame))
  const frames = record(client)
  await client.connect()
  const asked = new Map<string, string>()
  for (let round = 0; round < 4; round++) {
    const agents = await Promise.all(range(1, 3).map((number) => client.createAgent({ name: `${round}.${number}` })))
    await Promise.all(agents.map(({ id }) => client.execute(id, 'ready?').result))
    const began = first(client)
    const commands = agents.flatMap(({ id }) => range(1, 4).map((number) => client.execute(id, echo({ text: `${round} ${number}`, delay_ms: 30, progress: ['one'] }))))
    for (const command of commands) asked.set(command.requestId, '')
    const creating = client.createAgent({ name: `late ${round}` })
    const metric = client.metric({ metric_name: `metric ${round}`, metric_value: round })
    // In mid-answer: some are answered, some are not.
    await until('some work', () => first(client) > began + random.below(20))
    await gateway.kill()
    await gateway.restart()
    await Promise.all([
      creating,
      metric,
      ...commands.map(async (command) => {
        // What ran when the server died is shown as it is: carried out, failed or unknown. Each has one end.
        const end = await command.result.then(
          () => 'completed',
          (error: unknown) => {
            expect(error).toBeInstanceOf(AgentBridgeError)
            return 'failed'
          },
        )
        asked.set(command.requestId, end)
      }),
    ])
    expect(client.pendingRequests).toBe(0)
  }
  await client.metric({ metric_name: 'end', metric_value: 1 })
  expect([...asked.values()].filter((end) => end === 'completed').length).toBeGreaterThan(0)
  const seen = sequences(frames)
  expect(seen).toEqual(range(seen[0] ?? 0, seen.at(-1) ?? 0))
  const events = await history(client, seen[0] ?? 0, seen.at(-1) ?? 0)
  const ends = events.flatMap(({ type, cause }) => (type === 'command:result' || type === 'command:error' ? [cause?.request_id ?? ''] : []))
  expect(ends.filter((id) => asked.has(id)).sort()).toEqual([...asked.keys()].sort())
  const created = events.filter(({ type }) => type === 'agent:created')
  expect(created).toHaveLength(4 * 4)
  const past = LogFold.of(await client.stateAt(seen.at(-1) ?? 0))
  expect([...folded.agents.keys()].sort()).toEqual([...past.agents.keys()].sort())
  expect([...folded.commands.values()].map(({ id, status }) => [id, status]).sort()).toEqual([...past.commands.values()].map(({ id, status }) => [id, status]).sort())
})

test('a server that is stopped says so, and is found again', { timeout: 90_000 }, async () => {
  const gateway = await Gateway.start()
  onTestFinished(() => gateway.close())
  const client = newClient({ url: gateway.url })
  const endings: number[] = []
  client.on('connection', (status) => status.state === 'waiting' && endings.push(status.ending.code))
  await client.connect()
  const agent = await client.createAgent()
  await gateway.terminate()
  await until('the ending', () => endings.length > 0)
  expect(endings[0]).toBe(1012)
  const command = client.execute(agent.id, 'are you back?')
  await gateway.restart()
  expect((await command.result).result).toBe('are you back?')
})

test('a network that is dead is left for another', async () => {
  const proxy = await newProxy()
  const client = newClient({ url: proxy.url, pingAfterMillis: 100, pongTimeoutMillis: 100, openTimeoutMillis: 200 })
  const states: string[] = []
  client.on('connection', ({ state }) => states.push(state))
  await client.connect()
  const agent = await client.createAgent()
  await sleep(300)
  expect(states).toEqual(['connecting', 'connected'])
  proxy.freeze()
  const command = client.execute(agent.id, 'hello?')
  await until('it is given up', () => states.filter((state) => state === 'waiting').length >= 2)
  proxy.thaw()
  expect((await command.result).result).toBe('hello?')
})

test('a client that reads slowly gets everything, in order', { timeout: 60_000 }, async () => {
  const reader = newClient({ url })
  const writer = newClient({ url })
  await Promise.all([reader.connect(), writer.connect()])
  const frames = record(reader)
  const began = first(reader)
  const socket = reader.socket
  socket?.pause()
  const agent = await writer.createAgent()
  const text = 'much '.repeat(20_000)
  await Promise.all(range(1, 100).map(() => writer.execute(agent.id, text).result))
  expect(frames.length).toBeLessThan(300)
  socket?.resume()
  const end = writer.position?.sequence ?? 0
  await until('the reader is there', () => (reader.position?.sequence ?? 0) >= end)
  expect(sequences(frames)).toEqual(range(began, sequences(frames).at(-1) ?? 0))
  expect(frames.filter(({ type }) => type === 'command:result')).toHaveLength(100)
  expect(reader.connections).toBe(1)
})

test('a message that is too large for the server is refused here, and where the server says nothing of its limit, by its close', { timeout: 60_000 }, async () => {
  const gateway = await Gateway.start('--max-message-bytes', '64KiB')
  onTestFinished(() => gateway.close())
  const client = newClient({ url: gateway.url })
  await client.connect()
  const agent = await client.createAgent()
  await expect(client.execute(agent.id, 'x'.repeat(100_000)).result).rejects.toThrow(/the server takes 65536/)
  expect(client.connections).toBe(1)
  client.socket?.send(JSON.stringify({ id: 'x', type: 'system:status', timestamp: '2026-03-01T12:00:00Z', payload: { padding: 'x'.repeat(100_000) } }))
  await until('it is back', () => client.connections === 2 && client.status.state === 'connected')
  expect((await client.execute(agent.id, 'small').result).result).toBe('small')
})
