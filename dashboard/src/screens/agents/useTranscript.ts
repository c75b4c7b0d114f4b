import { useMemo, useState } from 'react'
import { countUpTo } from '../../store/eventLog'
import { useMoment } from '../../store/hooks'
import { type Turn, transcriptOf } from '../../store/transcript'
import { useOlder } from '../../store/useOlder'

/** Events of which a conversation is made at first, and how many more each time one asks for earlier ones. */
const STEP_EVENTS = 3_000
/** It begins later a piece at a time: what is read would move with each event that leaves it. */
const PIECE_EVENTS = 500

/** The conversation of an agent at the moment that is shown, and a way to read what is older than the log at hand. */
export function useTranscript(agentId: string): {
  readonly turns: readonly Turn[]
  /** Reads what was before; null if nothing was. */
  readonly loadEarlier: (() => Promise<void>) | null
} {
  const { world, sequence, log } = useMoment('steady')
  const [extent, setExtent] = useState(STEP_EVENTS)
  const wanted = useMemo(() => ({ filter: { agents: [agentId] }, passes: () => true }), [agentId])
  const older = useOlder(log, log.first?.sequence ?? sequence + 1, wanted)
  const events = log.ofAgent(agentId)
  const newest = events[events.length - 1]?.sequence ?? 0
  const commands = world.commands
  const end = countUpTo(events, sequence)
  const start = Math.max(0, Math.floor((end - extent) / PIECE_EVENTS) * PIECE_EVENTS)

  const turns = useMemo(
    () => transcriptOf([...(start === 0 ? older.events : []), ...events.slice(start, end)], sequence, commands),
    // The log's list grows in place: its newest event tells whether it did.
    [agentId, log, older.events, start, Math.min(sequence, newest), commands],
  )

  async function widen(): Promise<void> {
    setExtent(extent + STEP_EVENTS)
  }

  return { turns, loadEarlier: start > 0 ? widen : older.read }
}
