import { type ReactNode, useState } from 'react'
import { bytes } from '../components/format'

interface Props {
  readonly text: string
  /** Characters that are shown before one asks for more; each step shows four times as many. */
  readonly first: number
  readonly children: (shown: string) => ReactNode
}

/** A text that may be very long, in steps: laying out a megabyte at once would stop the page. */
export function Long({ text, first, children }: Props) {
  const [shown, setShown] = useState(first)
  const rest = text.length - shown
  return (
    <>
      {children(rest > 0 ? text.slice(0, shown) : text)}
      {rest > 0 && (
        <button type="button" className="button long__more" onClick={() => setShown(shown * 4)}>
          Show more ({bytes(rest)} left)
        </button>
      )}
    </>
  )
}
