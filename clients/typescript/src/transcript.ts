import type { OutputKind } from './command-handle.js'

/** A complete piece of an agent's output. */
export interface TranscriptPiece {
  readonly sequence: number
  readonly kind: OutputKind
  readonly content: unknown
}

/** Output that is being written. */
export interface LiveOutput {
  readonly kind: OutputKind
  readonly text: string
}

export interface TranscriptLimits {
  /** Complete pieces; up to twice as many are kept before the oldest are forgotten. */
  readonly maxPieces: number
  /** Characters of unfinished output, likewise. */
  readonly maxLiveChars: number
}

interface View {
  readonly shared: TranscriptPiece[]
  readonly length: number
  readonly isComplete: boolean
  readonly live: LiveOutput | undefined
}

/**
 * What a command said so far: an immutable view. Adding to it costs O(1): views share one growing array, each knows how much of it is
 * its own.
 */
export class Transcript {
  private constructor(
    private readonly view: View,
    private readonly limits: TranscriptLimits,
  ) {}

  /** @internal */
  static empty(isComplete: boolean, limits: TranscriptLimits): Transcript {
    return new Transcript({ shared: [], length: 0, isComplete, live: undefined }, limits)
  }

  /** How many complete pieces there are. */
  get length(): number {
    return this.view.length
  }

  /** Whether every complete piece since the command began is here; older ones may have been missed or forgotten. */
  get isComplete(): boolean {
    return this.view.isComplete
  }

  /** What is being written, where something is. */
  get live(): LiveOutput | undefined {
    return this.view.live
  }

  /** The complete pieces, oldest first. O(1) on the newest view, else O(pieces). */
  get pieces(): readonly TranscriptPiece[] {
    const { shared, length } = this.view
    return shared.length === length ? shared : shared.slice(0, length)
  }

  /** @internal A complete piece ends what was being written. */
  with(piece: TranscriptPiece): Transcript {
    const { shared, length, isComplete } = this.view
    const { maxPieces } = this.limits
    if (shared.length === length && length < 2 * maxPieces) {
      shared.push(piece)
      return this.#but({ length: length + 1, live: undefined })
    }
    // Another view went on already, or there are too many: go on with an array of its own.
    const kept = length < 2 * maxPieces ? this.pieces : this.pieces.slice(length - maxPieces)
    const own = [...kept, piece]
    return this.#but({ shared: own, length: own.length, isComplete: isComplete && kept.length === length, live: undefined })
  }

  /** @internal */
  withDelta(kind: OutputKind, text: string): Transcript {
    const { maxLiveChars } = this.limits
    const whole = (this.live?.kind === kind ? this.live.text : '') + text
    return this.#but({ live: { kind, text: whole.length > 2 * maxLiveChars ? whole.slice(-maxLiveChars) : whole } })
  }

  /** @internal Pieces may have been missed. */
  interrupted(): Transcript {
    return this.#but({ isComplete: false, live: undefined })
  }

  /** @internal */
  ended(): Transcript {
    return this.live === undefined ? this : this.#but({ live: undefined })
  }

  #but(change: Partial<View>): Transcript {
    return new Transcript({ ...this.view, ...change }, this.limits)
  }
}
