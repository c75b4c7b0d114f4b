import type { EventLog } from './eventLog'
import type { EventFrame } from './model'

/** How a state is made of events; the state itself may be changed in place. */
export interface Folding<State> {
  empty(): State
  /** Costs what changed lately, so checkpoints can be close to one another. */
  copy(state: State): State
  apply(state: State, frames: readonly EventFrame[]): void
  /** The last frame of an event as everybody sees it, given the state after it. */
  shown(state: State, frame: EventFrame): EventFrame
}

interface Checkpoint<State> {
  readonly sequence: number
  readonly state: State
}

/** Events between checkpoints: so many at most are folded to see a moment. */
const STEP = 1_024

/**
 * The state now, and as it was after any event that the log still has: from the nearest checkpoint before it, forward. Stepping forward goes
 * on from where the last look was.
 */
export class Timeline<State> {
  private live: State
  private sequence = 0
  private checkpoints: Checkpoint<State>[] = []
  private lastLook: Checkpoint<State> | null = null
  private sinceCheckpoint = 0

  constructor(
    private readonly folding: Folding<State>,
    readonly log: EventLog,
  ) {
    this.live = folding.empty()
  }

  get now(): State {
    return this.live
  }

  get newest(): number {
    return this.sequence
  }

  /** The oldest sequence whose state can be made here. */
  get oldest(): number {
    return this.checkpoints[0]?.sequence ?? this.sequence
  }

  /** Begins anew from a state as it was after that sequence. */
  begin(sequence: number, state: State): void {
    this.log.clear()
    this.live = this.folding.copy(state)
    this.sequence = sequence
    this.checkpoints = [{ sequence, state }]
    this.lastLook = null
    this.sinceCheckpoint = 0
  }

  /** Takes the frames of the next event. */
  append(frames: readonly EventFrame[]): void {
    const last = frames[frames.length - 1]
    if (!last) return
    this.folding.apply(this.live, frames)
    const oldest = this.log.append(this.folding.shown(this.live, last), frames)
    this.sequence = last.sequence
    if (++this.sinceCheckpoint >= STEP) {
      this.checkpoints.push({ sequence: this.sequence, state: this.folding.copy(this.live) })
      this.sinceCheckpoint = 0
    }
    if (oldest !== null) this.forgetBefore(oldest)
  }

  /** Puts the past before this one; it ends where this one begins. */
  prepend(older: Timeline<State>): void {
    if (older.sequence !== this.oldest) throw new Error(`a past up to ${older.sequence} does not lead to ${this.oldest}`)
    this.log.prepend(older.log)
    this.checkpoints = [...older.checkpoints.filter(({ sequence }) => sequence < this.oldest), ...this.checkpoints]
  }

  /** The state after that sequence, which nobody changes any more; null if it is older than what is held. */
  stateAt(sequence: number): State | null {
    if (sequence >= this.sequence) return this.live
    let base: Checkpoint<State> | null = null
    for (const checkpoint of this.checkpoints) {
      if (checkpoint.sequence > sequence) break
      base = checkpoint
    }
    if (!base) return null
    const look = this.lastLook
    if (look && look.sequence <= sequence && look.sequence >= base.sequence) base = look
    if (base.sequence === sequence) return base.state
    const state = this.folding.copy(base.state)
    for (let index = this.log.indexOf(base.sequence + 1); index < this.log.length; index++) {
      const event = this.log.at(index)
      if (!event || event.sequence > sequence) break
      this.folding.apply(state, event.frames)
    }
    this.lastLook = { sequence, state }
    return state
  }

  /** Keeps the newest checkpoint from which the oldest event that is left can be applied. */
  private forgetBefore(oldestEvent: number): void {
    while (this.checkpoints.length > 1 && (this.checkpoints[0] as Checkpoint<State>).sequence + 1 < oldestEvent) {
      this.checkpoints.shift()
    }
    const first = this.checkpoints[0]
    if (first && first.sequence + 1 < oldestEvent) {
      this.checkpoints = [{ sequence: this.sequence, state: this.folding.copy(this.live) }]
    }
    if (this.lastLook && this.lastLook.sequence + 1 < oldestEvent) this.lastLook = null
  }
}
