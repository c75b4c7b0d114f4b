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
      <Panel title="Server">
        <dl className="facts">
          <dt>Health</dt>
          <dd>
            {ready === null ? 'asking' : <Status status={ready ? 'ready' : 'not_ready'} />}
          </dd>
          <dt>Version</dt>
          <dd>
            {server?.name} {server?.version}
          </dd>
          <dt>Role</dt>
          <dd>{server?.role}</dd>
          {summary && (
            <>
              <dt>Up for</dt>
              <dd>{duration(summary.system.statistics.uptime * 1_000)}</dd>
            </>
          )}
          <dt>Backends</dt>
          <dd>{server?.backends.join(', ')}</dd>
          {Object.entries(server?.limits ?? {}).map(([name, value]) => (
            <Limit key={name} name={name} value={value} />
          ))}
        </dl>
      </Panel>
      <Panel title="Journal">
        <dl className="facts">
          <dt>Newest event</dt>
          <dd className="mono">{count(newest)}</dd>
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
            <dt>Errors</dt>
            <dd>{count(summary.connections.errors)}</dd>
            <dt>Agents created</dt>
            <dd>{count(summary.system.statistics.agents_created)}</dd>
            <dt>Tasks</dt>
            <dd>
              {count(summary.system.statistics.tasks_completed)} completed, {count(summary.system.statistics.tasks_failed)} failed,{' '}
              {count(summary.system.tasks.queued)} queued
            </dd>
          </dl>
        ) : (
          <p className="muted approvals__none">{problem ? 'The server did not answer.' : 'No answer of the server yet.'}</p>
        )}
        {problem && <p className="notice tone-warn">The newest question had no answer: {problem}</p>}
      </Panel>
      <LatencyPanel />
    </div>
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
