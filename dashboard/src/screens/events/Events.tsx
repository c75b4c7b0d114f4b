import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { count } from '../../components/format'
import { toast } from '../../components/toasts'
import { useKeys } from '../../keys/registry'
import { navigate, useLocation } from '../../routing/location'
import { openOverlay } from '../../shell/overlay'
import { type LoggedEvent, placeOf } from '../../store/eventLog'
import { useMoment, useStore } from '../../store/hooks'
import { agentsInOrder } from '../../store/selectors'
import { store } from '../../store/store'
import { useOlder } from '../../store/useOlder'
import { EventDetails } from './EventDetails'
import { EventList } from './EventList'
import { type EventFilter, filterOf, isEmpty, KINDS, type Kind, Matching, wantedOf } from './filter'

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  agent: 'Agents',
  command: 'Commands',
  task: 'Tasks',
  approval: 'Approvals',
  message: 'Messages',
  system: 'System',
  errors: 'Errors',
}

const LOOK_MILLIS = 6
const EXPORT_PIECE = 1_000

/** The log itself: followed or held, filtered, searched, exported. */
export function Events() {
  const { id, query } = useLocation()
  const filter = useMemo(() => filterOf(query), [query])
  const { sequence, past, log } = useMoment('steady')
  const [held, setHeld] = useState(id !== null)
  const search = useRef<HTMLInputElement>(null)
  const matching = useMemo(() => new Matching(log, filter), [log, filter])
  const wanted = useMemo(() => wantedOf(filter), [filter])
  const older = useOlder(log, log.first?.sequence ?? sequence + 1, wanted)
  const heldAt = useRef(sequence)
  const selected = id === null ? null : Number(id)

  const until = past ? sequence : held ? heldAt.current : Number.POSITIVE_INFINITY
  const isComplete = useLooking(matching)
  const events = matching.upTo(until)
  const shown = older.events.length > 0 ? older.events.concat(events) : events
  const following = !held && !past
  const [announced, setAnnounced] = useState('')
  const amount = isEmpty(filter) ? `${count(shown.length)} events` : `${count(shown.length)} of ${count(log.length)} events`

  // What a filter has found is read out once: with each event that comes it would be without end.
  useEffect(() => {
    if (isComplete) setAnnounced(isEmpty(filter) ? '' : amount)
  }, [filter, isComplete])

  function hold(next: boolean) {
    heldAt.current = store.timeline.newest
    setHeld(next)
    if (!next) navigate({ id: null }, { replace: true })
  }
  function select(event: LoggedEvent | undefined) {
    if (!event) return
    if (!held) hold(true)
    navigate({ id: String(event.sequence) }, { replace: selected !== null })
  }
  function move(by: number) {
    const index = selected === null ? -1 : placeOf(shown, selected)
    select(shown[index < 0 ? shown.length - 1 : Math.min(shown.length - 1, Math.max(0, index + by))])
  }
  const current = selected === null ? undefined : (shown[placeOf(shown, selected)] ?? log.find(selected))

  useKeys([
    { keys: '/', label: 'Search the events', group: 'Events', run: () => search.current?.focus() },
    { keys: 'Ctrl+f', label: 'Search the events', group: 'Events', whileTyping: true, run: () => search.current?.focus() },
    { keys: 'j', label: 'Next event', group: 'Events', steps: true, run: () => move(1) },
    { keys: 'k', label: 'Event before', group: 'Events', steps: true, run: () => move(-1) },
    { keys: 'h', label: held ? 'Follow the newest' : 'Hold the list', group: 'Events', run: () => hold(!held) },
    {
      keys: 'r',
      label: 'Follow what belongs to this event',
      group: 'Events',
      blocked: current ? undefined : 'Choose an event first.',
      run: () => navigate({ query: { follow: relationOf(current) } }),
    },
    { keys: 'x', label: 'Clear all filters', group: 'Events', run: clearFilters },
    ...(selected === null ? [] : [{ keys: 'Escape', label: 'Close the event', group: 'Events', run: () => navigate({ id: null }, { replace: true }) }]),
  ])

  return (
    <div className={`events${current ? ' events--open' : ''}`}>
      <section className="panel events__log" aria-label="Events">
        <Toolbar
          filter={filter}
          search={search}
          held={!following}
          onHold={() => (past ? navigate({ at: null }) : hold(!held))}
          events={shown}
          status={[amount, !isComplete && 'still looking', !following && !past && 'held'].filter(Boolean).join(', ')}
        />
        <p className="visually-hidden" role="status">
          {announced}
        </p>
        {shown.length === 0 && isComplete ? (
          <Empty
            title={!isEmpty(filter) ? 'No event passes these filters.' : older.read ? 'What came before this moment is on the server.' : 'Nothing has happened yet.'}
            text={isEmpty(filter) && !older.read ? 'Everything that changes anything will be listed here, in the one order of the log.' : undefined}
          >
            {!isEmpty(filter) && <Button onClick={clearFilters}>Clear the filters</Button>}
            {older.read && <Button onClick={() => void older.read?.()}>Look further back</Button>}
          </Empty>
        ) : (
          <EventList
            events={shown}
            following={following}
            selected={selected}
            onSelect={select}
            onScrollUp={() => {
              if (!held && !past) hold(true)
            }}
            readOlder={older.read}
          />
        )}
      </section>
      {current && <EventDetails event={current} onFollow={(follow) => navigate({ query: { follow } })} />}
    </div>
  )
}

