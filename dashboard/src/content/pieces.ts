/** Characters that can be laid out at once without stopping the page. */
const PIECE_CHARACTERS = 20_000

/** A piece of a long text, from where the one before it ends. */
export interface Piece {
  readonly end: number
  /** What it must begin with for what those before it left on, such as a colour. */
  readonly carried: string
}

/** What a piece leaves on for the next. */
export type Carry = (piece: string) => string

/** The text of the piece at that index. */
export function textOf(text: string, pieces: readonly Piece[], index: number): string {
  const piece = pieces[index]
  return piece ? piece.carried + text.slice(pieces[index - 1]?.end ?? 0, piece.end) : ''
}

/**
 * The pieces of a text when some more of it is shown: one piece of whole lines, so that those before it stay as they are. A line that goes
 * on behind what was shown is no line's end; it is laid out anew with what follows.
 *
 * @param pieces those that are shown so far
 * @param until how much is to be shown in the end
 */
export function showMore(text: string, pieces: readonly Piece[], until: number, carry: Carry = () => ''): readonly Piece[] {
  const from = pieces.at(-1)?.end ?? 0
  const last = Math.min(until, text.length)
  const lineEnd = text.indexOf('\n', from + PIECE_CHARACTERS - 1) + 1
  const end = lineEnd > 0 && lineEnd < last ? lineEnd : last
  const kept = from > 0 && text[from - 1] !== '\n' ? pieces.slice(0, -1) : pieces
  return [...kept, { end, carried: kept.length > 0 ? carry(textOf(text, kept, kept.length - 1)) : '' }]
}
