import { beforeEach, describe, expect, test } from 'vitest'
import { CommandError, JsonError, LogFold, TaskEndedError, TaskError, type AgentBridgeError, type ServerFrame } from '@agent-bridge/client'
import { newId } from '../src/identifier.js'
import { newClient, record, type TestClient } from './support/clients.js'
import { echo } from './support/echo.js'
import { url } from './support/own-gateway.js'
import { until } from './support/waiting.js'

// What is this client's own; what all clients do alike, clients/conformance shows.

let alice: TestClient
let bob: TestClient

beforeEach(async () => {
  alice = newClient({ url })
  bob = newClient({ url })
  await Promise.all([alice.connect(), bob.connect()])
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}

describe('errors', () => {
  test('that answer nobody are told', async () => {
    const errors: AgentBridgeError[] = []
    alice.on('error', (error) => errors.push(error))
    alice.socket?.sendUnchecked('{"id":')
    await until('the error', () => errors.length === 1)
    expect(errors[0]).toBeInstanceOf(JsonError)
    await alice.systemStatus()
    expect(alice.connections).toBe(1)
  })
})

describe('commands', () => {
  test('a command that is cancelled ends its progress with its error', async () => {
    const agent = await alice.createAgent()
    const command = alice.execute(agent.id, echo({ hang: true }))
    await command.cancel()
    const error = await command.result.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(CommandError)
    expect((error as CommandError).status).toBe('cancelled')
    await expect(all(command)).rejects.toBe(error)
    expect((await alice.execute(agent.id, 'next').result).result).toBe('next')
  })
})

describe('tasks', () => {
  test('a task is accepted, worked on and completed', async () => {
    const agent = await alice.createAgent()
    const task = alice.assignTask({ title: 'Write', description: 'A page.', metadata: { branch: 'pages' } }, agent.id)
    expect(await task.accepted).toMatchObject({ assigned: true, agent_id: agent.id, task_id: task.id })
    const statuses = (await all(task)).map(({ status }) => status)
    expect(statuses).toEqual(['pending', 'in_progress', 'completed'])
    expect(String((await task.result).result)).toContain('branch: pages')
  })

  test('a task that no agent can take waits, and can be withdrawn', async () => {
    const task = alice.assignTask({ title: 'Rare', required_capabilities: [newId()] })
    expect(await task.accepted).toMatchObject({ assigned: false, agent_id: null })
    await task.cancel()
    const error = await task.result.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TaskEndedError)
    expect((error as TaskEndedError).task.status).toBe('cancelled')
    await expect(alice.cancelTask(task.id)).rejects.toThrow(TaskError)
  })
})

describe('the stream', () => {
  async function happens(): Promise<void> {
    const agent = await alice.createAgent()
    await alice.execute(agent.id, echo({ text: 'done', progress: ['one'], chunks: 2 })).result
    await alice.assignTask({ title: 'Write' }, agent.id).result
    await alice.execute('worker-1-00000000', 'refused').result.catch(() => undefined)
    await alice.stopAgent(agent.id)
  }

  test('can be read again from any position, and gives the same state', async () => {
    const begin = bob.position
    if (begin === undefined) throw new Error('no position')
    const live = record(bob)
    await happens()
    await alice.metric({ metric_name: 'end', metric_value: 1 })
    await until('bob is where alice is', () => bob.position?.sequence === alice.position?.sequence)
    const again = newClient({ url, from: begin })
    const read = record(again)
    await again.connect()
    await until('all is read', () => again.position?.sequence === bob.position?.sequence)
    const events = (frames: readonly ServerFrame[]): ServerFrame[] => frames.filter((frame) => frame.sequence !== undefined)
    expect(events(read)).toEqual(events(live).slice(0, events(read).length))
  })

  test('folds to what a snapshot shows', async () => {
    const folded = new LogFold()
    const watcher = newClient({ url, from: 'snapshot' })
    watcher.on('frame', (frame) => folded.apply(frame))
    await watcher.connect()
    await until('the snapshot', () => folded.sequence > 0)
    await happens()
    await alice.metric({ metric_name: 'end', metric_value: 1 })
    const shown = new LogFold()
    const late = newClient({ url, from: 'snapshot' })
    late.on('frame', (frame) => shown.apply(frame))
    await late.connect()
    await until('both are there', () => shown.sequence > 0 && shown.sequence <= folded.sequence)
    await until('at one place', () => shown.sequence === folded.sequence)
    const essence = (fold: LogFold): unknown => ({
      agents: [...fold.agents.values()].map(({ last_activity, ...agent }) => agent),
      tasks: [...fold.tasks.values()],
      commands: [...fold.commands.values()].map(({ id, status, result, error, error_type, started_at, completed_at, execution_time }) => ({
        ...{ id, status, result, error, error_type, started_at, completed_at, execution_time },
      })),
      approvals: [...fold.approvals.values()],
    })
    expect(essence(folded)).toEqual(essence(shown))
  })

  test('gives the creator the answer where others see the shared form, and both make the same state', async () => {
    const [own, others] = [new LogFold(), new LogFold()]
    alice.on('frame', (frame) => own.apply(frame))
    bob.on('frame', (frame) => others.apply(frame))
    const agent = await alice.createAgent()
    await until('both', () => own.agents.get(agent.id)?.status === 'idle' && others.agents.get(agent.id)?.status === 'idle')
    expect(own.agents.get(agent.id)).toEqual(others.agents.get(agent.id))
  })
})
