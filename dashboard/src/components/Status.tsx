import type { ReactNode } from 'react'

export type Tone = 'run' | 'ok' | 'warn' | 'bad' | 'idle' | 'accent'
type Shape = 'ring' | 'dot' | 'half' | 'cross' | 'check' | 'dash' | 'question'

interface Look {
  readonly word: string
  readonly tone: Tone
  readonly shape: Shape
}

const LOOKS: Readonly<Record<string, Look>> = {
  initializing: { word: 'Starting', tone: 'run', shape: 'half' },
  idle: { word: 'Idle', tone: 'idle', shape: 'ring' },
  busy: { word: 'Working', tone: 'run', shape: 'dot' },
  error: { word: 'Failed', tone: 'bad', shape: 'cross' },
  stopping: { word: 'Stopping', tone: 'warn', shape: 'half' },
  stopped: { word: 'Stopped', tone: 'idle', shape: 'dash' },
  pending: { word: 'Pending', tone: 'idle', shape: 'ring' },
  in_progress: { word: 'In progress', tone: 'run', shape: 'dot' },
  completed: { word: 'Completed', tone: 'ok', shape: 'check' },
  failed: { word: 'Failed', tone: 'bad', shape: 'cross' },
  cancelled: { word: 'Cancelled', tone: 'idle', shape: 'dash' },
  cancelling: { word: 'Cancelling', tone: 'warn', shape: 'half' },
  queued: { word: 'Queued', tone: 'idle', shape: 'ring' },
  delivered: { word: 'Delivered', tone: 'run', shape: 'dot' },
  executing: { word: 'Working', tone: 'run', shape: 'dot' },
  waiting_approval: { word: 'Waiting for you', tone: 'warn', shape: 'half' },
  unknown: { word: 'Outcome unknown', tone: 'warn', shape: 'question' },
  allowed: { word: 'Allowed', tone: 'ok', shape: 'check' },
  denied: { word: 'Denied', tone: 'bad', shape: 'cross' },
  ready: { word: 'Ready', tone: 'ok', shape: 'check' },
  not_ready: { word: 'Not ready', tone: 'bad', shape: 'cross' },
  expired: { word: 'Expired', tone: 'idle', shape: 'dash' },
}

export function look(status: string): Look {
  return LOOKS[status] ?? { word: status, tone: 'idle', shape: 'question' }
}

export function Glyph({ shape, size = 10 }: { readonly shape: Shape; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" fill="none" stroke="currentColor" strokeWidth="1.500" strokeLinecap="round" aria-hidden="true">
      {shape === 'ring' && <circle cx="5" cy="5" r="3.500" />}
      {shape === 'dot' && <circle cx="5" cy="5" r="4.200" fill="currentColor" stroke="none" />}
      {shape === 'half' && (
        <>
          <circle cx="5" cy="5" r="3.800" />
          <path d="M5 1.200a3.800 3.800 0 0 1 0 7.600Z" fill="currentColor" stroke="none" />
        </>
      )}
      {shape === 'cross' && <path d="m1.800 1.800 6.400 6.400m0-6.400-6.400 6.400" />}
      {shape === 'check' && <path d="m1.200 5.400 2.600 2.600 5-6" />}
      {shape === 'dash' && <path d="M1.800 5h6.400" />}
      {shape === 'question' && <path d="M3 3.200a2 2 0 1 1 2.800 1.900c-.6.300-.8.600-.8 1.200M5 8.700v.1" />}
    </svg>
  )
}

/** The state of an agent, a task, a command or an approval: glyph, word and colour. */
export function Status({ status, bare = false, children }: { readonly status: string; readonly bare?: boolean; readonly children?: ReactNode }) {
  const { word, tone, shape } = look(status)
  return (
    <span className={`status tone-${tone}`} data-status={status}>
      <Glyph shape={shape} />
      {bare ? <span className="visually-hidden">{word}</span> : word}
      {children}
    </span>
  )
}
