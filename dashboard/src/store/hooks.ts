import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { type Moment, type Pace, type Store, store } from './store'

/**
 * What a selector takes from the store, at a pace. The component renders again only when what it took has changed; lists and records are compared
 * by their members.
 */
export function useStore<T>(select: (store: Store) => T, pace: Pace = 'calm'): T {
  const kept = useRef<{ revision: number; select: unknown; value: T } | null>(null)
  return useSyncExternalStore(PACES[pace], () => {
    const revision = store.revision(pace)
    const before = kept.current
    if (before && before.revision === revision && before.select === select) return before.value
    const taken = select(store)
    const value = before && alike(before.value, taken) ? before.value : taken
    kept.current = { revision, select, value }
    return value
  })
}

const PACES: Readonly<Record<Pace, (listener: () => void) => () => void>> = {
  steady: (listener) => store.subscribe('steady', listener),
  calm: (listener) => store.subscribe('calm', listener),
}

/** The moment that is shown. */
export function useMoment(pace: Pace = 'calm'): Moment {
  useSyncExternalStore(PACES[pace], () => store.revision(pace))
  return store.moment
}

/** Why nothing can be done right now, or null. */
export function useBlocked(): string | null {
  return useStore(blockedReason)
}

function blockedReason(from: Store): string | null {
  if (from.moment.past) return 'You are looking at the past. Press 0 for live.'
  return null
}

/** The time, for what is written relative to it: a tick each second while the page is seen. */
export function useNow(everyMillis = 1_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    let timer = 0
    const tick = () => {
      if (!document.hidden) setNow(Date.now())
      wait()
    }
    // At the same moments everywhere: what ticks together is drawn with one frame.
    const wait = () => {
      timer = window.setTimeout(tick, everyMillis - (Date.now() % everyMillis))
    }
    wait()
    return () => window.clearTimeout(timer)
  }, [everyMillis])
  return now
}

/** The time at the moment that is shown: in the past, what was a second ago then is not called an hour ago. */
export function useTimeShown(everyMillis = 1_000): number {
  const then = useStore(({ moment }) => (moment.past ? (moment.log.find(moment.sequence)?.timeMillis ?? null) : null))
  const now = useNow(everyMillis)
  return then ?? now
}

function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, index) => Object.is(value, b[index]))
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
