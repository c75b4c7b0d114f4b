import { Histogram } from './histogram'

/** Percentiles of one second, in milliseconds. */
export interface LatencyWindow {
  readonly second: number
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

const MAX_WINDOWS = 300

/** A histogram of everything and the percentiles of each second that had anything, the last five minutes of them. */
export class LatencyHistory {
  readonly whole = new Histogram()
  private readonly current = new Histogram()
  private second = 0
  private windows: LatencyWindow[] = []

  record(nowMillis: number, millis: number): void {
    this.roll(nowMillis)
    this.whole.record(millis)
    this.current.record(millis)
  }

  /** Oldest first. */
  history(nowMillis: number): readonly LatencyWindow[] {
    this.roll(nowMillis)
    return this.windows
  }

  clear(): void {
    this.whole.clear()
    this.current.clear()
    this.windows = []
  }

  private roll(nowMillis: number): void {
    const second = Math.floor(nowMillis / 1_000)
    if (second === this.second) return
    if (this.current.count > 0) {
      const { count, max } = this.current
      const [p50, p99, p999] = [0.5, 0.99, 0.999].map((share) => this.current.percentile(share)) as [number, number, number]
      this.windows = [...this.windows, { second: this.second, count, p50, p99, p999, max }].slice(-MAX_WINDOWS)
      this.current.clear()
    }
    this.second = second
  }
}
