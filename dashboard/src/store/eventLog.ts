import type { EventFrame } from './model'

/** What the time bar tells apart. */
export type Mark = 'plain' | 'approval' | 'error'

/** An event as the dashboard keeps it: the frame as it came, and what is asked of it again and again. */
export interface LoggedEvent {
  readonly sequence: number
  readonly timeMillis: number
  /** Time without the quiet: gaps count for at most {@link MAX_GAP_MILLIS}. Counts from the oldest event, so it grows when older ones are put before. */
  busyMillis: number
  readonly type: string
  readonly mark: Mark
  readonly agentId: string | null
  readonly taskId: string | null
  readonly commandId: string | null
  /** In the form that everybody sees. */
  readonly frame: EventFrame
  /** As they came; most events have one. */
  readonly frames: readonly EventFrame[]
  /** Estimated characters held. */
  readonly size: number
}

export interface LogLimits {
  readonly maxEvents: number
  readonly maxCharacters: number
}

export const MAX_EVENTS = 131_072
const DEFAULT_LIMITS: LogLimits = { maxEvents: MAX_EVENTS, maxCharacters: 128 << 20 }
const MAX_GAP_MILLIS = 1_000
const TRIM_STEP = 4_096

/**
 * The newest events in order of their sequence, bounded in number and in size. Sequences have no gap, so a sequence is found by
 * subtraction. Older events are dropped in steps, not one by one.
 */
export class EventLog {
  private events: LoggedEvent[] = []
  private characters = 0
  private begun = 0
  private readonly byAgent = new Map<string, LoggedEvent[]>()
  private marks: LoggedEvent[] = []
  private readonly limits: LogLimits

  constructor(limits: LogLimits = DEFAULT_LIMITS) {
    this.limits = limits
  }

  /** Another number after each {@link clear}. */
  get generation(): number {
    return this.begun
  }

  get length(): number {
    return this.events.length
  }

  get first(): LoggedEvent | undefined {
    return this.events[0]
  }

  get last(): LoggedEvent | undefined {
    return this.events[this.events.length - 1]
  }

  /** The event at that place, oldest first. */
  at(index: number): LoggedEvent | undefined {
    return this.events[index]
  }

  all(): readonly LoggedEvent[] {
    return this.events
  }

  /** Errors and approvals, oldest first. */
  marked(): readonly LoggedEvent[] {
    return this.marks
  }

  ofAgent(agentId: string): readonly LoggedEvent[] {
    return this.byAgent.get(agentId) ?? []
  }

  /** The place of that sequence, or of the first one after it. */
  indexOf(sequence: number): number {
    const first = this.events[0]
    return first === undefined ? 0 : Math.min(Math.max(0, sequence - first.sequence), this.events.length)
  }

  find(sequence: number): LoggedEvent | undefined {
    const found = this.events[this.indexOf(sequence)]
    return found?.sequence === sequence ? found : undefined
  }

  /** The last place whose event is not after that time. */
  indexAtTime(timeMillis: number): number {
    return Math.max(0, countWhere(this.events, (event) => event.timeMillis <= timeMillis) - 1)
  }

  /** How many events there were before that moment of time without the quiet. */
  countBeforeBusyTime(busyMillis: number): number {
    return countWhere(this.events, (event) => event.busyMillis < busyMillis)
  }

  /** The last place whose event is not after that moment of time without the quiet. */
  indexAtBusyTime(busyMillis: number): number {
    return Math.max(0, countWhere(this.events, (event) => event.busyMillis <= busyMillis) - 1)
  }

  /**
   * Adds the next event.
   *
   * @param frame how it is shown
   * @param frames as they came
   * @returns the oldest sequence that is still held if some were dropped
   */
  append(frame: EventFrame, frames: readonly EventFrame[] = [frame]): number | null {
    const last = this.last
    if (last && frame.sequence !== last.sequence + 1) {
      throw new Error(`event ${frame.sequence} follows ${last.sequence}: the log has a gap`)
    }
    const event = loggedOf(frame, frames)
    if (last) event.busyMillis = last.busyMillis + gapBetween(last, event.timeMillis)
    this.events.push(event)
    this.characters += event.size
    if (event.mark !== 'plain') this.marks.push(event)
    if (event.agentId) {
      const ofAgent = this.byAgent.get(event.agentId)
      if (ofAgent) ofAgent.push(event)
      else this.byAgent.set(event.agentId, [event])
    }
    return this.events.length > this.limits.maxEvents || this.characters > this.limits.maxCharacters ? this.trim() : null
  }

