import { useSyncExternalStore } from 'react'
import { Icon } from './Icon'
import type { Tone } from './Status'

export interface Toast {
  readonly text: string
  readonly detail?: string | undefined
  readonly tone?: Tone
  readonly action?: { readonly label: string; readonly run: () => void }
}

type Shown = Toast & { readonly key: number; readonly until: number }

const MAX_SHOWN = 4
const SHOWN_MILLIS = 6_000
const listeners = new Set<() => void>()
let shown: readonly Shown[] = []
let nextKey = 1

function set(next: readonly Shown[]): void {
  shown = next
  for (const listener of listeners) listener()
}

/** Says something once, briefly. The same words twice are one toast. */
export function toast(message: Toast): void {
  const key = nextKey++
  const others = shown.filter((other) => other.text !== message.text || other.detail !== message.detail)
  const lasting = message.tone === 'bad' ? 2 : 1
  set([...others, { ...message, key, until: Date.now() + SHOWN_MILLIS * lasting }].slice(-MAX_SHOWN))
  window.setTimeout(() => dismiss(key), SHOWN_MILLIS * lasting)
}

function dismiss(key: number): void {
  if (shown.some((one) => one.key === key)) set(shown.filter((one) => one.key !== key))
}

export function Toasts() {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map((one) => (
        <div key={one.key} className={`toast tone-${one.tone ?? 'idle'}`}>
          <div className="toast__text">
            <div>{one.text}</div>
            {one.detail && <div className="toast__detail">{one.detail}</div>}
          </div>
          {one.action && (
            <button
              type="button"
              className="button"
              onClick={() => {
                one.action?.run()
                dismiss(one.key)
              }}
            >
              {one.action.label}
            </button>
          )}
          <button type="button" className="button button--quiet button--icon" aria-label="Dismiss" onClick={() => dismiss(one.key)}>
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  )
}
