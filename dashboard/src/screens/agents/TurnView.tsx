import { memo } from 'react'
import { brief, clockOf, duration, money } from '../../components/format'
import { Status } from '../../components/Status'
import { Long } from '../../content/Long'
import { Output } from '../../content/Output'
import { Link } from '../../routing/Link'
import { useStore } from '../../store/hooks'
import { nameOf } from '../../store/selectors'
import type { Entry, Turn } from '../../store/transcript'
import { ApprovalCard } from '../approvals/ApprovalCard'
import { CancelTurn } from './CancelTurn'
import { Running } from './Running'
import { ToolCallView } from './ToolCallView'

const FIRST_CHARACTERS = 4_000
/** Of what is being written, its end: it is read and drawn again several times a second. */
const MAX_LIVE_CHARACTERS = 8_000
const LIVE_STEP_CHARACTERS = 4_000

/** One prompt and what came of it. */
export const TurnView = memo(function TurnView({ turn, folded }: { readonly turn: Turn; readonly folded: boolean }) {
  return (
    <article className="turn" aria-label={`Prompt of ${clockOf(turn.queuedMillis)}`} data-command={turn.commandId}>
      <header className="turn__head">
        <span className="turn__who">{whoOf(turn)}</span>
        <Link to={{ screen: 'events', id: String(turn.sequence) }} className="mono small muted" title="Show the event">
          {clockOf(turn.queuedMillis).slice(0, 8)}
        </Link>
        <span className="grow" />
        {turn.endedMillis === null && <CancelTurn turn={turn} />}
        <Elapsed turn={turn} />
        <Status status={turn.status} />
      </header>
      <div className="turn__prompt">
        <Long text={turn.prompt} first={FIRST_CHARACTERS}>
          {(shown) => <bdi>{shown}</bdi>}
        </Long>
        {turn.promptIsPreview && <span className="muted"> … (the whole prompt is shown when it has ended)</span>}
      </div>
      <div className="turn__answer">
        {turn.entries.map((entry) => (
          <EntryView key={entry.kind === 'approval' ? entry.approvalId : entry.sequence} entry={entry} folded={folded} />
        ))}
        {turn.endedMillis === null && <Live commandId={turn.commandId} status={turn.status} />}
        {turn.result !== null && turn.result !== '' && <Output text={turn.result} />}
        {turn.error !== null && (
          <p className={`notice ${turn.status === 'failed' ? 'tone-bad' : 'tone-warn'}`}>
            <strong>{turn.status === 'cancelled' ? 'Cancelled.' : turn.status === 'unknown' ? 'The outcome is not known.' : 'Failed.'}</strong>{' '}
            <bdi>{turn.error}</bdi>
          </p>
        )}
      </div>
      {turn.endedMillis !== null && <Costs turn={turn} />}
    </article>
  )
}, sameTurn)

/** Turns are made anew with each event; one that has not changed is not drawn again. */
function sameTurn(a: { turn: Turn; folded: boolean }, b: { turn: Turn; folded: boolean }): boolean {
  if (a.folded !== b.folded) return false
  const [x, y] = [a.turn, b.turn]
  if (x.status !== y.status || x.endedMillis !== y.endedMillis || x.prompt !== y.prompt || x.result !== y.result) return false
  if (x.error !== y.error || x.entries.length !== y.entries.length || x.startedMillis !== y.startedMillis) return false
  return x.entries.every((entry, index) => sameEntry(entry, y.entries[index]))
}

function sameEntry(a: Entry, b: Entry | undefined): boolean {
  if (b === undefined || a.kind !== b.kind || a.sequence !== b.sequence) return false
  return !(a.kind === 'tool' && b.kind === 'tool' && a.endedMillis !== b.endedMillis)
}

function EntryView({ entry, folded }: { readonly entry: Entry; readonly folded: boolean }) {
  switch (entry.kind) {
    case 'text':
      return <Output text={entry.text} />
    case 'thinking':
      return (
        <details className="thinking">
          <summary>Thinking</summary>
          <p>
            <Long text={entry.text} first={FIRST_CHARACTERS}>
              {(shown) => <bdi>{shown}</bdi>}
            </Long>
          </p>
        </details>
      )
    case 'status':
      return (
        <p className="muted small">
          <bdi>{entry.text}</bdi>
        </p>
      )
    case 'tool':
      return <ToolCallView call={entry} folded={folded} />
    case 'approval':
      return <ApprovalCard approval={entry.approval} compact />
  }
}

/** What is being written right now. */
function Live({ commandId, status }: { readonly commandId: string; readonly status: string }) {
  const live = useStore(({ moment }) => (moment.past ? undefined : moment.world.transcripts.get(commandId)?.live), 'steady')
  if (!live) return status === 'queued' ? null : <p className="turn__working muted">Working</p>
  if (live.kind === 'thinking') {
    return (
      <div className="thinking thinking--live">
        <bdi>{live.text.slice(-600)}</bdi>
      </div>
    )
  }
  return (
    <div className="turn__live" aria-busy="true">
      <Output text={endOf(live.text)} />
    </div>
  )
}

/** The end of a text, which begins at the same place for a while as it grows: what was read before need not be read again. */
function endOf(text: string): string {
  const over = text.length - MAX_LIVE_CHARACTERS
  return over <= 0 ? text : text.slice(Math.ceil(over / LIVE_STEP_CHARACTERS) * LIVE_STEP_CHARACTERS)
}

function Elapsed({ turn }: { readonly turn: Turn }) {
  if (turn.endedMillis !== null) {
    return <span className="small muted">{duration(turn.endedMillis - (turn.startedMillis ?? turn.queuedMillis))}</span>
  }
  return turn.startedMillis === null ? null : <Running since={turn.startedMillis} />
}

function Costs({ turn }: { readonly turn: Turn }) {
  const usage = turn.usage
  const tokens = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0)
  if (!usage || (tokens === 0 && usage.cost_usd === 0)) return null
  return (
    <footer className="turn__foot small muted">
      {brief(usage.input_tokens)} tokens in, {brief(usage.output_tokens)} out{usage.cost_usd > 0 && `, ${money(usage.cost_usd)}`}
    </footer>
  )
}

function whoOf(turn: Turn) {
  if (turn.origin === 'task' && turn.originId) {
    return (
      <>
        Task <TaskLink id={turn.originId} />
      </>
    )
  }
  if (turn.origin === 'message') {
    return (
      <>
        From <AgentLink id={turn.originId} />
      </>
    )
  }
  return turn.principal ? <bdi>{turn.principal}</bdi> : 'Prompt'
}

function AgentLink({ id }: { readonly id: string | null }) {
  const name = useStore(({ moment }) => nameOf(moment.world.agents.get(id ?? ''), id))
  return (
    <Link to={{ screen: 'agents', id }}>
      <bdi>{name}</bdi>
    </Link>
  )
}

function TaskLink({ id }: { readonly id: string }) {
  const title = useStore(({ moment }) => moment.world.tasks.get(id)?.title ?? id)
  return (
    <Link to={{ screen: 'tasks', id }}>
      <bdi>{title}</bdi>
    </Link>
  )
}
