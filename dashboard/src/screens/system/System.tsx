import { useEffect, useState } from 'react'
import type { SystemStatusResult } from '@agent-bridge/client'
import { bytes, count, duration } from '../../components/format'
import { Panel } from '../../components/Panel'
import { Status } from '../../components/Status'
import { connected } from '../../store/connection'
import { messageOf } from '../../store/failure'
import { useNow, useStore } from '../../store/hooks'
import { store } from '../../store/store'
import { LatencyPanel } from './Latency'

const ASK_MILLIS = 3_000

type Summary = SystemStatusResult['result']

/** How the server is: what it says of itself, how fast its events get here, and what this page holds. */
export function System() {
  const { summary, problem } = useStatus()
  const olderProblem = useStore((from) => from.olderProblem)
  const ready = useReady()
  const server = useStore((from) => from.server)
  const newest = useStore(({ timeline }) => timeline.newest)
  const oldest = useStore(({ timeline }) => timeline.oldest)
  const held = useStore(({ log }) => log.length)
  const past = useStore(({ moment }) => moment.past)
  const now = useNow()

  return (
    <div className="system">
      {past && <p className="notice tone-warn system__wide">This screen shows the server as it is now, also while you look at the past.</p>}
      {problem && <p className="notice tone-warn system__wide">The newest question had no answer; the figures are older. {problem}</p>}
      <Panel title="Server">
        <dl className="facts">
          <dt>Health</dt>
          <dd>{ready === null ? 'asking' : <Status status={ready ? 'ready' : 'not_ready'} />}</dd>
          <dt>Version</dt>
          <dd>
            {server?.name} {server?.version}
          </dd>
          {summary && (
            <>
              <dt>Up for</dt>
              <dd>{duration(summary.system.statistics.uptime * 1_000)}</dd>
            </>
          )}
          <dt>Your role</dt>
          <dd>{server?.role}</dd>
          <dt>Backends</dt>
          <dd>{server?.backends.join(', ')}</dd>
          {summary && (
            <>
              <dt>Agents created</dt>
              <dd>{count(summary.system.statistics.agents_created)}</dd>
              <dt>Tasks</dt>
              <dd>
                {count(summary.system.statistics.tasks_completed)} completed, {count(summary.system.statistics.tasks_failed)} failed,{' '}
                {count(summary.system.tasks.queued)} waiting
              </dd>
            </>
          )}
        </dl>
        <details className="system__limits">
          <summary className="small muted">Limits of messages</summary>
          <dl className="facts">
            {Object.entries(server?.limits ?? {}).map(([name, value]) => (
              <Limit key={name} name={name} value={value} />
            ))}
          </dl>
        </details>
      </Panel>
      <Panel title="Ring">{summary?.ring ? <Ring ring={summary.ring} /> : <NoAnswer problem={problem} />}</Panel>
      <Panel title="Journal">
        <dl className="facts">
          <dt>Newest event</dt>
          <dd className="mono">{count(newest)}</dd>
          {summary?.journal && <JournalFacts journal={summary.journal} />}
          <dt>Durability</dt>
          <dd>
            {server?.durability}
            {server?.durability === 'disk' && <span className="muted"> · what is shown has been forced to disk</span>}
            {server?.durability === 'os' && <span className="muted"> · what is shown survives a crash of the server</span>}
          </dd>
          <dt>History</dt>
          <dd className="mono">{server?.epoch}</dd>
          <dt>Held in this page</dt>
          <dd>
            {count(held)} events; state from event {count(oldest)} on
            {olderProblem && <span className="muted"> · older ones could not be read: {olderProblem}</span>}
          </dd>
          <dt>Arriving</dt>
          <dd>{store.arrivals.recent(now).toFixed(1)} events a second</dd>
        </dl>
      </Panel>
      <Panel title="Connections">
        {summary ? (
          <dl className="facts">
            <dt>Open</dt>
            <dd>{count(summary.connections.active_connections)}</dd>
            <dt>Since the start</dt>
            <dd>{count(summary.connections.total_connections)}</dd>
            <dt>Messages sent</dt>
            <dd>{count(summary.connections.messages_sent)}</dd>
            <dt>Messages received</dt>
            <dd>{count(summary.connections.messages_received)}</dd>
            <dt>Answered with errors</dt>
            <dd>{count(summary.connections.errors)}</dd>
            <dt>Ping, mean</dt>
            <dd>{summary.connections.average_latency > 0 ? duration(summary.connections.average_latency) : '–'}</dd>
          </dl>
        ) : (
          <NoAnswer problem={problem} />
        )}
      </Panel>
      <LatencyPanel />
    </div>
  )
}