  /** Puts the events of an older log before these; nothing is missing between the two. */
  prepend(older: EventLog): void {
    const [last, next] = [older.last, this.first]
    if (!last) return
    if (next) {
      if (next.sequence !== last.sequence + 1) throw new Error(`event ${next.sequence} follows ${last.sequence}: the log has a gap`)
      const shift = last.busyMillis + gapBetween(last, next.timeMillis) - next.busyMillis
      for (const event of this.events) event.busyMillis += shift
    }
    this.events = older.events.concat(this.events)
    this.characters += older.characters
    this.marks = older.marks.concat(this.marks)
    for (const [agentId, events] of older.byAgent) this.byAgent.set(agentId, events.concat(this.byAgent.get(agentId) ?? []))
  }

  clear(): void {
    this.begun++
    this.events = []
    this.characters = 0
    this.marks = []
    this.byAgent.clear()
  }

  private trim(): number {
    let dropped = 0
    let freed = 0
    const target = Math.min(TRIM_STEP, this.events.length - 1)
    while (
      dropped < this.events.length - 1 &&
      (dropped < target || this.characters - freed > this.limits.maxCharacters)
    ) {
      freed += (this.events[dropped++] as LoggedEvent).size
    }
    this.events = this.events.slice(dropped)
    this.characters -= freed
    const oldest = (this.events[0] as LoggedEvent).sequence
    this.marks = this.marks.slice(countUpTo(this.marks, oldest - 1))
    for (const [agentId, events] of this.byAgent) {
      const gone = countUpTo(events, oldest - 1)
      if (gone === events.length) this.byAgent.delete(agentId)
      else if (gone > 0) this.byAgent.set(agentId, events.slice(gone))
    }
    return oldest
  }
}

/** An event by itself, as a log would hold it as its first. */
export function loggedOf(frame: EventFrame, frames: readonly EventFrame[] = [frame]): LoggedEvent {
  return {
    sequence: frame.sequence,
    timeMillis: Date.parse(frame.timestamp),
    busyMillis: 0,
    type: frame.type,
    mark: markOf(frame),
    ...subjectsOf(frame),
    frame,
    frames,
    size: sizeOf(frame.payload),
  }
}

/** How many of some events, oldest first, are not after that sequence. O(log events). */
export function countUpTo(events: readonly LoggedEvent[], sequence: number): number {
  return countWhere(events, (event) => event.sequence <= sequence)
}

/** The place of the event with that sequence, or -1. O(log events). */
export function placeOf(events: readonly LoggedEvent[], sequence: number): number {
  const place = countUpTo(events, sequence) - 1
  return events[place]?.sequence === sequence ? place : -1
}

/** How many there are before the first for which it does not hold. */
function countWhere(events: readonly LoggedEvent[], holds: (event: LoggedEvent) => boolean): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(events[middle] as LoggedEvent)) low = middle + 1
    else high = middle
  }
  return low
}

function gapBetween(before: LoggedEvent, timeMillis: number): number {
  return Math.min(Math.max(0, timeMillis - before.timeMillis), MAX_GAP_MILLIS)
}

function markOf({ type, payload }: EventFrame): Mark {
  if (type.startsWith('approval:')) return 'approval'
  if (type === 'agent:error' || type === 'task:failed') return 'error'
  // What somebody cancelled has not failed.
  if (type === 'command:error') return payload.status === 'cancelled' ? 'plain' : 'error'
  const status = (payload.agent as { status?: unknown } | undefined)?.status ?? (payload.task as { status?: unknown } | undefined)?.status
  return status === 'error' || status === 'failed' ? 'error' : 'plain'
}

function subjectsOf({ payload }: EventFrame): { agentId: string | null; taskId: string | null; commandId: string | null } {
  const agent = payload.agent as { id?: unknown } | undefined
  const task = payload.task as { id?: unknown; assigned_agent?: unknown; command_id?: unknown } | undefined
  const approval = payload.approval as { agent_id?: unknown; command_id?: unknown } | undefined
  return {
    agentId: textOf(payload.agent_id ?? agent?.id ?? approval?.agent_id ?? task?.assigned_agent ?? payload.to_agent),
    taskId: textOf(payload.task_id ?? task?.id),
    commandId: textOf(payload.command_id ?? approval?.command_id ?? task?.command_id),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Characters of the strings in it and something for the rest; looks no deeper than objects of the protocol go. */
function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length + 16
  if (typeof value !== 'object' || value === null) return 8
  if (depth > 6) return 64
  let size = 32
  for (const member of Object.values(value)) size += 16 + sizeOf(member, depth + 1)
  return size
}
