import { useMemo, useState } from 'react'
import { connected } from '../../store/connection'
import { EventLog, type LoggedEvent } from '../../store/eventLog'
import { useMoment } from '../../store/hooks'
import type { EventFrame } from '../../store/model'
import { store } from '../../store/store'
import { type Turn, transcriptOf } from '../../store/transcript'
import { toast } from '../../components/toasts'

const MAX_EVENTS = 3_000
const PAGE = 500

/** The conversation of an agent at the moment that is shown, and a way to read what is older than the log at hand. */
export function useTranscript(agentId: string): {
  readonly turns: readonly Turn[]
  readonly hasEarlier: boolean
  readonly loadEarlier: () => Promise<void>
} {
  const { world, sequence, revision } = useMoment('frame')
  const [earlier, setEarlier] = useState<{ readonly events: readonly LoggedEvent[]; readonly next: number | null } | null>(null)
  const events = store.log.ofAgent(agentId)
  const newest = events[events.length - 1]?.sequence ?? 0
  const commands = world.commands

  const turns = useMemo(
    () => transcriptOf([...(earlier?.events ?? []), ...events.slice(-MAX_EVENTS)], sequence, commands),
    // The log's list grows in place: its newest event tells whether it did.
    [agentId, earlier, newest, Math.min(sequence, newest), commands],
  )

  async function loadEarlier() {
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
      toast({ tone: 'bad', text: 'Older events could not be read.', detail: failure instanceof Error ? failure.message : String(failure) })
      setEarlier((before) => ({ events: before?.events ?? [], next: null }))
    }
  }

  void revision
  const hasEarlier = earlier ? earlier.next !== null : (store.log.first?.sequence ?? 1) > 1
  return { turns, hasEarlier, loadEarlier }
}
