import { beforeAll, describe, expect, test } from 'vitest'
import { AgentBridgeClient, LogFold, type HistoryPage, type HistoryQuery, type ServerFrame } from '@agent-bridge/client'
import { newClient, range, record, sequences } from './support/clients.js'
import { CheckedSocket } from './support/checked-socket.js'
import { echo } from './support/echo.js'
import { url } from './support/own-gateway.js'
import { until } from './support/waiting.js'

/** What everybody was shown, from first to last, and where the work began. */
let shown: ServerFrame[] = []
let first = 0
let last = 0
let agentId = ''

beforeAll(async () => {
  const [writer, reader] = [new AgentBridgeClient({ url, WebSocket: CheckedSocket }), new AgentBridgeClient({ url, WebSocket: CheckedSocket })]
  await Promise.all([writer.connect(), reader.connect()])
  const frames = record(reader)
  agentId = (await writer.createAgent({ name: 'Historian' })).id
  for (const number of range(1, 12)) await writer.execute(agentId, echo({ text: `chapter ${number}`, progress: ['draft'] })).result
  await writer.assignTask({ title: 'Bind the chapters' }, agentId).result
  const end = writer.position?.sequence ?? 0
  await until('the reader is there', () => (reader.position?.sequence ?? 0) >= end)
  shown = frames.filter(({ sequence }) => sequence !== undefined)
  first = shown[0]?.sequence ?? 0
  last = shown.at(-1)?.sequence ?? 0
  for (const client of [writer, reader]) client.close()
})

async function pages(query: HistoryQuery): Promise<HistoryPage[]> {
  const client = newClient({ url })
  await client.connect()
  const collected: HistoryPage[] = []
  for await (const page of client.history(query)) collected.push(page)
  return collected
}

async function events(query: HistoryQuery): Promise<ServerFrame[]> {
  return (await pages(query)).flatMap((page) => page.events)
}

describe('the past', () => {
  test('is what everybody was shown', async () => {
    expect(await events({ from: first, to: last })).toEqual(shown)
  })

  test('comes in pages, forward and backward, that hold the same once', async () => {
    const forward = await pages({ from: first, to: last, limit: 7 })
    const backward = await pages({ from: first, to: last, limit: 7, direction: 'backward' })
    expect(forward.length).toBeGreaterThan(3)
    expect(forward.flatMap((page) => page.events)).toEqual(shown)
    expect(backward.reverse().flatMap((page) => page.events)).toEqual(shown)
  })

  test('ends with what was the newest when it was asked', async () => {
    const client = newClient({ url })
    await client.connect()
    const newest = client.position?.sequence ?? 0
    let read = 0
    for await (const page of client.history({ from: first, limit: 10 })) {
      read = page.to
      // More happens than is read.
      await Promise.all(range(1, 20).map((number) => client.metric({ metric_name: 'meanwhile', metric_value: number })))
    }
    expect(read).toBe(newest)
  })

  test('can be left in the middle', async () => {
    const client = newClient({ url })
    await client.connect()
    for await (const page of client.history({ from: first, limit: 1 })) {
      expect(sequences(page.events)).toEqual([first])
      break
    }
    expect(client.pendingRequests).toBe(0)
  })

  test('is searched by agent, type and text', async () => {
    const results = await events({ from: first, to: last, filter: { agents: [agentId], types: ['command:result'] }, text: 'CHAPTER 7' })
    expect(results.map(({ payload }) => (payload as { result?: string }).result)).toEqual(['chapter 7'])
  })

  test('is, at each sequence, the state that the events before it make', async () => {
    const client = newClient({ url })
    await client.connect()
    const before = await client.stateAt(first - 1)
    expect(before.agents.map(({ id }) => id)).not.toContain(agentId)
    const fold = LogFold.of(before)
    for (const frame of shown) {
      fold.apply(frame)
      if (frame.more || fold.sequence % 5 !== 0) continue
      const state = await client.stateAt(fold.sequence)
      expect(state.sequence).toBe(fold.sequence)
      expect([...fold.agents.values()].map(({ id, status }) => [id, status]).sort()).toEqual(state.agents.map(({ id, status }) => [id, status]).sort())
      expect([...fold.tasks.values()]).toEqual(state.tasks)
      const essence = state.commands.map(({ id, status, result }) => [id, status, result])
      expect([...fold.commands.values()].map(({ id, status, result }) => [id, status, result]).sort()).toEqual(essence.sort())
    }
    const folded = [...fold.transcripts.values()].filter(({ isComplete }) => isComplete)
    expect(folded.filter(({ pieces }) => pieces[0]?.content === 'draft').length).toBeGreaterThanOrEqual(12)
  })
})
