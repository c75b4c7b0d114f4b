import { countUpTo, type EventLog, type LoggedEvent } from '../../store/eventLog'
import type { Wanted } from '../../store/useOlder'
import { summaryOf } from './summary'

/** Which events are wanted. Lives in the URL, so that a view can be shared. */
export interface EventFilter {
  readonly kinds: readonly Kind[]
  readonly agent: string | null
  readonly task: string | null
  /** A request, a correlation id or a command: everything that belongs to one thing that was asked. */
  readonly follow: string | null
  readonly text: string
}

export const KINDS = ['agent', 'command', 'task', 'approval', 'message', 'system', 'errors'] as const
export type Kind = (typeof KINDS)[number]

export function filterOf(query: URLSearchParams): EventFilter {
  const kinds = (query.get('kinds') ?? '').split(',').filter((kind): kind is Kind => (KINDS as readonly string[]).includes(kind))
  return { kinds, agent: query.get('agent'), task: query.get('task'), follow: query.get('follow'), text: query.get('q') ?? '' }
}

export function isEmpty(filter: EventFilter): boolean {
  return filter.kinds.length === 0 && !filter.agent && !filter.task && !filter.follow && filter.text === ''
}

export function kindOf(type: string): Kind {
  if (type === 'agent:message' || type === 'agent:coordination' || type === 'agent:handoff') return 'message'
  const [head = ''] = type.split(':', 1)
  if (head === 'agent' || head === 'command' || head === 'task' || head === 'approval') return head
  return 'system'
}

function searchText(event: LoggedEvent): string {
  return `${event.sequence} ${event.type} ${event.agentId ?? ''} ${event.taskId ?? ''} ${event.commandId ?? ''} ${summaryOf(event)}`.toLowerCase()
}

function matches(event: LoggedEvent, filter: EventFilter, words: readonly string[]): boolean {
  if (filter.kinds.length > 0) {
    const wanted = filter.kinds.includes(kindOf(event.type)) || (filter.kinds.includes('errors') && event.mark === 'error')
    if (!wanted) return false
  }
  if (filter.agent && event.agentId !== filter.agent) return false
  if (filter.task && event.taskId !== filter.task) return false
  if (filter.follow && !belongsTo(event, filter.follow)) return false
  if (words.length === 0) return true
  const text = searchText(event)
  return words.every((word) => text.includes(word))
}

function belongsTo(event: LoggedEvent, id: string): boolean {
  const cause = event.frame.cause
  return (
    event.commandId === id ||
    event.taskId === id ||
    cause?.correlation_id === id ||
    cause?.request_id === id ||
    event.frame.payload.request_id === id ||
    event.frame.payload.request_correlation_id === id
  )
}

function wordsOf(filter: EventFilter): readonly string[] {
  return filter.text.toLowerCase().split(/\s+/).filter(Boolean)
}

const TYPES: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  agent: ['agent:created', 'agent:status', 'agent:stopped', 'agent:error'],
  command: ['command:progress', 'command:result', 'command:error'],
  task: ['task:update', 'task:complete', 'task:failed'],
  approval: ['approval:requested', 'approval:resolved'],
  message: ['agent:message', 'agent:coordination', 'agent:handoff'],
  system: ['system:metric', 'server:started'],
}

/** What passes a filter, as it is asked of the server; what that cannot tell apart is told apart here. */
export function wantedOf(filter: EventFilter): Wanted {
  const { agent, task, kinds } = filter
  const types = kinds.includes('errors') ? [] : kinds.flatMap((kind) => TYPES[kind] ?? [])
  const words = wordsOf(filter)
  return {
    filter: { ...(agent && { agents: [agent] }), ...(task && { tasks: [task] }), ...(types.length > 0 && { types }) },
    passes: (event) => matches(event, filter, words),
  }
}

/** Events between two looks at the clock. */
const STEP = 64

/**
 * The events of a log that pass a filter. Looks at what is new as the log grows, and from the newest back at what is old, a slice at a time: a word is
 * sought in a hundred thousand events without holding up the screen.
 */
export class Matching {
  private found: LoggedEvent[] = []
  private generation = -1
  /** What was looked at: after the one, up to the other. */
  private from = 0
  private to = 0
  private readonly words: readonly string[]
  private readonly isEmpty: boolean

  constructor(
    private readonly log: EventLog,
    private readonly filter: EventFilter,
  ) {
    this.words = wordsOf(filter)
    this.isEmpty = isEmpty(filter)
  }

  /**
   * Goes on looking.
   *
   * @param budgetMillis how long it may look at what is old
   * @returns whether everything was looked at
   */
  look(budgetMillis: number): boolean {
    const { first, last, generation } = this.log
    if (this.isEmpty || !first || !last) return true
    if (generation !== this.generation) {
      this.generation = generation
      this.found = []
      this.from = this.to = last.sequence
    }
    this.forgetBefore(first.sequence)
    for (let index = this.log.indexOf(this.to + 1); index < this.log.length; index++) this.test(index, this.found)
    this.to = last.sequence
    return this.lookBack(budgetMillis)
  }

  private lookBack(budgetMillis: number): boolean {
    const end = performance.now() + budgetMillis
    const older: LoggedEvent[] = []
    let index = this.log.indexOf(this.from + 1) - 1
    while (index >= 0) {
      this.test(index--, older)
      // Asked after a step, so that each look gets on.
      if (index % STEP === 0 && performance.now() >= end) break
    }
    this.from = this.log.at(index)?.sequence ?? (this.log.first?.sequence ?? 1) - 1
    if (older.length > 0) this.found = older.reverse().concat(this.found)
    return index < 0
  }

  private test(index: number, into: LoggedEvent[]): void {
    const event = this.log.at(index)
    if (event && matches(event, this.filter, this.words)) into.push(event)
  }

  private forgetBefore(oldest: number): void {
    const gone = countUpTo(this.found, oldest - 1)
    if (gone > 0) this.found = this.found.slice(gone)
    this.from = Math.max(this.from, oldest - 1)
  }

  /** @param sequence the last that counts */
  upTo(sequence: number): readonly LoggedEvent[] {
    const found = this.isEmpty ? this.log.all() : this.found
    const end = countUpTo(found, sequence)
    return end === found.length ? found : found.slice(0, end)
  }
}
