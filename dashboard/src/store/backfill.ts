import { type AgentBridgeClient, LogFold } from '@agent-bridge/client'
import type { EventFrame } from './model'
import type { Store } from './store'
import { type Folding } from './timeline'

const EVENTS_BACK = 10_000
const PAGE = 1_000

/**
 * After a snapshot: reads the newest part of what came before it, and the state that this part begins with, so that the reader can look back
 * without asking. What arrives meanwhile is kept.
 */
export async function backfill(client: AgentBridgeClient, into: Store, folding: Folding<LogFold>): Promise<void> {
  const end = into.timeline.newest
  const start = Math.max(0, end - EVENTS_BACK)
  const state = start === 0 ? folding.empty() : LogFold.of(await client.stateAt(start))
  const events: EventFrame[][] = []
  let held: EventFrame[] = []
  for await (const page of client.history({ from: start + 1, to: end, limit: PAGE })) {
    for (const frame of page.events as unknown as EventFrame[]) {
      held.push(frame)
      if (frame.more) continue
      events.push(held)
      held = []
    }
  }
  into.prepend(start, state, events, end)
}
