const GONE = Symbol('gone')
/** So much that a copy has of its own is not worth being shared. */
const MIN_SHARED = 512
const SHARED_PER_OWN = 4

/**
 * A map that is cheap to copy: its copies share what has been there for long, and each has what changed since for itself. Reading is at most
 * two look-ups, a copy O(what changed), and now and then O(all).
 *
 * Iterates in the order of insertion, but for what was deleted and set again.
 */
export class LayeredMap<V> implements ReadonlyMap<string, V> {
  /** Nobody changes it any more. */
  #shared: ReadonlyMap<string, V> = new Map()
  #own = new Map<string, V | typeof GONE>()
  #size = 0

  static of<V>(entries: Iterable<readonly [string, V]>): LayeredMap<V> {
    const map = new LayeredMap<V>()
    for (const [key, value] of entries) map.set(key, value)
    return map
  }

  get size(): number {
    return this.#size
  }

  get(key: string): V | undefined {
    const own = this.#own.get(key)
    if (own === undefined) return this.#shared.get(key)
    return own === GONE ? undefined : (own as V)
  }

  has(key: string): boolean {
    const own = this.#own.get(key)
    return own === undefined ? this.#shared.has(key) : own !== GONE
  }

  set(key: string, value: V): void {
    if (!this.has(key)) this.#size++
    this.#own.set(key, value)
  }

  delete(key: string): void {
    if (!this.has(key)) return
    this.#size--
    if (this.#shared.has(key)) this.#own.set(key, GONE)
    else this.#own.delete(key)
  }

  /** A map with the same entries that goes its own way. */
  copy(): LayeredMap<V> {
    if (this.#own.size > Math.max(MIN_SHARED, this.#shared.size / SHARED_PER_OWN)) {
      this.#shared = new Map(this)
      this.#own = new Map()
    }
    const copy = new LayeredMap<V>()
    copy.#shared = this.#shared
    copy.#own = new Map(this.#own)
    copy.#size = this.#size
    return copy
  }

  *entries(): Generator<[string, V], undefined> {
    for (const [key, value] of this.#shared) {
      const own = this.#own.get(key)
      if (own === undefined) yield [key, value]
      else if (own !== GONE) yield [key, own as V]
    }
    for (const [key, value] of this.#own) if (value !== GONE && !this.#shared.has(key)) yield [key, value as V]
  }

  *keys(): Generator<string, undefined> {
    for (const [key] of this.entries()) yield key
  }

  *values(): Generator<V, undefined> {
    for (const [, value] of this.entries()) yield value
  }

  forEach(callback: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this)
  }

  [Symbol.iterator](): Generator<[string, V], undefined> {
    return this.entries()
  }
}
