import { useSyncExternalStore } from 'react'

/** Where the reader is: the screen, what is selected in it, and the position in time. All of it is the URL, so any view can be shared. */
export interface Location {
  readonly screen: Screen
  readonly id: string | null
  /** The sequence that is looked at; null is now. */
  readonly at: number | null
  readonly query: URLSearchParams
}

export const SCREENS = ['overview', 'agents', 'tasks', 'approvals', 'events', 'system'] as const
export type Screen = (typeof SCREENS)[number]

export function parse(path: string, search: string): Location {
  const [head = '', tail] = path.replace(/^\/+/, '').split('/', 2)
  const screen = SCREENS.find((name) => name === head) ?? 'overview'
  const query = new URLSearchParams(search)
  const at = Number.parseInt(query.get('at') ?? '', 10)
  return { screen, id: tail ? decode(tail) : null, at: Number.isSafeInteger(at) && at >= 0 ? at : null, query }
}

export function href(to: Target, from: Location = current): string {
  const screen = to.screen ?? from.screen
  const id = to.id === undefined ? (to.screen === undefined ? from.id : null) : to.id
  const path = screen === 'overview' ? '/' : `/${screen}${id === null ? '' : `/${encodeURIComponent(id)}`}`
  const query = new URLSearchParams(to.screen === undefined ? from.query : undefined)
  for (const [name, value] of Object.entries(to.query ?? {})) {
    if (value === null || value === '') query.delete(name)
    else query.set(name, value)
  }
  const at = to.at === undefined ? from.at : to.at
  if (at === null) query.delete('at')
  else query.set('at', String(at))
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/** What is named changes; what is not stays. A change of screen leaves its selection and its query behind, never the time. */
export interface Target {
  readonly screen?: Screen
  readonly id?: string | null
  readonly at?: number | null
  readonly query?: Readonly<Record<string, string | null>>
}

/**
 * A browser stops writing an address that changes more than some twenty times a second, and takes milliseconds for each, in which it also loads the
 * icon of the page again: who scrubs through time would be held up by it. So it is written once it has rested.
 */
const ADDRESS_MILLIS = 100

const listeners = new Set<() => void>()
let shown = window.location.pathname + window.location.search
let current = parse(window.location.pathname, window.location.search)
let addressTimer = 0

function show(target: string): void {
  const { pathname, search } = new URL(target, window.location.origin)
  shown = target
  current = parse(pathname, search)
  for (const listener of listeners) listener()
}

function writeAddress(): void {
  window.clearTimeout(addressTimer)
  addressTimer = 0
  if (shown !== window.location.pathname + window.location.search) window.history.replaceState(null, '', shown)
}

window.addEventListener('popstate', () => {
  window.clearTimeout(addressTimer)
  addressTimer = 0
  show(window.location.pathname + window.location.search)
})

export function navigate(to: Target, options: { readonly replace?: boolean } = {}): void {
  const target = href(to)
  if (target === shown) return
  if (options.replace) {
    shown = target
    window.clearTimeout(addressTimer)
    addressTimer = window.setTimeout(writeAddress, ADDRESS_MILLIS)
  } else {
    // What was written over last is where "back" leads.
    if (addressTimer) writeAddress()
    window.history.pushState(null, '', target)
  }
  show(target)
}

export function location(): Location {
  return current
}

export function onNavigation(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLocation(): Location {
  return useSyncExternalStore(onNavigation, location)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
