import { memo, type ReactNode, useEffect, useState } from 'react'
import { bytes } from '../components/format'
import { atMost, type Carry, type Piece, showMore, textOf } from './pieces'

interface Props {
  readonly text: string
  /** Characters that are shown before one asks for more; each step shows four times as many. */
  readonly first: number
  /** What a piece leaves on for the next, which begins with it. */
  readonly carry?: Carry
  /** What is around the pieces. */
  readonly frame?: (pieces: ReactNode) => ReactNode
  readonly children: (piece: string) => ReactNode
}

/** A text that may be very long, in steps, and each step piece by piece, a frame each: laying out a megabyte at once would stop the page. */
export function Long({ text, first, carry, frame = (pieces) => pieces, children }: Props) {
  const [wanted, setWanted] = useState(first)
  const [grown, setGrown] = useState<readonly Piece[] | null>(null)
  const pieces = grown ?? [{ end: atMost(text, first), carried: '' }]
  const shown = pieces.at(-1)?.end ?? 0
  const until = atMost(text, wanted)

  useEffect(() => {
    if (shown >= until) return
    const next = requestAnimationFrame(() => setGrown((before) => showMore(text, before ?? [{ end: shown, carried: '' }], until, carry)))
    return () => cancelAnimationFrame(next)
  }, [text, carry, shown, until])

  return (
    <>
      {frame(
        pieces.length === 1
          ? children(textOf(text, pieces, 0))
          : pieces.map((_, index) => (
              <Shown key={index} text={textOf(text, pieces, index)}>
                {children}
              </Shown>
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

/** A piece that stays as it is when more follow. */
const Shown = memo(
  function Shown({ text, children }: { readonly text: string; readonly children: (piece: string) => ReactNode }) {
    return <span className="long__piece">{children(text)}</span>
  },
  (before, after) => before.text === after.text,
)
