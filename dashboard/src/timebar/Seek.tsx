import { useState } from 'react'
import { Button } from '../components/Button'
import { Dialog, useIsOpen } from '../components/Dialog'
import { clockOf, count } from '../components/format'
import { connected } from '../store/connection'
import { messageOf } from '../store/failure'
import { store } from '../store/store'
import { goTo } from './TimeBar'

/** Goes to an event by its number, or to what was true at a time. */
export function Seek({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isLooking, setLooking] = useState(false)
  const isOpen = useIsOpen()
  const { first, last } = store.log

  async function go() {
    if (isLooking) return
    setLooking(true)
    try {
      const found = await sequenceOf(text)
      if (!isOpen()) return
      if (found === null) setProblem('Write a number such as 1200, a time of today such as 14:03:07, a date, or a moment such as 5 min ago.')
      else {
        onClose()
        goTo(found)
      }
    } catch (failure) {
      setProblem(`The server did not say what was then. ${messageOf(failure)}`)
    } finally {
      setLooking(false)
    }
  }

  return (
    <Dialog
      title="Go to a moment"
      onClose={onClose}
      onSubmit={() => void go()}
      className="dialog--top"
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" reason={isLooking ? 'The server is asked for it.' : null}>
            Go
          </Button>
        </>
      }
    >
      <div className="field">
        <label htmlFor="seek">Sequence or time</label>
        <input
          id="seek"
          data-autofocus
          className="input mono"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="1200, 14:03:07 or 5 min ago"
          aria-describedby="seek-hint"
          aria-invalid={problem !== null}
        />
        <p id="seek-hint" className={problem ? 'hint hint--bad' : 'hint'} role={problem ? 'alert' : undefined}>
          {problem ??
            (first && last
              ? `Events ${count(first.sequence)} (${clockOf(first.timeMillis).slice(0, 8)}) to ${count(last.sequence)} (${clockOf(last.timeMillis).slice(0, 8)}) are at hand; older ones are asked of the server.`
              : 'There are no events yet.')}
        </p>
      </div>
    </Dialog>
  )
}

/** @returns null if it is neither a sequence nor a time */
async function sequenceOf(text: string): Promise<number | null> {
  const trimmed = text.trim().toLowerCase()
  if (/^#?\d+$/.test(trimmed)) return Number(trimmed.replace('#', ''))
  const millis = timeOf(trimmed, Date.now())
  if (millis === null) return null
  return sequenceAt(Math.max(0, millis))
}

/** The last event that was not after a time; from before those at hand, the server tells it. */
async function sequenceAt(millis: number): Promise<number> {
  const { log, timeline } = store
  const { first } = log
  const held = first && first.timeMillis <= millis ? log.at(log.indexAtTime(millis)) : undefined
  if (held) return held.sequence
  const to = (first?.sequence ?? timeline.newest + 1) - 1
  if (to === 0) return 0
  const pages = connected().history({ until: new Date(millis).toISOString(), to, direction: 'backward', limit: 1 })
  for await (const { events, from, next } of pages) {
    const last = events[events.length - 1]
    if (last?.sequence !== undefined) return last.sequence
    if (next === null) return from - 1
  }
  return 0
}

/** A time of the reader's day, so long ago, or a date and time; without a zone it is the reader's. */
export function timeOf(text: string, now: number): number | null {
  const relative = /^(\d+)\s*(s|m|min|h)(\s+ago)?$/.exec(text)
  if (relative) {
    const unit = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 }[relative[2] as 's' | 'm' | 'min' | 'h']
    return now - Number(relative[1]) * unit
  }
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?$/.exec(text)
  if (clock) {
    const date = new Date(now)
    date.setHours(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), Math.round(Number(clock[4] ?? 0) * 1_000))
    return date.getTime()
  }
  const date = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]
  // A date alone would be read as one of Greenwich.
  const parsed = date === undefined ? Number.NaN : Date.parse(text === date ? `${date}T00:00` : text.toUpperCase())
  return Number.isNaN(parsed) ? null : parsed
}
