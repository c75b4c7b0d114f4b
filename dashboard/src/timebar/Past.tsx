import { clockOf, count } from '../components/format'
import { useMoment } from '../store/hooks'
import { store } from '../store/store'
import { summaryOf } from '../screens/events/summary'

/** Above every screen while the past is shown: which moment it is, and what had just happened. */
export function Past() {
  const { past, sequence } = useMoment()
  if (!past) return null
  const event = store.log.find(sequence)
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
