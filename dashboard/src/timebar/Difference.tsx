import { useMemo, useState } from 'react'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { clockOf, plural } from '../components/format'
import { difference, type ObjectChange } from '../store/difference'
import { store } from '../store/store'
import { goTo } from './TimeBar'

const MAX_SHOWN = 200

/** What is different between two moments. */
export default function Difference({ onClose }: { readonly onClose: () => void }) {
  const { sequence, past } = store.moment
  const newest = store.timeline.newest
  const [from, setFrom] = useState(String(past ? sequence : Math.max(store.timeline.oldest, newest - 20)))
  const [to, setTo] = useState(String(past ? newest : newest))
  const result = useMemo(() => {
    const [a, b] = [Number(from), Number(to)]
    if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return 'Write the numbers of two events.'
    const before = store.timeline.stateAt(Math.min(a, b))
    const after = store.timeline.stateAt(Math.max(a, b))
    if (!before || !after) return `Only moments from ${store.timeline.oldest} on can be compared here.`
    return difference(before, after)
  }, [from, to])

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
        <Moment label="From event" value={from} onChange={setFrom} />
        <Moment label="To event" value={to} onChange={setTo} />
      </div>
      {typeof result === 'string' ? (
        <p className="hint hint--bad">{result}</p>
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

function Moment({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) {
  const event = store.log.find(Number(value))
  return (
    <label className="field">
      <span className="label">
        {label}
        {event && <span className="mono"> · {clockOf(event.timeMillis)}</span>}
      </span>
      <input className="input mono" inputMode="numeric" value={value} onChange={(typed) => onChange(typed.target.value)} />
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
        <strong className="truncate">{change.title}</strong>
        <span className="muted">{change.change}</span>
      </div>
      {change.change === 'changed' && (
        <dl className="difference__fields">
          {change.fields.map(({ field, before, after }) => (
            <div key={field}>
              <dt>{field}</dt>
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
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
