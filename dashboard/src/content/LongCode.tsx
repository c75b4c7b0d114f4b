import type { ReactNode } from 'react'
import { Long } from './Long'
import type { Carry } from './pieces'

const FIRST_CHARACTERS = 20_000

interface Props {
  readonly text: string
  readonly label: string
  readonly carry?: Carry
  readonly children: (piece: string) => ReactNode
}

/** A text of many lines in a box that scrolls, shown step by step. */
export function LongCode({ text, label, carry, children }: Props) {
  return (
    <Long
      text={text}
      first={FIRST_CHARACTERS}
      {...(carry && { carry })}
      frame={(pieces) => (
        <pre className="code" tabIndex={0} aria-label={label}>
          {pieces}
        </pre>
      )}
    >
      {children}
    </Long>
  )
}
