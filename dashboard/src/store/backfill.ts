import { type AgentBridgeClient, LogFold, NotRetainedError } from '@agent-bridge/client'
import { EventLog, MAX_EVENTS } from './eventLog'
import type { EventFrame } from './model'
import { FOLDING, type Store } from './store'
import { Timeline } from './timeline'

/** First what a reader is likely to look at, soon; then as much as a page holds, with room for what comes. */
const FIRST_EVENTS = 10_000
const ALL_EVENTS = Math.floor(0.9 * MAX_EVENTS)
const PAGE = 1_000
/** What is read with a moment of the past, a page in all: what led to it, and some of what came of it. */
const BEFORE_MOMENT = 750
const AFTER_MOMENT = PAGE - BEFORE_MOMENT

/**
 * After a snapshot: reads the newest part of what came before it, so that the reader can look back without asking. What arrives meanwhile is
 * kept. A page of events at a time is folded, so the screen is drawn between them.
 */
export async function backfill(client: AgentBridgeClient, into: Store): Promise<void> {
  const begun = into.timeline.oldest
  for (const back of [FIRST_EVENTS, ALL_EVENTS]) {
    const end = into.timeline.oldest
    const start = Math.max(0, begun - back)
    if (start >= end) return
    const older = await read(client, start, end)
    // Meanwhile it may have begun anew.
    if (into.timeline.oldest !== end) return
    into.prepend(older)
  }
}

/** The past around a moment, which is before the newest event. */
export async function readAround(client: AgentBridgeClient, at: number, newest: number): Promise<Timeline<LogFold>> {
  const end = Math.min(at + AFTER_MOMENT, newest)
  try {
    return await read(client, Math.max(0, at - BEFORE_MOMENT), end)
  } catch (failure) {
    // What the server keeps may begin shortly before the moment.
    if (failure instanceof NotRetainedError) return read(client, at, end)
    throw failure
  }
}

/** The events after one sequence up to another, and the states between. */
async function read(client: AgentBridgeClient, start: number, end: number): Promise<Timeline<LogFold>> {
  const timeline = new Timeline(FOLDING, new EventLog())
  const pages = client.history({ from: start + 1, to: end, limit: PAGE })
  // Asked for together: who looks at a moment waits for both.
  const [state, first] = await Promise.all([start === 0 ? FOLDING.empty() : client.stateAt(start).then((past) => LogFold.of(past)), pages.next()])
  timeline.begin(start, state)
  let held: EventFrame[] = []
  for (let page = first; !page.done; page = await pages.next()) {
    for (const frame of page.value.events as unknown as EventFrame[]) {
      held.push(frame)
      if (frame.more) continue
      timeline.append(held)
      held = []
    }
  }
  return timeline
}
