import type { Filter } from './generated/protocol.js'
import type { FrameOf, PayloadOf, ServerFrame } from './protocol.js'

/** Where a stream of events begins: now, with the whole state, or after a sequence of an epoch. */
export type StartingPoint = 'now' | 'snapshot' | { readonly epoch: string; readonly sequence: number }

/** How far a stream has come: everything up to the sequence of that history was delivered. */
export interface Position {
  readonly epoch: string
  readonly sequence: number
}

/** What to do with a frame of the stream. */
export type Taken = readonly ServerFrame[] | 'gap'

const NOTHING: readonly ServerFrame[] = []
const MAX_AHEAD = 10_000

/**
 * One place in the log: what to ask the server for, and which of its frames are to be delivered, so that every event is delivered
 * whole, in order, once, over any number of connections.
 */
export class Cursor {
  #position: Position | undefined
  #epoch = ''
  #everSubscribed = false
  #streaming: 'no' | 'parts' | 'events' = 'no'
  #nextPart = 0
  /** The frames of an event whose last has not come. */
  #held: ServerFrame[] = []
  /** Events beyond the position that were delivered because they answered a request. */
  readonly #ahead = new Set<number>()
  #gaps = 0
  /** Whether some events are not wanted, so that sequences have gaps. */
  readonly isFiltered: boolean

  constructor(
    readonly start: StartingPoint,
    readonly filter: Filter | undefined,
  ) {
    this.isFiltered = filter !== undefined && Object.values(filter).some((wanted) => Array.isArray(wanted) && wanted.length > 0)
    if (typeof start === 'object') this.#position = start
  }

  /** Undefined until the first subscription, and while a snapshot is on its way. */
  get position(): Position | undefined {
    return this.#position
  }

  /** What to subscribe with, on a new connection or after a gap. */
  subscription(): PayloadOf<'connection:subscribe'> {
    this.#streaming = 'no'
    this.#held = []
    const filter = this.filter === undefined ? {} : { filter: this.filter }
    const lost = this.#gaps > 1
    if (this.#position !== undefined && !lost) return { epoch: this.#position.epoch, from: this.#position.sequence, ...filter }
    // A snapshot that broke off is asked for again, and so is what can no longer be followed.
    const from = this.#everSubscribed || typeof this.start === 'object' ? 'snapshot' : this.start
    return { from, ...filter }
  }

  /** The server follows this cursor from here on. */
  subscribed({ recovered, epoch, from }: FrameOf<'connection:subscribed'>['payload']): void {
    this.#everSubscribed = true
    this.#held = []
    if (recovered && typeof from === 'number') {
      if (this.#position?.epoch !== epoch || this.#position.sequence !== from) this.#ahead.clear()
      this.#position = { epoch, sequence: from }
      this.#streaming = 'events'
    } else {
      this.#position = undefined
      this.#ahead.clear()
      this.#epoch = epoch
      this.#nextPart = 0
      this.#streaming = 'parts'
    }
  }

  /** What a frame lets be delivered; a gap is to be closed by subscribing again. */
  take(frame: ServerFrame): Taken {
    if (frame.type === 'connection:snapshot') return this.#part(frame)
    if (this.#streaming !== 'events' || this.#position === undefined) return NOTHING
    if (frame.type === 'connection:ping') return this.#ping(frame)
    // Of what is no event, only pieces of output and signs of life belong to the stream.
    if (frame.sequence === undefined) return frame.type === 'command:progress' || frame.type === 'agent:heartbeat' ? [frame] : NOTHING
    return this.#event(frame, frame.sequence, this.#position)
  }

  #part(frame: FrameOf<'connection:snapshot'>): Taken {
    if (this.#streaming !== 'parts') return NOTHING
    if (frame.payload.part !== this.#nextPart) return 'gap'
    this.#nextPart++
    if (frame.payload.last) {
      this.#position = { epoch: this.#epoch, sequence: frame.payload.sequence }
      this.#streaming = 'events'
      this.#gaps = 0
    }
    return [frame]
  }

  /** A ping tells how far a filtered stream has come. */
  #ping(frame: FrameOf<'connection:ping'>): Taken {
    const sequence = frame.payload.sequence
    if (this.isFiltered && sequence !== undefined && this.#held.length === 0) this.#advance(sequence)
    return NOTHING
  }

  #event(frame: ServerFrame, sequence: number, position: Position): Taken {
    if (sequence <= position.sequence || this.#ahead.has(sequence)) return NOTHING
    const isAnswer = typeof frame.correlation_id === 'string'
    const isNext = sequence === position.sequence + 1
    if (!this.isFiltered && !isNext) {
      // An answer that is repeated for a re-sent request comes out of turn; the stream will bring its event.
      if (isAnswer) return NOTHING
      this.#gaps++
      return 'gap'
    }
    if (this.isFiltered && isAnswer && !isNext) {
      if (this.#ahead.size < MAX_AHEAD) this.#ahead.add(sequence)
      return [frame]
    }
    if (this.#held.length > 0 && this.#held[0]?.sequence !== sequence) {
      this.#gaps++
      return 'gap'
    }
    if (this.#held.some(({ id, type }) => id === frame.id && type === frame.type)) return NOTHING
    this.#held.push(frame)
    if (frame.more) return NOTHING
    const whole = this.#held
    this.#held = []
    this.#advance(sequence)
    return whole
  }

  #advance(sequence: number): void {
    if (this.#position === undefined || sequence <= this.#position.sequence) return
    this.#position = { epoch: this.#position.epoch, sequence }
    this.#gaps = 0
    for (const passed of this.#ahead) if (passed <= sequence) this.#ahead.delete(passed)
  }
}
