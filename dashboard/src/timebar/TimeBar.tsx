import { Button } from '../components/Button'
import { clockOf, count } from '../components/format'
import { useKeys } from '../keys/registry'
import { location, navigate } from '../routing/location'
import { openOverlay } from '../shell/overlay'
import { useMoment, useStore } from '../store/hooks'
import { store } from '../store/store'
import { Lane } from './Lane'

/** Shows the state as it was after that event; null is now. */
export function goTo(sequence: number | null, replace = false): void {
  const newest = store.timeline.newest
  const at = sequence === null || sequence > newest ? null : Math.max(0, sequence)
  navigate({ at }, { replace: replace || location().at !== null })
}

/** The moment that is shown or asked for. */
function wanted(): number {
  const { newest } = store.timeline
  return Math.min(location().at ?? newest, newest)
}

function step(by: number): void {
  goTo(Math.min(store.timeline.newest, Math.max(0, wanted() + by)))
}

/** To the neighbouring event of the same agent as the one that is looked at, else of any. */
function stepSameAgent(direction: 1 | -1): void {
  const sequence = wanted()
  const { log } = store.moment
  const agentId = log.find(sequence)?.agentId
  if (!agentId) {
    step(direction)
    return
  }
  const events = log.ofAgent(agentId)
  const next = direction > 0 ? events.find((event) => event.sequence > sequence) : events.findLast((event) => event.sequence < sequence)
  if (next) goTo(next.sequence)
}

function toggleLive(): void {
  goTo(location().at === null ? store.timeline.newest : null)
}

/** At the foot of every screen: where in time the reader is, and the ways to move. */
export function TimeBar() {
  const { past, sequence, log, state, problem } = useMoment()
  const newest = useStore((from) => from.timeline.newest)
  const event = log.find(sequence)

  useKeys([
    { keys: '[', label: 'One event back', group: 'Time', steps: true, run: () => step(-1) },
    { keys: ']', label: 'One event on', group: 'Time', steps: true, run: () => step(1) },
    { keys: '{', label: 'Back to the same agent’s event before', group: 'Time', steps: true, run: () => stepSameAgent(-1) },
    { keys: '}', label: 'On to the same agent’s next event', group: 'Time', steps: true, run: () => stepSameAgent(1) },
    { keys: 'Space', label: 'Hold this moment, or follow live', group: 'Time', run: toggleLive },
    { keys: '0', label: 'Back to live', group: 'Time', run: () => goTo(null) },
    { keys: ':', label: 'Go to a sequence or a time', group: 'Time', run: () => openOverlay('seek') },
    { keys: 'd', label: 'Compare two moments', group: 'Time', run: () => openOverlay('difference') },
  ])

  const shown = event ? clockOf(event.timeMillis) : '–'
  const digits = count(newest).length
  return (
    <section className={`timebar${past ? ' timebar--past' : ''}`} aria-label="Time">
      <div className="timebar__controls">
        <Button look="quiet" icon="left" name="One event back" onClick={() => step(-1)} />
        <Button
          look="quiet"
          icon={past ? 'play' : 'pause'}
          name={past ? 'Follow live' : 'Hold this moment'}
          onClick={toggleLive}
        />
        <Button look="quiet" icon="chevron" name="One event on" onClick={() => step(1)} />
      </div>
      <div
        className="timebar__lane"
        role="slider"
        tabIndex={0}
        aria-label="Position in the log"
        aria-valuemin={store.timeline.oldest}
        aria-valuemax={newest}
        aria-valuenow={sequence}
        aria-valuetext={past ? `Event ${sequence} of ${newest}, ${shown}` : `Live, event ${newest}`}
        onKeyDown={(pressed) => {
          const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -100, PageDown: 100 }[pressed.key]
          if (by !== undefined) step(by)
          else if (pressed.key === 'Home') goTo(store.timeline.oldest)
          else if (pressed.key === 'End') goTo(null)
          else return
          pressed.preventDefault()
        }}
      >
        <Lane onSeek={(to) => goTo(to)} />
      </div>
      <button
        type="button"
        className="timebar__position"
        onClick={() => openOverlay('seek')}
        title="Go to a sequence or a time"
      >
        {/* As wide at any moment, with a pixel for fractions: a lane of another width would be laid out and drawn anew with each look. */}
        <span className="timebar__sequence mono" style={{ minWidth: `calc(${past ? 2 * digits + 3 : digits}ch + 1px)` }}>
          {count(sequence)}
          {past && <span className="muted"> / {count(newest)}</span>}
        </span>
        <span className="timebar__time mono muted">{state === 'loading' ? 'asking the server' : problem ? 'not available' : shown}</span>
      </button>
      {past && (
        <Button look="quiet" icon="diff" name="Compare with another moment" className="timebar__diff" onClick={() => openOverlay('difference')} />
      )}
      {past ? (
        <Button look="primary" onClick={() => goTo(null)}>
          Live <kbd>0</kbd>
        </Button>
      ) : (
        <span className="timebar__live tone-ok">
          <span className="timebar__pulse" /> Live
        </span>
      )}
    </section>
  )
}
