import { useEffect, useRef, useState } from 'react'
import { clockOf } from '../../components/format'
import { Link } from '../../routing/Link'
import type { LoggedEvent } from '../../store/eventLog'
import { useMoment } from '../../store/hooks'
import { store } from '../../store/store'
import { summaryOf } from './summary'

const ROW_PIXELS = 24

/** The newest events, newest below. Rows are places that are written again: at a thousand events a second nothing is built or torn down. */
export function EventTail() {
  const box = useRef<HTMLDivElement>(null)
  const [rows, setRows] = useState(20)
  useMoment('steady')
  const events = newest(rows)

  useEffect(() => {
    const element = box.current
    if (!element) return
    const sized = new ResizeObserver(() => setRows(Math.max(4, Math.floor(element.clientHeight / ROW_PIXELS))))
    sized.observe(element)
    return () => sized.disconnect()
  }, [])

  return (
    <div ref={box} className="tail">
      {events.map((event, slot) => (
        <Link key={slot} to={{ screen: 'events', id: String(event.sequence) }} className={`tail__row tail__row--${event.mark}`}>
          <span className="tail__time mono">{clockOf(event.timeMillis)}</span>
          <span className="tail__type truncate">{event.type}</span>
          <span className="tail__text truncate">
            <bdi>{summaryOf(event)}</bdi>
          </span>
        </Link>
      ))}
    </div>
  )
}

function newest(rows: number): readonly LoggedEvent[] {
  const { log, past, sequence } = store.moment
  const end = past ? log.indexOf(sequence + 1) : log.length
  return log.all().slice(Math.max(0, end - rows), end)
}
