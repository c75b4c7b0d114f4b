import { type ComponentType, lazy, type LazyExoticComponent } from 'react'

const RETRY_MILLIS = 1_000
/** Times that a part is asked for of a server that answers. */
const MAX_ATTEMPTS = 3
const loaders: (() => Promise<unknown>)[] = []

/**
 * A component that is loaded when it is first shown, or before, by {@link loadAhead}. While the server is away it is waited for: what a reader
 * opens then appears when the server is back.
 */
export function lazily<Props>(load: () => Promise<{ default: ComponentType<Props> }>): LazyExoticComponent<ComponentType<Props>> {
  const patiently = async (): Promise<{ default: ComponentType<Props> }> => {
    for (let attempt = 1; ; attempt++) {
      await whenReachable()
      try {
        return await load()
      } catch (failure) {
        if (attempt === MAX_ATTEMPTS) throw failure
        await pause()
      }
    }
  }
  loaders.push(load)
  return lazy(patiently)
}

/** Loads everything that was put off, so that all of it is here when the server is not. */
export async function loadAhead(): Promise<void> {
  await whenReachable()
  await Promise.allSettled(loaders.map((load) => load()))
}

/** A browser remembers for as long as the page is open that a module could not be had; so none is asked for of a server that is away. */
async function whenReachable(): Promise<void> {
  for (;;) {
    const answer = await fetch('/health/live', { cache: 'no-store' }).catch(() => null)
    if (answer?.ok) return
    await pause()
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS))
}
