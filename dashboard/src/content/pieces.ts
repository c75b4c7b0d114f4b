/** Characters that can be laid out at once without stopping the page. */
const PIECE_CHARACTERS = 20_000

/**
 * Where the pieces of a text end when some more of it is shown: one piece of whole lines, so that those before it stay as they are. A line
 * that goes on behind what was shown is no line's end; it is laid out anew with what follows.
 *
 * @param ends where they end so far
 * @param until how much is to be shown in the end
 */
export function showMore(text: string, ends: readonly number[], until: number): readonly number[] {
  const from = ends.at(-1) ?? 0
  const last = Math.min(until, text.length)
  const lineEnd = text.indexOf('\n', from + PIECE_CHARACTERS - 1) + 1
  const end = lineEnd > 0 && lineEnd < last ? lineEnd : last
  return from > 0 && text[from - 1] !== '\n' ? [...ends.slice(0, -1), end] : [...ends, end]
}
