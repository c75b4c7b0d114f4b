import { useSyncExternalStore } from 'react'

/** What may lie above a screen; one at a time. */
export type Overlay = 'palette' | 'keys' | 'create-agent' | 'create-task' | 'seek' | 'difference'

const listeners = new Set<() => void>()
let open: Overlay | null = null

export function openOverlay(overlay: Overlay | null): void {
  open = overlay
  for (const listener of listeners) listener()
}

export function useOverlay(): Overlay | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )
}
