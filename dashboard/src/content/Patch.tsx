import { memo, useMemo } from 'react'
import { diffLines } from 'diff'
import { Literal } from './Literal'

type Kind = 'add' | 'remove' | 'hunk' | 'file' | 'same' | 'gap'

interface Line {
  readonly kind: Kind
  readonly text: string
  readonly number?: number
}

const SIGNS: Readonly<Record<Kind, string>> = { add: '+', remove: '-', hunk: '', file: '', same: ' ', gap: '' }
const CONTEXT_LINES = 3
const MAX_COMPARED_CHARACTERS = 200_000

export function looksLikeDiff(text: string): boolean {
  return /^@@ -\d+(,\d+)? \+\d+(,\d+)? @@/m.test(text) && /^[+-]/m.test(text)
}

/** A unified diff as text. */
export const PatchText = memo(function PatchText({ text }: { readonly text: string }) {
  const lines = useMemo(() => text.split('\n').map(lineOf), [text])
  return <Lines lines={lines} />
})

/** What a replacement changes. */
export const Replacement = memo(function Replacement({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => compare(before, after), [before, after])
  return <Lines lines={lines} />
})

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const added = lines.filter((line) => line.kind === 'add').length
  const removed = lines.filter((line) => line.kind === 'remove').length
  return (
    <div className="patch" role="group" aria-label={`Change: ${added} lines added, ${removed} removed`} tabIndex={0}>
      {lines.map((line, index) => (
        <div key={index} className={`patch__line patch__line--${line.kind}`}>
          <span className="patch__sign">{SIGNS[line.kind]}</span>
          <span className="patch__text">
            <Literal text={line.text || ' '} />
          </span>
        </div>
      ))}
    </div>
  )
}

function lineOf(text: string): Line {
  if (text.startsWith('@@')) return { kind: 'hunk', text }
  if (/^(\+\+\+|---|diff |index |new file|deleted file)/.test(text)) return { kind: 'file', text }
  if (text.startsWith('+')) return { kind: 'add', text: text.slice(1) }
  if (text.startsWith('-')) return { kind: 'remove', text: text.slice(1) }
  return { kind: 'same', text: text.startsWith(' ') ? text.slice(1) : text }
}

function compare(before: string, after: string): Line[] {
  if (before.length + after.length > MAX_COMPARED_CHARACTERS) {
    return [
      ...before.split('\n').map((text): Line => ({ kind: 'remove', text })),
      ...after.split('\n').map((text): Line => ({ kind: 'add', text })),
    ]
  }
  const changes = diffLines(before, after)
  return changes.flatMap((change, index): Line[] => {
    const texts = change.value.replace(/\n$/, '').split('\n')
    const kind: Kind = change.added ? 'add' : change.removed ? 'remove' : 'same'
    const lines = texts.map((text): Line => ({ kind, text }))
    if (kind !== 'same' || lines.length <= 2 * CONTEXT_LINES + 1) return lines
    const head = index === 0 ? [] : lines.slice(0, CONTEXT_LINES)
    const tail = index === changes.length - 1 ? [] : lines.slice(-CONTEXT_LINES)
    return [...head, { kind: 'gap', text: `${lines.length - head.length - tail.length} lines unchanged` }, ...tail]
  })
}
