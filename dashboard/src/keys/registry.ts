import { useEffect, useRef, useSyncExternalStore } from 'react'

/** A key that does something here and now. The help shows exactly what is registered, because it reads the same list. */
export interface KeyBinding {
  /** Keys as one would write them: `g o`, `Ctrl+k`, `[`, `Escape`. */
  readonly keys: string
  readonly label: string
  readonly group: string
  readonly run: () => void
  /** Why it cannot be used now. */
  readonly blocked?: string | undefined
  /** Whether it works while something is being typed, except in a dialog; single keys never do. */
  readonly whileTyping?: boolean
  /** Whether it goes on while it is held down. Only steps do: whatever else a key does, it does once for each time it is pressed. */
  readonly steps?: boolean
}

const layers: { current: readonly KeyBinding[] }[] = []
const listeners = new Set<() => void>()
let all: readonly KeyBinding[] = []
let pending = ''
let pendingTimer = 0

function publish(): void {
  const seen = new Set<string>()
  // The newest layer wins: an open panel's keys come before the screen's, the screen's before those of the whole program.
  all = layers
    .toReversed()
    .flatMap((layer) =>
      // What a key does is looked up when it is pressed: a component renders far more often than its keys change.
      layer.current.map((binding) => ({ ...binding, run: () => layer.current.find((now) => now.keys === binding.keys)?.run() })),
    )
    .filter((binding) => !seen.has(binding.keys) && seen.add(binding.keys))
  for (const listener of listeners) listener()
}

/** Registers keys while the component is shown. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const layer = useRef({ current: bindings }).current
  layer.current = bindings
  const shape = bindings.map((binding) => `${binding.keys} ${binding.label} ${binding.blocked ?? ''}`).join('\n')
  useEffect(() => {
    layers.push(layer)
    publish()
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      publish()
    }
  }, [layer, shape])
}

export function useAllKeys(): readonly KeyBinding[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all,
  )
}

/** The key as bindings name it; nothing where it belongs to the browser or the system. */
function describeEvent(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key
  if (typesWithAlt(event)) return event.key.length === 1 ? key : ''
  if (event.altKey) return ''
  return event.ctrlKey || event.metaKey ? `Ctrl+${key.toLowerCase()}` : key
}

/** Many keyboards have brackets and braces only together with Alt: Option on a Mac, Alt Gr elsewhere. */
function typesWithAlt(event: KeyboardEvent): boolean {
  if (event.getModifierState('AltGraph')) return true
  return event.altKey && !event.ctrlKey && !event.metaKey && /^(Mac|iP)/.test(navigator.platform)
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
}

function handle(event: KeyboardEvent, blocked: (reason: string) => void): void {
  if (event.defaultPrevented || event.isComposing) return
  const key = describeEvent(event)
  if (!key || key === 'Shift' || key === 'Control') return
  const typing = isTyping(event.target)
  const onControl = event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role="option"]') !== null
  if (onControl && (key === 'Enter' || key === 'Space')) return
  const inDialog = document.querySelector('dialog[open]') !== null
  const sequence = pending ? `${pending} ${key}` : key
  const usable = all.filter((binding) => binding.whileTyping || (!typing && !inDialog))
  const match = usable.find((binding) => binding.keys === sequence) ?? usable.find((binding) => binding.keys === key)
  window.clearTimeout(pendingTimer)
  pending = ''
  if (match) {
    event.preventDefault()
    // Whatever it opens would take the place of the dialog, and of what is written there.
    if (inDialog || (event.repeat && !match.steps)) return
    if (match.blocked) blocked(match.blocked)
    else match.run()
  } else if (usable.some((binding) => binding.keys.startsWith(`${key} `))) {
    pending = key
    pendingTimer = window.setTimeout(() => {
      pending = ''
    }, 1_200)
  }
}

/** Listens for the whole window. @param blocked is told the reason when a key cannot be used now */
export function listenForKeys(blocked: (reason: string) => void): () => void {
  const listener = (event: KeyboardEvent) => handle(event, blocked)
  window.addEventListener('keydown', listener)
  return () => window.removeEventListener('keydown', listener)
}
