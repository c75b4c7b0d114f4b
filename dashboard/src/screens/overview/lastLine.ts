import { plainWords } from '../../content/words'
import { countUpTo, type LoggedEvent } from '../../store/eventLog'
import type { Agent } from '../../store/model'
import type { Store } from '../../store/store'
import { isOfTool, summaryOf } from '../events/summary'

export interface LastLine {
  readonly text: string
  /** It is being written. */
  readonly live: boolean
}

const TAIL_CHARACTERS = 200
const MAX_SKIPPED = 12

/** What an agent says or did last. */
export function lastLineOf({ moment }: Store, agent: Agent): LastLine {
  const commandId = (agent as Agent & { current_command?: string | null }).current_command
  const live = commandId && !moment.past ? moment.world.transcripts.get(commandId)?.live : undefined
  if (live) return { text: plainWords(live.text.slice(-TAIL_CHARACTERS)), live: true }
  if (agent.status === 'error' && agent.error) return { text: agent.error, live: false }
  const events = moment.log.ofAgent(agent.id)
  const end = countUpTo(events, moment.sequence)
  for (let index = end - 1; index >= 0; index--) {
    const event = events[index]
    if (!event || (isStateOnly(event) && end - index < MAX_SKIPPED)) continue
    return { text: isOfTool(event) ? summaryOf(event) : plainWords(wordsOf(event)), live: false }
  }
  return { text: '', live: false }
}

/** An answer keeps its lines, by which Markdown is known. */
function wordsOf(event: LoggedEvent): string {
  const { result } = event.frame.payload
  return event.type === 'command:result' && typeof result === 'string' ? result.slice(0, 2 * TAIL_CHARACTERS) : summaryOf(event)
}

/** The card shows the state already. */
function isStateOnly({ type, frame }: LoggedEvent): boolean {
  return type === 'agent:status' || (type === 'command:progress' && frame.payload.kind === undefined)
}
