import { expect, onTestFinished, test } from 'vitest'
import { AgentBridgeError, LogFold, type AgentBridgeClient, type ServerFrame } from '@agent-bridge/client'
import { newClient, range, record, sequences } from './support/clients.js'
import { echo } from './support/echo.js'
import { Gateway } from './support/gateway.js'
import { Random } from './support/random.js'
import { until } from './support/waiting.js'

function first(client: AgentBridgeClient): number {
  return (client.position?.sequence ?? 0) + 1
}

/** One frame of each event that a journal holds, as everybody sees it. */
async function history(client: AgentBridgeClient, from: number, to: number): Promise<ServerFrame[]> {
  const events: ServerFrame[] = []
  for await (const page of client.history({ from, to, limit: 1_000 })) events.push(...page.events)
  return events
}

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
