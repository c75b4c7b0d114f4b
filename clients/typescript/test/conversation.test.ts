import { beforeEach, describe, expect, test } from 'vitest'
import {
  CommandError,
  ConflictError,
  LogFold,
  TaskEndedError,
  TaskError,
  ValidationError,
  type AgentBridgeClient,
  type CommandProgress,
  type ServerFrame,
} from '../src/index.js'
import { newId } from '../src/identifier.js'
import { newClient, range, record, sequences } from './support/clients.js'
import { echo } from './support/echo.js'
import { url } from './support/own-gateway.js'
import { until } from './support/waiting.js'

let alice: AgentBridgeClient
let bob: AgentBridgeClient

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

describe('agents', () => {
  test('an agent is created, and everybody else hears of it', async () => {
    const heard = record(bob)
    const agent = await alice.createAgent({ agent_type: 'coordinator', model: 'opus', capabilities: ['coding'], name: 'Ada' })
    expect(agent).toMatchObject({ type: 'coordinator', model: 'opus', capabilities: ['coding'], name: 'Ada', status: 'initializing' })
    await until('agent:created', () => heard.some((frame) => frame.type === 'agent:created' && frame.payload.agent.id === agent.id))
    await until('idle', () => heard.some((frame) => frame.type === 'agent:status' && frame.payload.agent.status === 'idle'))
  })

  test('an agent that cannot be created is an error that says why', async () => {
    const refused = alice.createAgent({ backend: 'no-such-backend' })
    await expect(refused).rejects.toThrow(ValidationError)
    await expect(refused).rejects.toThrow(/no-such-backend/)
  })

  test('an agent is stopped for good', async () => {
    const agent = await alice.createAgent()
    const stopped = new Promise<void>((resolve) => {
      bob.on('agent:stopped', ({ payload }) => payload.agent.id === agent.id && resolve())
    })
    expect(await alice.stopAgent(agent.id, { mode: 'graceful', reason: 'enough' })).toMatchObject({ command: 'stop_agent', agent_id: agent.id })
    await stopped
    await expect(alice.execute(agent.id, 'anyone there?').result).rejects.toThrow(CommandError)
  })

  test('messages between agents reach the other agent and everybody who watches', async () => {
    const [from, to] = await Promise.all([alice.createAgent(), alice.createAgent()])
    const heard = record(bob)
    const base = { from_agent: from.id, to_agent: to.id, content: 'Please look at this.' }
    expect((await alice.sendMessage(base)).payload).toMatchObject(base)
    expect((await alice.coordinate({ ...base, phase: 'review', requires_response: true })).payload).toMatchObject({ phase: 'review' })
    expect((await alice.handoff({ ...base, stage: 'initiate', reason: 'lunch' })).payload).toMatchObject({ stage: 'initiate' })
    const types = ['agent:message', 'agent:coordination', 'agent:handoff']
    await until('all three', () => types.every((type) => heard.some((frame) => frame.type === type)))
  })
})

