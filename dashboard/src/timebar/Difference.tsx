import { useEffect, useState } from 'react'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { clockOf, plural } from '../components/format'
import { literal } from '../content/literal'
import { difference, type ObjectChange } from '../store/difference'
import { messageOf } from '../store/failure'
import { store } from '../store/store'
import { goTo } from './TimeBar'

const MAX_SHOWN = 200
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/
/** Who types a number is not done with its first figure. */
const TYPING_MILLIS = 200

/** What is different between two moments, also such as only the server still knows. */
export function Difference({ onClose }: { readonly onClose: () => void }) {
  const { sequence, past } = store.moment
  const newest = store.timeline.newest
  const [from, setFrom] = useState(String(past ? sequence : Math.max(store.timeline.oldest, newest - 20)))
  const [to, setTo] = useState(String(newest))
  const result = useDifference(from, to)

  return (
    <Dialog
      title="What changed between two moments"
      onClose={onClose}
      className="dialog--wide"
      foot={
        <>
          <Button
            onClick={() => {
              onClose()
              goTo(Number(from))
            }}
          >
            Show the first moment
          </Button>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="columns">
        <Moment label="From event" value={from} onChange={setFrom} isFirst />
        <Moment label="To event" value={to} onChange={setTo} />
      </div>
      {typeof result === 'string' ? (
        <p className="hint" role="status">
          {result}
        </p>
      ) : (
        <>
          <p className="muted" role="status">
            {result.length === 0 ? 'Nothing is different.' : `${plural(result.length, 'object')} changed.`}
          </p>
          <ul className="difference">
            {result.slice(0, MAX_SHOWN).map((change) => (
              <Changed key={`${change.kind} ${change.id}`} change={change} />
            ))}
          </ul>
          {result.length > MAX_SHOWN && <p className="muted">and {result.length - MAX_SHOWN} more.</p>}
        </>
      )}
    </Dialog>
  )
}

/** The changes, or why there are none to show yet. */
function useDifference(from: string, to: string): readonly ObjectChange[] | string {
  const [result, setResult] = useState<readonly ObjectChange[] | string>('Looking.')
  useEffect(() => {
    let isWanted = true
    const [a, b] = [Number(from), Number(to)]
    if (from.trim() === '' || to.trim() === '' || !Number.isSafeInteger(a) || !Number.isSafeInteger(b)) {
      setResult('Write the numbers of two events.')
      return
    }
    const timer = window.setTimeout(async () => {
      try {
        const [before, after] = await Promise.all([store.stateAt(Math.min(a, b)), store.stateAt(Math.max(a, b))])
        if (isWanted) setResult(difference(before, after))
      } catch (failure) {
        if (isWanted) setResult(`That cannot be compared. ${messageOf(failure)}`)
      }
    }, TYPING_MILLIS)
    return () => {
      isWanted = false
      window.clearTimeout(timer)
    }
  }, [from, to])
  return result
}

interface MomentProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isFirst?: boolean
}

function Moment({ label, value, onChange, isFirst = false }: MomentProps) {
  const event = store.log.find(Number(value))
  return (
    <label className="field">
      <span className="label">
        {label}
        {event && <span className="mono"> · {clockOf(event.timeMillis)}</span>}
      </span>
      <input className="input mono" inputMode="numeric" data-autofocus={isFirst || undefined} value={value} onChange={(typed) => onChange(typed.target.value)} />
    </label>
  )
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const
const TONES = { added: 'ok', removed: 'bad', changed: 'run' } as const

function Changed({ change }: { readonly change: ObjectChange }) {
  return (
    <li className="difference__object">
      <div className="row">
        <span className={`toned tone-${TONES[change.change]} mono`} aria-hidden="true">
          {SIGNS[change.change]}
        </span>
        <span className="muted">{change.kind}</span>
        <strong className="truncate">{literal(change.title)}</strong>
        <span className="muted">{change.change}</span>
      </div>
      {change.change === 'changed' && (
        <dl className="difference__fields">
          {change.fields.map(({ field, before, after }) => (
            <div key={field}>
              <dt>{literal(field)}</dt>
              <dd>
                <del>{show(before)}</del> <span aria-hidden="true">→</span> <ins>{show(after)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

function show(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  const text = typeof value === 'string' ? (ISO_TIME.test(value) ? clockOf(Date.parse(value)) : value) : JSON.stringify(value)
  return literal(text.length > 160 ? `${text.slice(0, 160)}…` : text)
}
