import { type ComponentType, lazy, type LazyExoticComponent } from 'react'

const RETRY_MILLIS = 1_000
const loaders: (() => Promise<unknown>)[] = []

/**
 * A component that is loaded when it is first shown, or before, by {@link loadAhead}. While the server is away it is asked for again and
 * again: what a reader opens then appears when the server is back.
 */
export function lazily<Props>(load: () => Promise<{ default: ComponentType<Props> }>): LazyExoticComponent<ComponentType<Props>> {
  const patiently = async (): Promise<{ default: ComponentType<Props> }> => {
    for (;;) {
      try {
        return await load()
      } catch (failure) {
        console.info('A part of the dashboard could not be loaded; trying again.', failure)
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS))
      }
    }
  }
  loaders.push(load)
  return lazy(patiently)
}

/**
 * Loads everything that was put off, so that all of it is here when the server is not. What cannot be had now is asked for again, and
 * missed, when it is shown.
 */
export async function loadAhead(): Promise<void> {
  await Promise.allSettled(loaders.map((load) => load()))
}
