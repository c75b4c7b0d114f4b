import type { Agent, Approval, Command, Task } from './generated/protocol.js'
import { LayeredMap } from './layered-map.js'
import type { CommandResultPayload, FrameOf, ServerFrame, WholeState } from './protocol.js'
import { Shelf } from './shelf.js'
import { Transcript } from './transcript.js'

/** An object that a frame changed, or `all` after a snapshot. */
export type Change =
  | { readonly kind: 'agent' | 'task' | 'command' | 'approval' | 'transcript'; readonly id: string }
  | { readonly kind: 'all' }

/** How much a fold keeps. */
export interface FoldLimits {
  /** Commands that have ended; the oldest are forgotten, with their transcripts. Likewise tasks, approvals and stopped agents. */
  readonly maxEnded: number
  /** Complete pieces of output of one command; the oldest are forgotten. */
  readonly maxPieces: number
  /** Characters of unfinished output of one command. */
  readonly maxLiveChars: number
}

export const DEFAULT_FOLD_LIMITS: FoldLimits = { maxEnded: 10_000, maxPieces: 1_000, maxLiveChars: 1 << 18 }

const NOTHING: readonly Change[] = []
const ALL: readonly Change[] = [{ kind: 'all' }]

interface Collections {
  readonly agents: Shelf<Agent>
  readonly tasks: Shelf<Task>
  readonly commands: Shelf<Command>
  readonly approvals: Shelf<Approval>
}

/**
 * The state that a stream of frames makes: agents, tasks, commands, approvals, and what each command said. An object that changes is
 * replaced, never altered, so that a reference to one stays what it was; the maps are the fold's own. A frame costs O(what it
 * changes), {@link copy} O(what changed lately), not O(objects). No clock, no randomness: the same frames make the same state.
 */
export class LogFold {
  #collections: Collections
  #transcripts = new LayeredMap<Transcript>()
  #sequence = 0
  /** Whether everything before is in, so that a command that is not known begins here. */
  #isWhole = false
  /** The parts of a snapshot that came so far. */
  #arriving: Collections | undefined
  readonly #limits: FoldLimits

  constructor(limits: Partial<FoldLimits> = {}) {
    this.#limits = { ...DEFAULT_FOLD_LIMITS, ...limits }
    this.#collections = this.#empty()
  }

