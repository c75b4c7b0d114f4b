import { useMemo, useRef, useState } from 'react'
import type { Filter } from '@agent-bridge/client'
import { toast } from '../components/toasts'
import { connected } from './connection'
import { countUpTo, type EventLog, type LoggedEvent, loggedOf } from './eventLog'
import { messageOf } from './failure'
import type { EventFrame } from './model'

const PAGE = 500
const NOTHING: readonly LoggedEvent[] = []

/** Which events are wanted: as the server tells them apart, and as only the page does. */
export interface Wanted {
  readonly filter: Filter
  readonly passes: (event: LoggedEvent) => boolean
}

/** Events from before those at hand, as far as they were read. */
export interface Older {
  /** Oldest first; they end where those at hand begin. */
  readonly events: readonly LoggedEvent[]
  /** Reads the page before them; null if nothing is before. */
  readonly read: (() => Promise<void>) | null
}

interface Pages {
  /** What they were read for. */
  readonly of: object | null
  readonly events: readonly LoggedEvent[]
  /** The last sequence that was asked for. */
  readonly until: number
  readonly next: number | null
}

/**
 * What only the server has of some events.
 *
 * @param first the oldest sequence at hand
 * @param wanted the same object for as long as the same is wanted
 */
export function useOlder(log: EventLog, first: number, wanted: Wanted): Older {
  const { generation } = log
  const of = useMemo(() => ({}), [log, generation, wanted])
  const current = useRef<object>(of)
  current.current = of
  const reading = useRef<object | null>(null)
  const [known, setKnown] = useState<Pages>({ of: null, events: NOTHING, until: 0, next: null })
  // Where the log has dropped events since, some are missing between: then it is read anew. Where it has got older ones, they are the log's.
  const pages = known.of === of && known.until >= first - 1 ? known : null
  const events = useMemo(() => (pages ? pages.events.slice(0, countUpTo(pages.events, first - 1)) : NOTHING), [pages, first])
  const next = pages ? pages.next && Math.min(pages.next, first - 1) : first > 1 ? first - 1 : null

  async function read(to: number): Promise<void> {
    if (reading.current === of) return
    reading.current = of
    try {
      for await (const page of connected().history({ to, direction: 'backward', limit: PAGE, filter: wanted.filter })) {
        // Something else is wanted by now.
        if (current.current !== of) return
        const found = (page.events as unknown as EventFrame[])
          .filter(({ more }) => !more)
          .map((frame) => loggedOf(frame))
          .filter(wanted.passes)
        if (found.length === 0 && page.next !== null) continue
        setKnown({ of, events: found.concat(events), until: pages?.until ?? to, next: page.next })
        return
      }
    } catch (failure) {
      toast({ tone: 'bad', text: 'Older events could not be read.', detail: messageOf(failure) })
    } finally {
      if (reading.current === of) reading.current = null
    }
  }

  return { events, read: next === null ? null : () => read(next) }
}
