import type { LoggedEvent } from './eventLog'

/** Which event gave a field the value it has. */
export interface LastChange {
  readonly sequence: number
  readonly timeMillis: number
  readonly type: string
  readonly principal: string | null
  readonly before: unknown
}

/**
 * For each field of an object, the newest event up to a position in which its value changed. A field that was never seen to change is
 * that of the object's first event, if that is still known.
 */
export function lastChanges(
  events: readonly LoggedEvent[],
  upTo: number,
  imageOf: (event: LoggedEvent) => Readonly<Record<string, unknown>> | null,
): ReadonlyMap<string, LastChange> {
  const changes = new Map<string, LastChange>()
  let before: Readonly<Record<string, unknown>> | null = null
  for (const event of events) {
    if (event.sequence > upTo) break
    const image = imageOf(event)
    if (!image) continue
    for (const [field, value] of Object.entries(image)) {
      if (before && same(before[field], value)) continue
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
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
}