  /** A fold that begins with a whole state. */
  static of(state: WholeState, limits: Partial<FoldLimits> = {}): LogFold {
    const fold = new LogFold(limits)
    collect(fold.#collections, state)
    fold.#sequence = state.sequence
    fold.#isWhole = true
    return fold
  }

  /** Everything up to here is in. */
  get sequence(): number {
    return this.#sequence
  }

  get agents(): ReadonlyMap<string, Agent> {
    return this.#collections.agents.all
  }

  get tasks(): ReadonlyMap<string, Task> {
    return this.#collections.tasks.all
  }

  get commands(): ReadonlyMap<string, Command> {
    return this.#collections.commands.all
  }

  get approvals(): ReadonlyMap<string, Approval> {
    return this.#collections.approvals.all
  }

  /** What the commands said, by command. */
  get transcripts(): ReadonlyMap<string, Transcript> {
    return this.#transcripts
  }

  /** A fold in the same state that goes its own way. */
  copy(): LogFold {
    const fold = new LogFold(this.#limits)
    const { agents, tasks, commands, approvals } = this.#collections
    fold.#collections = { agents: agents.copy(), tasks: tasks.copy(), commands: commands.copy(), approvals: approvals.copy() }
    fold.#transcripts = this.#transcripts.copy()
    fold.#sequence = this.#sequence
    fold.#isWhole = this.#isWhole
    return fold
  }

  /** Takes the next frame, and tells what it changed. Frames of events that are in already change nothing. */
  apply(frame: ServerFrame): readonly Change[] {
    if (frame.type === 'connection:snapshot') return this.#snapshot(frame)
    if (frame.sequence === undefined) return frame.type === 'command:progress' ? this.#delta(frame) : NOTHING
    if (frame.sequence <= this.#sequence) return NOTHING
    if (frame.sequence === 1) this.#isWhole = true
    // The answer to a request may come before events that happened before it.
    const isAhead = typeof frame.correlation_id === 'string' && this.#sequence > 0 && frame.sequence !== this.#sequence + 1
    if (!frame.more && !isAhead) this.#sequence = frame.sequence
    return this.#event(frame)
  }

  #empty(): Collections {
    const { maxEnded } = this.#limits
    return {
      agents: new Shelf(isAgentStopped, maxEnded),
      tasks: new Shelf(isTaskEnded, maxEnded),
      commands: new Shelf(isCommandEnded, maxEnded),
      approvals: new Shelf(isResolved, maxEnded),
    }
  }

  #snapshot({ payload }: FrameOf<'connection:snapshot'>): readonly Change[] {
    if (payload.part === 0) this.#arriving = this.#empty()
    if (this.#arriving === undefined) return NOTHING
    collect(this.#arriving, payload)
    if (!payload.last) return NOTHING
    this.#collections = this.#arriving
    this.#arriving = undefined
    this.#sequence = payload.sequence
    this.#isWhole = true
    const kept = [...this.#transcripts].filter(([id]) => this.#collections.commands.all.has(id))
    this.#transcripts = LayeredMap.of(kept.map(([id, transcript]) => [id, transcript.interrupted()] as const))
    return ALL
  }

  #event(frame: ServerFrame): readonly Change[] {
    switch (frame.type) {
      case 'agent:created':
      case 'agent:status':
      case 'agent:stopped':
        return this.#setAgent(frame.payload.agent)
      case 'task:update':
      case 'task:complete':
      case 'task:failed':
        return this.#setTask(frame.payload.task)
      case 'approval:requested':
      case 'approval:resolved':
        return this.#setApproval(frame.payload.approval)
      case 'command:progress':
        return frame.payload.kind === undefined ? this.#commandStatus(frame) : this.#output(frame)
      case 'command:result':
        return this.#result(frame.payload, frame.timestamp)
      case 'command:error':
        return this.#commandError(frame)
      default:
        return NOTHING
    }
  }

  #setAgent(agent: Agent): readonly Change[] {
    this.#collections.agents.put(agent)
    return [{ kind: 'agent', id: agent.id }]
  }

  #setTask(task: Task): readonly Change[] {
    this.#collections.tasks.put(task)
    return [{ kind: 'task', id: task.id }]
  }

  #setApproval(approval: Approval): readonly Change[] {
    this.#collections.approvals.put(approval)
    return [{ kind: 'approval', id: approval.id }]
  }

  #setCommand(command: Command): readonly Change[] {
    for (const forgotten of this.#collections.commands.put(command)) this.#transcripts.delete(forgotten)
    return [{ kind: 'command', id: command.id }]
  }

  #commandStatus({ payload, timestamp }: FrameOf<'command:progress'>): readonly Change[] {
    const { command_id: id, agent_id, status } = payload
    if (id === undefined || agent_id === undefined) return NOTHING
    let known = this.#collections.commands.all.get(id)
    if (known === undefined) {
      known = queued(id, agent_id, payload, timestamp)
      if (this.#isWhole || status === 'queued') this.#transcripts.set(id, this.#transcript(id, true))
    }
    if (!isOpen(status)) return this.#setCommand(known)
    const started_at = status === 'queued' ? null : (known.started_at ?? timestamp)
    return this.#setCommand({ ...known, status, started_at })
  }

