import { LayeredMap } from './layered-map.js'

/**
 * Objects by id, of which those that have ended are kept up to a number. Putting one costs O(1), amortised: the oldest tenth is
 * forgotten at once.
 */
export class Shelf<T extends { readonly id: string }> {
  #objects = new LayeredMap<T>()
  #ended = 0

  constructor(
    private readonly isEnded: (object: T) => boolean,
    private readonly maxEnded: number,
  ) {}

  get all(): ReadonlyMap<string, T> {
    return this.#objects
  }

  /** Puts an object in the place of what it was; returns the ids that were forgotten over it. */
  put(object: T): readonly string[] {
    const before = this.#objects.get(object.id)
    if (before !== undefined && this.isEnded(before)) this.#ended--
    this.#objects.set(object.id, object)
    if (!this.isEnded(object)) return []
    this.#ended++
    return this.#ended > this.maxEnded ? this.#forget() : []
  }

  copy(): Shelf<T> {
    const shelf = new Shelf(this.isEnded, this.maxEnded)
    shelf.#objects = this.#objects.copy()
    shelf.#ended = this.#ended
    return shelf
  }

  #forget(): readonly string[] {
    const ended = [...this.#objects.values()].filter(this.isEnded)
    const forgotten = ended.slice(0, this.#ended - this.maxEnded + Math.floor(this.maxEnded / 10)).map(({ id }) => id)
    for (const id of forgotten) this.#objects.delete(id)
    this.#ended -= forgotten.length
    return forgotten
  }
}
