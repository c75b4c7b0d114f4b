const SECONDS = 64

/** How many happened in each of the last seconds. */
export class Rate {
  private readonly counts = new Uint32Array(SECONDS)
  private second = 0

  add(nowMillis: number): void {
    this.advance(nowMillis)
    const slot = this.second % SECONDS
    this.counts[slot] = (this.counts[slot] ?? 0) + 1
  }

  /** Per second, over the last whole seconds. */
  recent(nowMillis: number, seconds = 5): number {
    this.advance(nowMillis)
    let sum = 0
    for (let back = 1; back <= seconds; back++) sum += this.counts[(this.second - back + SECONDS) % SECONDS] ?? 0
    return sum / seconds
  }

  /** Oldest first, the last whole minute. */
  lastMinute(nowMillis: number): number[] {
    this.advance(nowMillis)
    return Array.from({ length: 60 }, (_, index) => this.counts[(this.second - 60 + index + SECONDS) % SECONDS] ?? 0)
  }

  private advance(nowMillis: number): void {
    const second = Math.floor(nowMillis / 1_000)
    const steps = Math.min(SECONDS, second - this.second)
    for (let step = 1; step <= steps; step++) this.counts[(second - steps + step) % SECONDS] = 0
    if (second > this.second) this.second = second
  }
}
