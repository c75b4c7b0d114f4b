import { useSyncExternalStore } from 'react'

type Theme = 'dark' | 'light'

const KEY = 'agent-bridge.theme'
const preference = window.matchMedia('(prefers-color-scheme: light)')
const listeners = new Set<() => void>()

function shown(): Theme {
  const chosen = document.documentElement.dataset.theme
  return chosen === 'dark' || chosen === 'light' ? chosen : preference.matches ? 'light' : 'dark'
}

function tell(): void {
  for (const listener of listeners) listener()
}

preference.addEventListener('change', tell)

export function toggleTheme(): void {
  const next: Theme = shown() === 'dark' ? 'light' : 'dark'
  document.documentElement.dataset.theme = next
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // Without storage it holds until the page is closed.
  }
  tell()
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, shown)
}

/** A colour of the theme, for what is drawn on a canvas. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
