import { memo, type ReactNode, useMemo } from 'react'
import { Literal } from './Literal'

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g
const MAX_COLOURED_CHARACTERS = 60_000

/** A value as indented JSON, nothing of it hidden. Colours are for the eye; the text is all there is. */
export const Json = memo(function Json({ value, label = 'JSON' }: { readonly value: unknown; readonly label?: string }) {
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? 'undefined', [value])
  const content = useMemo(() => (text.length > MAX_COLOURED_CHARACTERS ? <Literal text={text} /> : coloured(text)), [text])
  return (
    <pre className="code json" tabIndex={0} aria-label={label}>
      {content}
    </pre>
  )
})

function coloured(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) parts.push(<Literal key={from} text={text.slice(from, match.index)} />)
    const [whole, quoted, colon, word] = match
    const kind = quoted ? (colon ? 'name' : 'text') : word ? 'word' : 'number'
    parts.push(
      <span key={match.index} className={`json__${kind}`}>
        <Literal text={quoted ?? whole} />
      </span>,
    )
    if (colon) parts.push(colon)
    from = match.index + whole.length
  }
  parts.push(text.slice(from))
  return parts
}
