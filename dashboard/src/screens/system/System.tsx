import { useEffect, useState } from 'react'
import type { SystemStatusResult } from '@agent-bridge/client'
import { bytes, count, duration } from '../../components/format'
import { Panel } from '../../components/Panel'
import { Status } from '../../components/Status'
import { connected } from '../../store/connection'
import { useNow, useStore } from '../../store/hooks'
import { store } from '../../store/store'
import { LatencyPanel } from './Latency'

const ASK_MILLIS = 3_000

type Summary = SystemStatusResult['result']

/** How the server is: what it says of itself, how fast its events get here, and what this page holds. */
export default function System() {
  const answer = useStatus()
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
          {answer && (
            <>
              <dt>Up for</dt>
              <dd>{duration(answer.system.statistics.uptime * 1_000)}</dd>
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
          </dd>
          <dt>Arriving</dt>
          <dd>{store.arrivals.recent(now).toFixed(1)} events a second</dd>
        </dl>
      </Panel>
      <Panel title="Connections">
        {answer ? (
          <dl className="facts">
            <dt>Open</dt>
            <dd>{count(answer.connections.active_connections)}</dd>
            <dt>Since the start</dt>
            <dd>{count(answer.connections.total_connections)}</dd>
            <dt>Messages sent</dt>
            <dd>{count(answer.connections.messages_sent)}</dd>
            <dt>Messages received</dt>
            <dd>{count(answer.connections.messages_received)}</dd>
            <dt>Errors</dt>
            <dd>{count(answer.connections.errors)}</dd>
            <dt>Agents created</dt>
            <dd>{count(answer.system.statistics.agents_created)}</dd>
            <dt>Tasks</dt>
            <dd>
              {count(answer.system.statistics.tasks_completed)} completed, {count(answer.system.statistics.tasks_failed)} failed,{' '}
              {count(answer.system.tasks.queued)} queued
            </dd>
          </dl>
        ) : (
          <p className="muted approvals__none">No answer of the server yet.</p>
        )}
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

/** What the server says of itself, asked for while the page is seen. */
function useStatus(): Summary | null {
  const [answer, setAnswer] = useState<Summary | null>(null)
  useEffect(() => {
    let gone = false
    const ask = () => {
      if (document.hidden || store.link.state !== 'live') return
      connected()
        .systemStatus()
        .then((summary) => {
          if (!gone) setAnswer(summary)
        })
        .catch(() => undefined)
    }
    ask()
    const timer = window.setInterval(ask, ASK_MILLIS)
    return () => {
      gone = true
      window.clearInterval(timer)
    }
  }, [])
  return answer
}

function useReady(): boolean | null {
  const [ready, setReady] = useState<boolean | null>(null)
  useEffect(() => {
    let gone = false
    const ask = () => {
      if (document.hidden) return
      fetch('/health/ready')
        .then((response) => response.ok)
        .catch(() => false)
        .then((isReady) => {
          if (!gone) setReady(isReady)
        })
    }
    ask()
    const timer = window.setInterval(ask, ASK_MILLIS)
    return () => {
      gone = true
      window.clearInterval(timer)
    }
  }, [])
  return ready
}
