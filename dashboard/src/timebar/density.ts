import type { EventLog } from '../store/eventLog'

/** How many events fell into each of some equal spans of the retained time, quiet spans shortened, and where errors and approvals were. */
export class Density {
  readonly counts: Uint32Array
  readonly errors: Uint8Array
  readonly approvals: Uint8Array
  readonly most: number
  private readonly begin: number
  private readonly span: number

  /** O(bins · log events + marks): where spans begin is looked up, events are not counted. */
  constructor(
    log: EventLog,
    readonly bins: number,
  ) {
    this.counts = new Uint32Array(bins)
    this.errors = new Uint8Array(bins)
    this.approvals = new Uint8Array(bins)
    this.begin = log.first?.busyMillis ?? 0
    this.span = Math.max(1, (log.last?.busyMillis ?? 0) - this.begin)
    let most = 1
    let before = 0
    for (let bin = 0; bin < bins; bin++) {
      const end = bin === bins - 1 ? log.length : log.countBeforeBusyTime(this.begin + ((bin + 1) / bins) * this.span)
      this.counts[bin] = end - before
      most = Math.max(most, end - before)
      before = end
    }
    this.most = most
    for (const { busyMillis, mark } of log.marked()) {
      if (mark === 'error') this.errors[this.binOf(busyMillis)] = 1
      else this.approvals[this.binOf(busyMillis)] = 1
    }
  }

  binOf(busyMillis: number): number {
    return Math.max(0, Math.min(this.bins - 1, Math.floor(((busyMillis - this.begin) / this.span) * this.bins)))
  }
}

/** The density of a log that grows: looked up anew when enough time has gone by, at once where the log begins elsewhere. */
export class FreshDensity {
  private density: Density | null = null
  private key = ''
  private last = -1
  private countedAt = 0

  constructor(
    private readonly log: EventLog,
    private readonly maxAgeMillis: number,
  ) {}

  in(bins: number): Density {
    const { generation, first, last } = this.log
    const key = `${bins} ${generation} ${first?.sequence}`
    const isOld = last?.sequence !== this.last && performance.now() - this.countedAt >= this.maxAgeMillis
    if (this.density === null || key !== this.key || isOld) {
      this.density = new Density(this.log, bins)
      this.key = key
      this.last = last?.sequence ?? -1
      this.countedAt = performance.now()
    }
    return this.density
  }
}
