import { useId, useLayoutEffect, useSyncExternalStore } from 'react'
import { Icon } from './Icon'
import type { Tone } from './Status'

export interface Toast {
  readonly text: string
  readonly detail?: string | undefined
  readonly tone?: Tone
}

type Shown = Toast & { readonly key: number; readonly until: number }

const MAX_SHOWN = 4
const SHOWN_MILLIS = 6_000
const listeners = new Set<() => void>()
let shown: readonly Shown[] = []
let nextKey = 1
/** Where toasts can be shown, the last one above the others. */
let places: readonly string[] = []

function set(next: readonly Shown[]): void {
  shown = next
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
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

/**
 * A place for toasts. What is outside of an open dialog lies behind it, can neither be pressed nor is it read out: so each dialog has a place of its own,
 * and the one above shows them.
 */
export function Toasts() {
  const place = useId()
  const list = useSyncExternalStore(listen, () => shown)
  const isAbove = useSyncExternalStore(listen, () => places[places.length - 1] === place)
  useLayoutEffect(() => {
    places = [...places, place]
    tell()
    return () => {
      places = places.filter((other) => other !== place)
      tell()
    }
  }, [place])
  return (
    <div className="toasts" role="status" aria-live="polite">
      {(isAbove ? list : []).map((one) => (
        <div key={one.key} className={`toast tone-${one.tone ?? 'idle'}`}>
          <div className="toast__text">
            <div>{one.text}</div>
            {one.detail && <div className="toast__detail">{one.detail}</div>}
          </div>
          <button type="button" className="button button--quiet button--icon" aria-label="Dismiss" onClick={() => dismiss(one.key)}>
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  )
}
