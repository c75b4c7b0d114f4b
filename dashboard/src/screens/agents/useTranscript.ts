import { useMemo, useState } from 'react'
import { connected } from '../../store/connection'
import { countUpTo, EventLog, type LoggedEvent } from '../../store/eventLog'
import { messageOf } from '../../store/failure'
import { useMoment } from '../../store/hooks'
import type { EventFrame } from '../../store/model'
import { store } from '../../store/store'
import { type Turn, transcriptOf } from '../../store/transcript'
import { toast } from '../../components/toasts'

/** Events of which a conversation is made at first, and how many more each time one asks for earlier ones. */
const STEP_EVENTS = 3_000
const PAGE = 500

/** The conversation of an agent at the moment that is shown, and a way to read what is older than the log at hand. */
export function useTranscript(agentId: string): {
  readonly turns: readonly Turn[]
  readonly hasEarlier: boolean
  readonly loadEarlier: () => Promise<void>
} {
  const { world, sequence } = useMoment('steady')
  const [extent, setExtent] = useState(STEP_EVENTS)
  const [earlier, setEarlier] = useState<{ readonly events: readonly LoggedEvent[]; readonly next: number | null } | null>(null)
  const events = store.log.ofAgent(agentId)
  const newest = events[events.length - 1]?.sequence ?? 0
  const commands = world.commands
  const end = countUpTo(events, sequence)
  const start = Math.max(0, end - extent)

  const turns = useMemo(
    () => transcriptOf([...(start === 0 ? (earlier?.events ?? []) : []), ...events.slice(start, end)], sequence, commands),
    // The log's list grows in place: its newest event tells whether it did.
    [agentId, earlier, start, Math.min(sequence, newest), commands],
  )

  async function loadEarlier() {
    if (start > 0) {
      setExtent(extent + STEP_EVENTS)
      return
    }
    const until = (earlier?.next ?? store.log.first?.sequence ?? 1) - (earlier ? 0 : 1)
    try {
      const pages = connected().history({ to: until, filter: { agents: [agentId] }, limit: PAGE, direction: 'backward' })
      for await (const page of pages) {
        const frames = (page.events as unknown as EventFrame[]).filter((frame) => !frame.more)
        const logged = frames.map((frame) => {
          const one = new EventLog()
          one.append(frame)
          return one.first as LoggedEvent
        })
        setEarlier((before) => ({ events: [...logged, ...(before?.events ?? [])], next: page.next }))
        if (logged.length > 0 || page.next === null) break
      }
    } catch (failure) {
      toast({ tone: 'bad', text: 'Older events could not be read.', detail: messageOf(failure) })
      setEarlier((before) => ({ events: before?.events ?? [], next: null }))
    }
  }

  const hasEarlier = start > 0 ? true : earlier ? earlier.next !== null : (store.log.first?.sequence ?? 1) > 1
  return { turns, hasEarlier, loadEarlier }
}
