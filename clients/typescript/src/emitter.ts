/**
 * Listeners by topic. One that was ended hears nothing any more, even where another ended it over the same. One that throws does not
 * keep the others from hearing; its error goes where uncaught errors go.
 *
 * @typeParam Topics what is told under each topic
 */
export class Emitter<Topics> {
  readonly #listeners = new Map<keyof Topics, Set<(told: never) => void>>()

  /** Listens from now on; returns what ends it. */
  on<T extends keyof Topics>(topic: T, listener: (told: Topics[T]) => void): () => void {
    let listeners = this.#listeners.get(topic)
    if (listeners === undefined) this.#listeners.set(topic, (listeners = new Set()))
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  emit<T extends keyof Topics>(topic: T, told: Topics[T]): void {
    const listeners = this.#listeners.get(topic)
    if (listeners === undefined) return
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue
      try {
        ;(listener as (told: Topics[T]) => void)(told)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
