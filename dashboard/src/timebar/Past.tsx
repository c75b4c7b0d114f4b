import { clockOf, count } from '../components/format'
import { useLocation } from '../routing/location'
import { useMoment } from '../store/hooks'
import { summaryOf } from '../screens/events/summary'

/** Above every screen while the past is shown or asked for: which moment it is, and what had just happened. */
export function Past() {
  const { past, sequence, log, state } = useMoment()
  const { at } = useLocation()
  if (state === 'loading') {
    return (
      <div className="past" role="status">
        <span className="truncate">Asking the server for the state after event {count(at ?? sequence)}.</span>
      </div>
    )
  }
  if (!past) return null
  const event = log.find(sequence)
  return (
    <div className="past" role="status">
      <strong>The past.</strong>
      <span className="truncate">
        As it was after event <span className="mono">{count(sequence)}</span>
        {event && (
          <>
            , at <span className="mono">{clockOf(event.timeMillis)}</span>: <span className="muted">{event.type}</span> {summaryOf(event)}
          </>
        )}
      </span>
    </div>
  )
}
