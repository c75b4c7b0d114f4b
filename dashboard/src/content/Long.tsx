import { memo, type ReactNode, useEffect, useState } from 'react'
import { bytes } from '../components/format'
import { showMore } from './pieces'

interface Props {
  readonly text: string
  /** Characters that are shown before one asks for more; each step shows four times as many. */
  readonly first: number
  /** Whether a piece cannot be drawn without what stands before it. */
  readonly whole?: boolean
  /** What is around the pieces. */
  readonly frame?: (pieces: ReactNode) => ReactNode
  readonly children: (piece: string) => ReactNode
}

/** A text that may be very long, in steps, and each step piece by piece, a frame each: laying out a megabyte at once would stop the page. */
export function Long({ text, first, whole = false, frame = (pieces) => pieces, children }: Props) {
  const [wanted, setWanted] = useState(first)
  const [grown, setGrown] = useState<readonly number[] | null>(null)
  const ends = grown ?? [Math.min(first, text.length)]
  const shown = ends.at(-1) ?? 0
  const until = Math.min(wanted, text.length)

  useEffect(() => {
    if (shown >= until) return
    const next = requestAnimationFrame(() => setGrown((before) => (whole ? [until] : showMore(text, before ?? [shown], until))))
    return () => cancelAnimationFrame(next)
  }, [text, whole, shown, until])

  return (
    <>
      {frame(
        ends.length === 1
          ? children(text.slice(0, shown))
          : ends.map((end, index) => (
              <Piece key={index} text={text.slice(ends[index - 1] ?? 0, end)}>
                {children}
              </Piece>
            )),
      )}
      {until < text.length && (
        <button type="button" className="button long__more" onClick={() => setWanted(wanted * 4)}>
          Show more ({bytes(text.length - until)} left)
        </button>
      )}
    </>
  )
}

/** Lines that stay as they are when more follow. */
const Piece = memo(
  function Piece({ text, children }: { readonly text: string; readonly children: (piece: string) => ReactNode }) {
    return <span className="long__piece">{children(text)}</span>
  },
  (before, after) => before.text === after.text,
)
