/** Characters that can be laid out at once without stopping the page. */
const PIECE_CHARACTERS = 20_000

/** Characters of the longest escape sequence that a colour takes, and more. */
const LONGEST_ESCAPE = 64

/** A piece of a long text, from where the one before it ends. */
export interface Piece {
  readonly end: number
  /** What it must begin with for what those before it left on, such as a colour. */
  readonly carried: string
}

/** What a piece leaves on for the next. */
export type Carry = (piece: string) => string

/** Where a text ends of which so many characters are to be shown at most. */
export function atMost(text: string, characters: number): number {
  return text.length <= characters ? text.length : breakBefore(text, characters)
}

/** The text of the piece at that index. */
export function textOf(text: string, pieces: readonly Piece[], index: number): string {
  const piece = pieces[index]
  return piece ? piece.carried + text.slice(pieces[index - 1]?.end ?? 0, piece.end) : ''
}

/**
 * The pieces of a text when some more of it is shown: one piece more, so that those before it stay as they are. Pieces are of whole lines: a
 * line that goes on behind what was shown is laid out anew with what follows. Only one that is longer than a piece itself is broken, and then
 * neither in a character nor in an escape sequence.
 *
 * @param pieces those that are shown so far
 * @param until where it is to end at last, as `atMost` says
 */
export function showMore(text: string, pieces: readonly Piece[], until: number, carry: Carry = () => ''): readonly Piece[] {
  const from = pieces.at(-1)?.end ?? 0
  const kept = from > 0 && text[from - 1] !== '\n' && lineEnd(text, from) <= from + PIECE_CHARACTERS ? pieces.slice(0, -1) : pieces
  const end = Math.min(until, pieceEnd(text, from))
  return [...kept, { end, carried: kept.length > 0 ? carry(textOf(text, kept, kept.length - 1)) : '' }]
}

function pieceEnd(text: string, from: number): number {
  const least = from + PIECE_CHARACTERS
  const end = lineEnd(text, least - 1)
  return end <= least + PIECE_CHARACTERS ? end : breakBefore(text, least)
}

/** Behind the line that holds the character at `from`. */
function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}

/** The last place at or before `at` that is neither within a pair of surrogates nor within an escape sequence. */
function breakBefore(text: string, at: number): number {
  const escape = text.lastIndexOf('\u001b', at - 1)
  if (escape >= at - LONGEST_ESCAPE) return escape
  return /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at
}
