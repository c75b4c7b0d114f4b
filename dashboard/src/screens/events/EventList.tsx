import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { clockOf, count } from '../../components/format'
import type { LoggedEvent } from '../../store/eventLog'
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

function Held({ events, selected, onSelect, readOlder }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [reading, setReading] = useState(false)
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 12,
  })
  const index = selected === null ? -1 : events.findIndex((event) => event.sequence === selected)

  // Begins at the end, where the reader was; afterwards only follows the selection.
  useLayoutEffect(() => {
    virtual.scrollToIndex(index >= 0 ? index : events.length - 1, { align: index >= 0 ? 'center' : 'end' })
  }, [])
  useLayoutEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
  }, [index])

  return (
    <div ref={box} className="eventlist" tabIndex={0} role="region" aria-label="List of events">
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
      <div className="eventlist__all" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const event = events[item.index]
          return (
            event && (
              <div key={item.key} className="eventlist__place" style={{ transform: `translateY(${item.start}px)` }}>
                <Row event={event} selected={event.sequence === selected} onSelect={onSelect} />
              </div>
            )
          )
        })}
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
