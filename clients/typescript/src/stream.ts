import { ConsumerTooSlowError } from './errors.js'

/**
 * What is produced now and read later, by one reader. Holds no more than a limit: pieces that can be merged are, and where there are
 * still too many, the reader gets an error instead of them.
 */
export class Stream<T> implements AsyncIterable<T> {
  #items: T[] = []
  #waiting: { resolve: (next: IteratorResult<T>) => void; reject: (error: unknown) => void } | undefined
  #end: { readonly error?: unknown } | undefined

  /** @param merge makes one of two that follow one another unread, or undefined if they stay two */
  constructor(
    private readonly maxItems: number,
    private readonly merge: (earlier: T, later: T) => T | undefined = () => undefined,
  ) {}

  push(item: T): void {
    if (this.#end !== undefined) return
    if (this.#waiting !== undefined) {
      const { resolve } = this.#waiting
      this.#waiting = undefined
      resolve({ done: false, value: item })
      return
    }
    const last = this.#items.at(-1)
    const merged = last === undefined ? undefined : this.merge(last, item)
    if (merged !== undefined) {
      this.#items[this.#items.length - 1] = merged
    } else if (this.#items.length < this.maxItems) {
      this.#items.push(item)
    } else {
      this.#items = []
      this.fail(new ConsumerTooSlowError(`More than ${this.maxItems} pieces were not read; read faster, or only the result.`))
    }
  }

  end(): void {
    this.#finish({})
  }

  /** Ends it with an error, after what is still unread. */
  fail(error: unknown): void {
    this.#finish({ error })
  }

  #finish(end: { readonly error?: unknown }): void {
    this.#end ??= end
    if (this.#waiting === undefined) return
    const { resolve, reject } = this.#waiting
    this.#waiting = undefined
    if ('error' in this.#end) reject(this.#end.error)
    else resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return {
      next: () => this.#next(),
      return: async () => {
        this.#items = []
        this.end()
        return { done: true, value: undefined }
      },
    }
  }

  #next(): Promise<IteratorResult<T>> {
    if (this.#items.length > 0) return Promise.resolve({ done: false, value: this.#items.shift() as T })
    if (this.#end !== undefined) {
      return 'error' in this.#end ? Promise.reject(this.#end.error) : Promise.resolve({ done: true, value: undefined })
    }
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }))
  }
}