function NoAnswer({ problem }: { readonly problem: string | null }) {
  return <p className="muted approvals__none">{problem ? 'The server did not answer.' : 'No answer of the server yet.'}</p>
}

/** How much of the ring is taken: now, and at the most. */
function Ring({ ring: { slots, used, most_used: mostUsed } }: { readonly ring: NonNullable<Summary['ring']> }) {
  const tone = used > 0.75 * slots ? 'bad' : used > 0.25 * slots ? 'warn' : 'ok'
  return (
    <>
      <div className={`ring tone-${tone}`}>
        <p className="ring__figure">
          {share(used, slots)} <span className="muted">full</span>
        </p>
        <svg className="ring__bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="meter" aria-label="Ring" aria-valuemin={0} aria-valuemax={slots} aria-valuenow={used}>
          <rect className="ring__slots" width="100" height="8" />
          <rect className="ring__used" width={(100 * used) / slots} height="8" />
          <rect className="ring__most" x={Math.min(99.4, (100 * mostUsed) / slots)} width="0.6" height="8" />
        </svg>
      </div>
      <dl className="facts">
        <dt>Waiting now</dt>
        <dd>
          {count(used)} of {count(slots)} slots
        </dd>
        <dt>Fullest</dt>
        <dd>
          {count(mostUsed)} <span className="muted">· {share(mostUsed, slots)}, since the start</span>
        </dd>
      </dl>
      <p className="hint system__hint">Every request waits here for its turn. While it is full, nothing is refused: clients are not read, and wait.</p>
    </>
  )
}

function share(part: number, whole: number): string {
  const percent = (100 * part) / whole
  return `${percent > 0 && percent < 0.1 ? '< 0.1' : percent.toFixed(percent < 10 && percent > 0 ? 1 : 0)} %`
}

function JournalFacts({ journal }: { readonly journal: NonNullable<Summary['journal']> }) {
  return (
    <>
      <dt>Kept</dt>
      <dd>
        from event <span className="mono">{count(journal.first_sequence)}</span> on, {bytes(journal.retained_bytes)}
      </dd>
      <dt>Written</dt>
      <dd>
        {bytes(journal.appended_bytes)} <span className="muted">· since the start</span>
      </dd>
      <dt>Disk left</dt>
      <dd>{bytes(journal.free_bytes)}</dd>
    </>
  )
}

function Limit({ name, value }: { readonly name: string; readonly value: unknown }) {
  const words = name.replaceAll('_', ' ')
  const text = typeof value === 'number' ? (name.endsWith('_bytes') ? bytes(value) : count(value)) : JSON.stringify(value)
  return (
    <>
      <dt>{words.replace(/ bytes$/, '').replace(/^./, (first) => first.toUpperCase())}</dt>
      <dd>{text}</dd>
    </>
  )
}

interface Answer {
  readonly summary: Summary | null
  /** Why the newest question has no answer. */
  readonly problem: string | null
}

/** What the server says of itself, asked for while the page is seen. */
function useStatus(): Answer {
  const [answer, setAnswer] = useState<Answer>({ summary: null, problem: null })
  useRepeatedly(async (isShown) => {
    if (store.link.state !== 'live') return
    try {
      const summary = await connected().systemStatus()
      if (isShown()) setAnswer({ summary, problem: null })
    } catch (failure) {
      if (isShown()) setAnswer((before) => ({ ...before, problem: messageOf(failure) }))
    }
  })
  return answer
}

/** Whether the server says that it can do its work; one that does not answer cannot. */
function useReady(): boolean | null {
  const [isReady, setReady] = useState<boolean | null>(null)
  useRepeatedly(async (isShown) => {
    const answer = await fetch('/health/ready').catch(() => null)
    if (isShown()) setReady(answer?.ok === true)
  })
  return isReady
}

/** Does something now and every few seconds while the page is seen. */
function useRepeatedly(ask: (isShown: () => boolean) => Promise<void>): void {
  useEffect(() => {
    let isShown = true
    const askIfSeen = () => {
      if (!document.hidden) void ask(() => isShown)
    }
    askIfSeen()
    const timer = window.setInterval(askIfSeen, ASK_MILLIS)
    return () => {
      isShown = false
      window.clearInterval(timer)
    }
  }, [])
}
