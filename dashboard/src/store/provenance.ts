import { countUpTo, type LoggedEvent } from './eventLog'

/** Which event gave a field the value it has. */
export interface LastChange {
  readonly sequence: number
  readonly timeMillis: number
  readonly type: string
  readonly principal: string | null
  readonly before: unknown
}

/**
 * For each of some fields of an object, the newest event up to a position in which its value changed. A field that was never seen to change is
 * that of the event in which the object began, if that is still known; any other first event shows what somebody else may have set.
 */
export function lastChanges(
  events: readonly LoggedEvent[],
  upTo: number,
  fields: readonly string[],
  imageOf: (event: LoggedEvent) => Readonly<Record<string, unknown>> | null,
  isBeginning: (event: LoggedEvent) => boolean,
): ReadonlyMap<string, LastChange> {
  const changes = new Map<string, LastChange>()
  let before: Readonly<Record<string, unknown>> | null = null
  const end = countUpTo(events, upTo)
  for (let index = 0; index < end; index++) {
    const event = events[index] as LoggedEvent
    const image = imageOf(event)
    if (!image) continue
    for (const field of fields) {
      if (before ? same(before[field], image[field]) : !isBeginning(event)) continue
      changes.set(field, {
        sequence: event.sequence,
        timeMillis: event.timeMillis,
        type: event.type,
        principal: event.frame.cause?.principal ?? null,
        before: before?.[field],
      })
    }
    before = image
  }
  return changes
}

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, index) => same(value, b[index]))
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b)
}
