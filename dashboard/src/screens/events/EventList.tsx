import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { clockOf, count } from '../../components/format'
import { type LoggedEvent, placeOf } from '../../store/eventLog'
import { nameOf } from '../../store/selectors'
import { store } from '../../store/store'
import { kindOf } from './filter'
import { summaryOf } from './summary'

interface Props {
  readonly events: readonly LoggedEvent[]
  readonly following: boolean
  readonly selected: number | null
  readonly onSelect: (event: LoggedEvent) => void
  readonly onScrollUp: () => void
  readonly readOlder: (() => Promise<void>) | null
}

const ROW_PIXELS = 24
const OVERSCAN = 12

/** While it follows, rows are fixed places that are written again; when it is held, a list that scrolls through everything. */
export function EventList(props: Props) {
  return props.following ? <Following {...props} /> : <Held {...props} />
}

function Following({ events, onSelect, onScrollUp, selected }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [rows, setRows] = useState(30)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const sized = new ResizeObserver(() => setRows(Math.max(4, Math.floor(element.clientHeight / ROW_PIXELS))))
    sized.observe(element)
    return () => sized.disconnect()
  }, [])
  return (
    <div
      ref={box}
      className="eventlist eventlist--following"
      onWheel={(event) => {
        if (event.deltaY < 0) onScrollUp()
      }}
    >
      {events.slice(-rows).map((event, slot) => (
        <Row key={slot} event={event} selected={event.sequence === selected} onSelect={onSelect} />
      ))}
    </div>
  )
}

/** Rows are of one height, so which of them are seen is a division. */
function Held({ events, selected, onSelect, readOlder }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [reading, setReading] = useState(false)
  const [seen, setSeen] = useState({ top: 0, height: 0 })
  const before = useRef({ last: -1, length: 0 })
  const index = selected === null ? -1 : placeOf(events, selected)
  const last = events[events.length - 1]?.sequence ?? -1
  // Another moment is shown by its end: its rows are written once, and not first where the reader was.
  const top = last === before.current.last ? seen.top : Math.max(0, events.length * ROW_PIXELS - seen.height)
  const from = Math.max(0, Math.floor(top / ROW_PIXELS) - OVERSCAN)
  const to = Math.min(events.length, Math.ceil((top + seen.height) / ROW_PIXELS) + OVERSCAN)
  const places = Math.ceil(seen.height / ROW_PIXELS) + 2 * OVERSCAN + 1

  function look() {
    const element = box.current
    if (!element) return
    const { scrollTop, clientHeight } = element
    setSeen((known) => (known.top === scrollTop && known.height === clientHeight ? known : { top: scrollTop, height: clientHeight }))
  }
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const sized = new ResizeObserver(look)
    sized.observe(element)
    return () => sized.disconnect()
  }, [])
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    if (last !== before.current.last) {
      // Another moment: its event is the last one.
      element.scrollTop = element.scrollHeight
    } else if (element.scrollTop > 0) {
      // What came or went was above; what is read stays where it is.
      element.scrollTop += (events.length - before.current.length) * ROW_PIXELS
    }
    before.current = { last, length: events.length }
    look()
  }, [last, events.length])
  useLayoutEffect(() => {
    const element = box.current
    if (!element || index < 0) return
    const top = index * ROW_PIXELS
    if (top < element.scrollTop || top + ROW_PIXELS > element.scrollTop + element.clientHeight) element.scrollTop = top - element.clientHeight / 2
    look()
  }, [selected])

  return (
    <div ref={box} className="eventlist" tabIndex={0} role="region" aria-label="List of events" onScroll={look}>
      {readOlder && (
        <div className="eventlist__older">
          <Button
            disabled={reading}
            onClick={() => {
              setReading(true)
              void readOlder().finally(() => setReading(false))
            }}
          >
            {reading ? 'Reading' : 'Older events'}
          </Button>
        </div>
      )}
      <div className="eventlist__all" style={{ height: events.length * ROW_PIXELS }}>
        {/* Places are written again: a row that stays in sight keeps its own, and nothing is built or torn down. */}
        {events.slice(from, to).map((event, offset) => (
          <div key={(from + offset) % places} className="eventlist__place" style={{ transform: `translateY(${(from + offset) * ROW_PIXELS}px)` }}>
            <Row event={event} selected={event.sequence === selected} onSelect={onSelect} />
          </div>
        ))}
      </div>
    </div>
  )
}

const Row = memo(function Row({
  event,
  selected,
  onSelect,
}: {
  readonly event: LoggedEvent
  readonly selected: boolean
  readonly onSelect: (event: LoggedEvent) => void
}) {
  const agent = event.agentId ? nameOf(store.timeline.now.agents.get(event.agentId), event.agentId) : ''
  return (
    <button
      type="button"
      className={`event event--${event.mark} event--${kindOf(event.type)}`}
      aria-pressed={selected}
      data-sequence={event.sequence}
      onClick={() => onSelect(event)}
    >
      <span className="event__sequence mono">{count(event.sequence)}</span>
      <span className="event__time mono">{clockOf(event.timeMillis)}</span>
      <span className="event__type truncate">{event.type}</span>
      <span className="event__agent truncate">
        <bdi>{agent}</bdi>
      </span>
      <span className="event__text truncate">
        <bdi>{summaryOf(event)}</bdi>
      </span>
    </button>
  )
}, (a, b) => a.event === b.event && a.selected === b.selected)
