import type { EventLog, LoggedEvent } from '../../store/eventLog'
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

const searchable = new WeakMap<LoggedEvent, string>()

function searchText(event: LoggedEvent): string {
  let text = searchable.get(event)
  if (text === undefined) {
    text = `${event.sequence} ${event.type} ${event.agentId ?? ''} ${event.taskId ?? ''} ${event.commandId ?? ''} ${summaryOf(event)}`.toLowerCase()
    searchable.set(event, text)
  }
  return text
}

export function matches(event: LoggedEvent, filter: EventFilter, words: readonly string[]): boolean {
  if (filter.kinds.length > 0) {
    const wanted = filter.kinds.includes(kindOf(event.type)) || (filter.kinds.includes('errors') && event.mark === 'error')
    if (!wanted) return false
  }
  if (filter.agent && event.agentId !== filter.agent) return false
  if (filter.task && event.taskId !== filter.task) return false
  if (filter.follow && !belongsTo(event, filter.follow)) return false
  return words.length === 0 || words.every((word) => searchText(event).includes(word))
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

export function wordsOf(filter: EventFilter): readonly string[] {
  return filter.text.toLowerCase().split(/\s+/).filter(Boolean)
}

/** The events of a log that pass a filter; as the log grows, only what is new is looked at. */
export class Matching {
  private found: LoggedEvent[] = []
  private seen = 0
  private oldest = -1
  private readonly words: readonly string[]

  constructor(
    private readonly log: EventLog,
    private readonly filter: EventFilter,
  ) {
    this.words = wordsOf(filter)
  }

  /** @param until the last sequence that counts */
  upTo(until: number): readonly LoggedEvent[] {
    const first = this.log.first?.sequence ?? 0
    if (first !== this.oldest) {
      this.oldest = first
      this.seen = 0
      this.found = []
    }
    const newer: LoggedEvent[] = []
    for (let index = this.log.indexOf(this.seen + 1); index < this.log.length; index++) {
      const event = this.log.at(index)
      if (event && matches(event, this.filter, this.words)) newer.push(event)
    }
    this.seen = this.log.last?.sequence ?? 0
    if (newer.length > 0) this.found = this.found.length === 0 ? newer : [...this.found, ...newer]
    const last = this.found[this.found.length - 1]
    if (!last || last.sequence <= until) return this.found
    let end = this.found.length
    while (end > 0 && (this.found[end - 1] as LoggedEvent).sequence > until) end--
    return this.found.slice(0, end)
  }
}