  #output({ payload, sequence = 0 }: FrameOf<'command:progress'>): readonly Change[] {
    const { command_id: id, kind } = payload
    if (id === undefined || kind === undefined) return NOTHING
    this.#transcripts.set(id, this.#transcript(id).with({ sequence, kind, content: payload.content }))
    return [{ kind: 'transcript', id }]
  }

  /** Unfinished output; of a command that is not known here, nothing is kept. */
  #delta({ payload }: FrameOf<'command:progress'>): readonly Change[] {
    const { command_id: id, kind, delta } = payload
    if (id === undefined || kind === undefined || delta === undefined || !this.#collections.commands.all.has(id)) return NOTHING
    this.#transcripts.set(id, this.#transcript(id).withDelta(kind, delta))
    return [{ kind: 'transcript', id }]
  }

  /** The command's transcript; a fresh one is complete only if the command begins with it. */
  #transcript(id: string, isBeginning = false): Transcript {
    return this.#transcripts.get(id) ?? Transcript.empty(isBeginning, this.#limits)
  }

  #result(payload: CommandResultPayload, timestamp: string): readonly Change[] {
    if (typeof payload.result === 'string' && 'command_id' in payload && payload.command_id !== undefined) {
      return this.#ended(payload.command_id, payload.agent_id ?? '', payload, timestamp, {
        status: 'completed',
        result: payload.result,
        error: null,
        error_type: null,
      })
    }
    switch (payload.command) {
      case 'create_agent':
        return 'agent' in payload ? this.#setAgent(payload.agent) : NOTHING
      case 'assign_task':
        return 'task' in payload ? this.#setTask(payload.task) : NOTHING
      case 'stop_agent': {
        const agent = this.#collections.agents.all.get(payload.agent_id ?? '')
        return agent === undefined ? NOTHING : this.#setAgent({ ...agent, status: 'stopping', last_activity: timestamp })
      }
      default:
        return NOTHING
    }
  }

  #commandError({ payload, timestamp }: FrameOf<'command:error'>): readonly Change[] {
    const { command_id: id, status } = payload as { command_id?: string; status?: string }
    if (id === undefined || payload.agent_id == null) return NOTHING
    const failure = payload.metadata['failure']
    return this.#ended(id, payload.agent_id, payload, timestamp, {
      status: status === 'cancelled' || status === 'unknown' ? status : 'failed',
      error: payload.error_message,
      error_type: typeof failure === 'string' && failure !== 'none' ? failure : null,
    })
  }

  #ended(id: string, agentId: string, payload: object, timestamp: string, end: Partial<Command>): readonly Change[] {
    const shown = payload as Pick<Command, 'execution_time' | 'usage' | 'command'>
    const known = this.#collections.commands.all.get(id) ?? queued(id, agentId, shown, timestamp)
    const changes = this.#setCommand({
      ...known,
      ...end,
      command: shown.command ?? known.command,
      completed_at: timestamp,
      execution_time: shown.execution_time ?? null,
      usage: shown.usage ?? known.usage ?? null,
    })
    const transcript = this.#transcripts.get(id)
    if (transcript !== undefined) this.#transcripts.set(id, transcript.ended())
    return changes
  }
}

function collect(into: Collections, { agents, tasks, commands, approvals }: Pick<WholeState, keyof Collections>): Collections {
  for (const agent of agents) into.agents.put(agent)
  for (const task of tasks) into.tasks.put(task)
  for (const command of commands) into.commands.put(command)
  for (const approval of approvals) into.approvals.put(approval)
  return into
}

function queued(id: string, agentId: string, payload: { command?: string; request_id?: string | null }, timestamp: string): Command {
  return {
    id,
    agent_id: agentId,
    command: payload.command ?? '',
    parameters: {},
    status: 'queued',
    request_id: payload.request_id ?? null,
    queued_at: timestamp,
    started_at: null,
    completed_at: null,
    result: null,
    error: null,
    error_type: null,
    execution_time: null,
    usage: null,
  }
}

function isAgentStopped({ status }: Agent): boolean {
  return status === 'stopped'
}

function isTaskEnded({ status }: Task): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}

function isCommandEnded({ status }: Command): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled' || status === 'unknown'
}

function isResolved({ outcome }: Approval): boolean {
  return outcome != null && outcome !== 'pending'
}

function isOpen(status: string | undefined): status is 'queued' | 'executing' | 'waiting_approval' {
  return status === 'queued' || status === 'executing' || status === 'waiting_approval'
}
