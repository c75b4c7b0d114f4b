import { Button } from '../../components/Button'
import { copyText } from '../../components/clipboard'
import { clockOf, count, exactTime } from '../../components/format'
import { Guard } from '../../components/Panel'
import { Json } from '../../content/Json'
import { Link } from '../../routing/Link'
import { navigate } from '../../routing/location'
import type { LoggedEvent } from '../../store/eventLog'
import { nameOf } from '../../store/selectors'
import { store } from '../../store/store'
import { goTo } from '../../timebar/TimeBar'

/** One event: what it is about, what caused it, and the frame as it came. */
export function EventDetails({ event, onFollow }: { readonly event: LoggedEvent; readonly onFollow: (id: string) => void }) {
  const { frame } = event
  const cause = frame.cause
  const follow = event.commandId ?? event.taskId ?? cause?.correlation_id ?? cause?.request_id ?? null
  return (
    <aside className="panel events__details" aria-label={`Event ${event.sequence}`}>
      <header className="panel__head">
        <h2 className="truncate">
          {event.type} <span className="panel__count mono">#{count(event.sequence)}</span>
        </h2>
        <span className="grow" />
        <Button look="quiet" icon="close" name="Close the event" onClick={() => navigate({ id: null }, { replace: true })} />
      </header>
      <div className="panel__body">
        <Guard name="Event">
          <div className="events__actions row wrap">
            <Button onClick={() => goTo(event.sequence)}>Show this moment</Button>
            {follow && <Button onClick={() => onFollow(follow)}>Follow what belongs to it</Button>}
            <Button
              icon="copy"
              onClick={() => void copyText(JSON.stringify(frame, null, 2), 'The event was copied.')}
            >
              Copy
            </Button>
          </div>
          <dl className="facts events__facts">
            <dt>Time</dt>
            <dd>
              {exactTime(event.timeMillis)} <span className="muted mono">{clockOf(event.timeMillis)}</span>
            </dd>
            {event.agentId && (
              <>
                <dt>Agent</dt>
                <dd>
                  <Link to={{ screen: 'agents', id: event.agentId }} className="textlink">
                    <bdi>{nameOf(store.timeline.now.agents.get(event.agentId), event.agentId)}</bdi>
                  </Link>
                </dd>
              </>
            )}
            {event.taskId && (
              <>
                <dt>Task</dt>
                <dd>
                  <Link to={{ screen: 'tasks', id: event.taskId }} className="textlink mono">
                    {event.taskId}
                  </Link>
                </dd>
              </>
            )}
            {event.commandId && (
              <>
                <dt>Command</dt>
                <dd>
                  <button type="button" className="textlink mono" onClick={() => onFollow(event.commandId as string)}>
                    {event.commandId}
                  </button>
                </dd>
              </>
            )}
            {cause?.principal && (
              <>
                <dt>Caused by</dt>
                <dd>{cause.principal}</dd>
              </>
            )}
            {cause?.correlation_id && (
              <>
                <dt>Correlation</dt>
                <dd>
                  <button type="button" className="textlink mono" onClick={() => onFollow(cause.correlation_id as string)}>
                    {cause.correlation_id}
                  </button>
                </dd>
              </>
            )}
          </dl>
          {event.frames.length > 1 && <p className="hint">It came as {event.frames.length} frames; this is the last.</p>}
          <Json value={frame} label="The frame as JSON" />
        </Guard>
      </div>
    </aside>
  )
}
