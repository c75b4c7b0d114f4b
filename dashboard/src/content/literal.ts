/** A piece of a text as it is, or the mark of a character that would not show. */
export interface LiteralPart {
  readonly text: string
  readonly isMark: boolean
}

/**
 * What has no look of its own, or changes the order of what has: control characters, those that turn the direction of writing, and those without
 * a width. Newline and tab do what one expects; the two that choose between a sign and its picture change no word.
 */
const UNSEEN = /(?![\n\t\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

const NAMES: ReadonlyMap<string, string> = new Map([
  ['\u0000', 'NUL'],
  ['\u0007', 'BEL'],
  ['\b', 'BS'],
  ['\r', 'CR'],
  ['\u001b', 'ESC'],
  ['\u007f', 'DEL'],
])

/**
 * A text of which nothing is hidden, for what a person decides by: what a tool is given must not look like something else. What an agent prints
 * is shown as a terminal would show it; this is not.
 */
export function literal(text: string): string {
  return text.replace(UNSEEN, markOf)
}

/** The same in parts, so that a mark can look like one. */
export function literalParts(text: string): readonly LiteralPart[] {
  const parts: LiteralPart[] = []
  let from = 0
  for (const { 0: character, index } of text.matchAll(UNSEEN)) {
    if (index > from) parts.push({ text: text.slice(from, index), isMark: false })
    parts.push({ text: markOf(character), isMark: true })
    from = index + character.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMark: false })
  return parts
}

/** Whether there is anything in a value, however deep, that would not show. */
export function hasUnseen(value: unknown): boolean {
  if (typeof value === 'string') return value.search(UNSEEN) >= 0
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, member]) => hasUnseen(name) || hasUnseen(member))
}

function markOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `⟨${NAMES.get(character) ?? `U+${code}`}⟩`
}
