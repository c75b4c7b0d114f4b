import { memo } from 'react'
import { literal, literalParts } from './literal'
import { LongCode } from './LongCode'

/** An element each; more would stop the page, and are marks all the same. */
const MAX_STYLED_PARTS = 4_000

/** Text of which nothing is hidden: what would not show is a mark. */
export const Literal = memo(function Literal({ text }: { readonly text: string }) {
  const parts = literalParts(text)
  if (parts.length > MAX_STYLED_PARTS) return literal(text)
  return parts.map((part, index) =>
    part.isMark ? (
      <span key={index} className="literal__mark">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  )
})

/** A text of many lines of which nothing is hidden. */
export function LiteralBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <LongCode text={text} label={label}>
      {(piece) => <Literal text={piece} />}
    </LongCode>
  )
}