function clearFilters(): void {
  navigate({ query: { kinds: null, agent: null, task: null, follow: null, q: null } })
}

function relationOf(event: LoggedEvent | undefined): string | null {
  if (!event) return null
  return event.commandId ?? event.taskId ?? event.frame.cause?.correlation_id ?? event.frame.cause?.request_id ?? null
}

interface ToolbarProps {
  readonly filter: EventFilter
  readonly search: React.RefObject<HTMLInputElement | null>
  readonly held: boolean
  readonly onHold: () => void
  readonly events: readonly LoggedEvent[]
  /** How many there are, and whether that is all. */
  readonly status: string
}

function Toolbar({ filter, search, held, onHold, events, status }: ToolbarProps) {
  const agents = useStore(({ moment }) => agentsInOrder(moment.world, moment.revision))
  function toggle(kind: Kind) {
    const kinds = filter.kinds.includes(kind) ? filter.kinds.filter((other) => other !== kind) : [...filter.kinds, kind]
    navigate({ query: { kinds: kinds.join(',') } }, { replace: true })
  }
  return (
    <div className="events__tools" role="search">
      <input
        ref={search}
        type="search"
        className="input events__search"
        placeholder="Search"
        aria-label="Search the events"
        value={filter.text}
        onChange={(event) => navigate({ query: { q: event.target.value } }, { replace: true })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <select
        className="select events__agent"
        aria-label="Of which agent"
        value={filter.agent ?? ''}
        onChange={(event) => navigate({ query: { agent: event.target.value } }, { replace: true })}
      >
        <option value="">All agents</option>
        {agents.map((agent) => (
          <option key={agent.id} value={agent.id}>
            {agent.name || agent.id}
          </option>
        ))}
      </select>
      <Button onClick={() => openOverlay('seek')}>Go to</Button>
      <Button icon="download" name="Save these events as JSON lines" onClick={() => void exportLines(events)} />
      <Button icon={held ? 'play' : 'pause'} aria-pressed={held} onClick={onHold}>
        {held ? 'Follow' : 'Hold'}
      </Button>
      <div className="row wrap events__chips" role="group" aria-label="Kinds of events">
        {KINDS.map((kind) => (
          <button key={kind} type="button" className="chip" aria-pressed={filter.kinds.includes(kind)} onClick={() => toggle(kind)}>
            {KIND_NAMES[kind]}
          </button>
        ))}
        {filter.follow && (
          <button type="button" className="chip" aria-pressed="true" onClick={() => navigate({ query: { follow: null } })} title="Stop following">
            follows <span className="mono">{filter.follow.slice(0, 18)}</span> ×
          </button>
        )}
        {filter.task && (
          <button type="button" className="chip" aria-pressed="true" onClick={() => navigate({ query: { task: null } })}>
            task <span className="mono">{filter.task.slice(0, 18)}</span> ×
          </button>
        )}
      </div>
      <p className="events__count small muted">{status}</p>
    </div>
  )
}

/** Goes on looking for a few milliseconds of each frame, until everything was looked at. */
function useLooking(matching: Matching): boolean {
  const [, lookOn] = useState(0)
  const isComplete = matching.look(LOOK_MILLIS)
  useEffect(() => {
    if (isComplete) return
    const frame = requestAnimationFrame(() => lookOn((times) => times + 1))
    return () => cancelAnimationFrame(frame)
  })
  return isComplete
}

/** One event a line, as they came; written in pieces between the frames of the screen. */
async function exportLines(shown: readonly LoggedEvent[]): Promise<void> {
  // The list at hand may grow while it is written.
  const events = shown.slice()
  const pieces: string[] = []
  for (let from = 0; from < events.length; from += EXPORT_PIECE) {
    pieces.push(events.slice(from, from + EXPORT_PIECE).map((event) => `${JSON.stringify(event.frame)}\n`).join(''))
    await new Promise((resolve) => setTimeout(resolve))
  }
  const address = URL.createObjectURL(new Blob(pieces, { type: 'application/jsonl' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `agent-bridge-events-${events[0]?.sequence ?? 0}-${events[events.length - 1]?.sequence ?? 0}.jsonl`
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000)
  toast({ tone: 'ok', text: `${count(events.length)} events were saved.` })
}
