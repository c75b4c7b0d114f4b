import { useState } from 'react'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { clockOf, count } from '../components/format'
import { store } from '../store/store'
import { goTo } from './TimeBar'

/** Goes to an event by its number, or to what was true at a time. */
export function Seek({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const { first, last } = store.log

  function go() {
    const found = sequenceOf(text)
    if (found === null) setProblem('Write a number such as 1200, a time of today such as 14:03:07, or a moment such as 5 min ago.')
    else {
      onClose()
      goTo(found)
    }
  }

  return (
    <Dialog
      title="Go to a moment"
      onClose={onClose}
      onSubmit={go}
      className="dialog--top"
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
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
export function sequenceOf(text: string): number | null {
  const trimmed = text.trim().toLowerCase()
  if (/^#?\d+$/.test(trimmed)) return Number(trimmed.replace('#', ''))
  const millis = timeOf(trimmed, Date.now())
  if (millis === null) return null
  const event = store.log.at(store.log.indexAtTime(millis))
  return event ? event.sequence : null
}

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
  const parsed = /\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN
  return Number.isNaN(parsed) ? null : parsed
}