describe('commands', () => {
  test('a command has its status, its output as it is written, and its result', async () => {
    const agent = await alice.createAgent()
    const command = alice.execute(agent.id, echo({ text: 'a stream of words', chunks: 5, delay_ms: 100, progress: ['one', 'two'] }))
    const steps = await all<CommandProgress>(command)
    const { result, command_id: commandId } = await command.result
    expect(result).toBe('a stream of words')
    expect(commandId).toBe(await command.commandId)
    expect(steps.filter((step) => step.type === 'status').map((step) => step.status)).toContain('executing')
    const deltas = steps.filter((step) => step.type === 'delta')
    expect(deltas.map((step) => step.text).join('')).toBe('a stream of words')
    expect(steps.filter((step) => step.type === 'output').map((step) => step.content)).toEqual(expect.arrayContaining(['one', 'two']))
  })

  test('parameters follow the prompt', async () => {
    const agent = await alice.createAgent()
    const { result } = await alice.execute(agent.id, 'List', { parameters: { depth: 2 } }).result
    expect(result.trim()).toBe('List\n\nParameters:\ndepth: 2')
  })

  test('three at once on one agent are answered in order', async () => {
    const agent = await alice.createAgent()
    const answered: string[] = []
    const commands = ['first', 'second', 'third'].map((text) => alice.execute(agent.id, echo({ text, delay_ms: 30, chunks: 2 })))
    await Promise.all(commands.map(async (command) => answered.push((await command.result).result)))
    expect(answered).toEqual(['first', 'second', 'third'])
  })

  test('each of three agents answers its own', async () => {
    const agents = await Promise.all([1, 2, 3].map(() => alice.createAgent()))
    const texts = await Promise.all(agents.map(async ({ id }) => (await alice.execute(id, `I am ${id}`).result).result))
    expect(texts).toEqual(agents.map(({ id }) => `I am ${id}`))
  })

  test('a running command is cancelled, and its agent goes on', async () => {
    const agent = await alice.createAgent()
    const command = alice.execute(agent.id, echo({ hang: true }))
    await command.cancel()
    const error = await command.result.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(CommandError)
    expect((error as CommandError).status).toBe('cancelled')
    await expect(all(command)).rejects.toBe(error)
    expect((await alice.execute(agent.id, 'next').result).result).toBe('next')
  })

  test('a failure of the agent names its class', async () => {
    const agent = await alice.createAgent()
    const error = await alice.execute(agent.id, echo({ fail: 'no more for today', failure: 'rate_limit' })).result.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(CommandError)
    expect(error).toMatchObject({ type: 'command_error', status: 'failed', failure: 'rate_limit', agentId: agent.id })
    expect(String(error)).toContain('no more for today')
  })

  test('an agent that nobody knows, and a command that nobody knows, are errors', async () => {
    await expect(alice.execute('worker-1-00000000', 'x').result).rejects.toThrow(/worker-1-00000000/)
    await expect(alice.cancelCommand('no-such-command')).rejects.toThrow(CommandError)
  })

  test('the same id with the same content has its effect once; with other content it is a conflict', async () => {
    const id = newId()
    const first = await alice.createAgent({ name: 'once' }, { id })
    expect((await bob.createAgent({ name: 'once' }, { id })).id).toBe(first.id)
    await expect(bob.createAgent({ name: 'other' }, { id })).rejects.toThrow(ConflictError)
  })

  test('a text of two million characters arrives unchanged', async () => {
    const agent = await alice.createAgent()
    const text = 'ä€😀"\\/\n\t<&>'.repeat(150_000)
    expect((await alice.execute(agent.id, text).result).result === text).toBe(true)
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

  test('an unknown agent is a task error', async () => {
    const task = alice.assignTask({ title: 'Nobody' }, 'worker-1-00000000')
    await expect(task.result).rejects.toThrow(TaskError)
    await expect(task.accepted).rejects.toThrow(TaskError)
  })
})

describe('approvals', () => {
  test('a permission is asked for, given once, and the agent goes on', async () => {
    const agent = await alice.createAgent()
    const asked = new Promise<string>((resolve) => {
      bob.on('approval:requested', ({ payload }) => payload.approval.agent_id === agent.id && resolve(payload.approval.id))
    })
    const command = alice.execute(agent.id, echo({ ask: { tool_name: 'Bash', input: { command: 'ls' } } }))
    const approval = await asked
    expect(await bob.respondApproval(approval, 'allow', { updated_input: { command: 'ls -l' } })).toMatchObject({ outcome: 'allowed' })
    expect((await command.result).result).toContain('ls -l')
    await expect(alice.respondApproval(approval, 'deny')).rejects.toThrow()
  })
})

describe('the system', () => {
  test('tells its status', async () => {
    await alice.createAgent()
    const { system, connections } = await alice.systemStatus()
    expect(system.agents.total).toBeGreaterThan(0)
    expect(connections.active_connections).toBeGreaterThanOrEqual(2)
  })

  test('shows a metric to everybody', async () => {
    const name = `metric-${newId()}`
    const shown = new Promise<number>((resolve) => {
      bob.on('system:metric', ({ payload }) => payload.metric_name === name && resolve(payload.metric_value))
    })
    await alice.metric({ metric_name: name, metric_value: 1.5, metadata: { unit: 's' } })
    expect(await shown).toBe(1.5)
  })

  test('refuses what is not valid, and the connection lives on', async () => {
    await expect(alice.cancelCommand('')).rejects.toThrow(ValidationError)
    // The schema refuses it, too; that is what this test is about.
    const { violations } = await import('./support/checked-socket.js')
    expect(violations.splice(0)).toHaveLength(1)
    expect((await alice.systemStatus()).system.running).toBe(true)
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

  test('has every event once, in order', async () => {
    const frames = record(bob)
    const first = bob.position?.sequence ?? 0
    await happens()
    await until('bob is where alice is', () => bob.position?.sequence === alice.position?.sequence)
    const seen = sequences(frames)
    expect(seen).toEqual(range(first + 1, seen.at(-1) ?? 0))
  })

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

  test('with a filter has what is wanted, and comes back with it', async () => {
    const [wanted, other] = await Promise.all([alice.createAgent(), alice.createAgent()])
    const watcher = newClient({ url, filter: { agents: [wanted.id] } })
    const frames = record(watcher)
    await watcher.connect()
    await alice.execute(other.id, 'not seen').result
    await alice.execute(wanted.id, 'seen').result
    await until('the result', () => frames.some((frame) => frame.type === 'command:result'))
    expect(frames.every((frame) => JSON.stringify(frame).includes(wanted.id))).toBe(true)
    expect(await watcher.subscribe('now')).toMatchObject({ recovered: true })
    await alice.execute(other.id, 'now it is').result
    await until('the other', () => frames.some((frame) => JSON.stringify(frame).includes(other.id)))
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
