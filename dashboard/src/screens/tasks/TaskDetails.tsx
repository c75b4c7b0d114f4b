import { useMemo } from 'react'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { ago, duration } from '../../components/format'
import { Guard } from '../../components/Panel'
import { Status } from '../../components/Status'
import { Json } from '../../content/Json'
import { Output } from '../../content/Output'
import { Link } from '../../routing/Link'
import { navigate } from '../../routing/location'
import { useBlocked, useMoment, useStore, useTimeShown } from '../../store/hooks'
import type { Task } from '../../store/model'
import { nameOf } from '../../store/selectors'
import { goTo } from '../../timebar/TimeBar'
import { moveOf, type TaskState } from './moves'

interface Props {
  readonly id: string
  readonly task: Task | null
  readonly onMove: (task: Task, to: TaskState) => void
}

/** One task: what is to be done, by whom, what became of it, and how it came to that. */
export function TaskDetails({ id, task, onMove }: Props) {
  const blocked = useBlocked()
  return (
    <aside className="panel task" aria-label="Task">
      <header className="panel__head">
        <h2 className="truncate grow">
          <bdi>{task?.title ?? id}</bdi>
        </h2>
        {task && moveOf(task, 'cancelled').kind === 'cancel' && (
          <Button look="danger" reason={blocked} onClick={() => onMove(task, 'cancelled')}>
            Cancel <kbd>X</kbd>
          </Button>
        )}
        {task && moveOf(task, 'pending').kind === 'again' && (
          <Button icon="retry" reason={blocked} onClick={() => onMove(task, 'pending')}>
            Do it again <kbd>P</kbd>
          </Button>
        )}
        <Button look="quiet" icon="close" name="Close the task" onClick={() => navigate({ id: null })} />
      </header>
      <div className="panel__body">
        <Guard name="Task">
          {task ? <Facts task={task} /> : <Empty title="This task is not known at this moment." text={<code>{id}</code>} />}
          <History id={id} />
        </Guard>
      </div>
    </aside>
  )
}

function Facts({ task }: { readonly task: Task }) {
  const agent = useStore(({ moment }) => (task.assigned_agent ? moment.world.agents.get(task.assigned_agent) : undefined))
  const now = useTimeShown(10_000)
  const took = task.started_at && task.completed_at ? Date.parse(task.completed_at) - Date.parse(task.started_at) : null
  const result = typeof task.result === 'string' ? task.result : null
  return (
    <>
      <section className="inspector__part">
        <dl className="facts">
          <dt>State</dt>
          <dd>
            <Status status={task.status} />
          </dd>
          <dt>Agent</dt>
          <dd>
            {task.assigned_agent ? (
              <Link to={{ screen: 'agents', id: task.assigned_agent }} className="textlink">
                <bdi>{nameOf(agent, task.assigned_agent)}</bdi>
              </Link>
            ) : (
              'Whichever is free first'
            )}
          </dd>
          {task.blocked_reason && (
            <>
              <dt>Waits</dt>
              <dd>{task.blocked_reason}</dd>
            </>
          )}
          <dt>Created</dt>
          <dd>{ago(Date.parse(task.created_at), now)}</dd>
          {took !== null && (
            <>
              <dt>Took</dt>
              <dd>{duration(took)}</dd>
            </>
          )}
          <dt>Attempts</dt>
          <dd>
            {task.attempts ?? 0}
            {task.retry?.max_attempts && ` of ${task.retry.max_attempts}`}
          </dd>
          {(task.priority ?? 0) !== 0 && (
            <>
              <dt>Priority</dt>
              <dd>{task.priority}</dd>
            </>
          )}
          {(task.required_capabilities?.length ?? 0) > 0 && (
            <>
              <dt>Requires</dt>
              <dd>{task.required_capabilities?.join(', ')}</dd>
            </>
          )}
          <dt>Id</dt>
          <dd className="mono">{task.id}</dd>
        </dl>
        <Dependencies ids={task.depends_on ?? []} />
      </section>
      {task.description && (
        <section className="inspector__part">
          <h2>Description</h2>
          <p className="task__text">
            <bdi>{task.description}</bdi>
          </p>
        </section>
      )}
      {task.error && (
        <p className="notice tone-bad">
          <strong>It failed.</strong> <bdi>{task.error}</bdi>
        </p>
      )}
      {task.result !== null && task.result !== undefined && (
        <section className="inspector__part">
          <h2>Result</h2>
          {result === null ? <Json value={task.result} label="Result" /> : <Output text={result} />}
        </section>
      )}
      {Object.keys(task.metadata).length > 0 && (
        <section className="inspector__part">
          <h2>Metadata</h2>
          <Json value={task.metadata} label="Metadata" />
        </section>
      )}
    </>
  )
}

function Dependencies({ ids }: { readonly ids: readonly string[] }) {
  const tasks = useStore(({ moment }) => ids.map((id) => moment.world.tasks.get(id)))
  if (ids.length === 0) return null
  return (
    <div className="task__after">
      <h3 className="label">After</h3>
      <ul>
        {ids.map((id, index) => (
          <li key={id}>
            <Link to={{ id }} className="row">
              <Status status={tasks[index]?.status ?? 'unknown'} bare />
              <bdi className="truncate">{tasks[index]?.title ?? id}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The events that changed it; each leads to its moment. */
function History({ id }: { readonly id: string }) {
  const { sequence, log } = useMoment()
  const newest = useStore(({ moment }) => moment.log.last?.sequence ?? 0)
  const events = useMemo(
    () => log.all().filter((event) => event.taskId === id && event.sequence <= sequence && event.type.startsWith('task:')),
    [id, log, Math.min(sequence, newest)],
  )
  const now = useTimeShown(10_000)
  if (events.length === 0) return null
  return (
    <section className="inspector__part">
      <h2>How it went</h2>
      <ol className="task__history">
        {events.map((event) => {
          const task = event.frame.payload.task as Task | undefined
          return (
            <li key={event.sequence} className="row">
              <Status status={task?.status ?? 'unknown'} />
              <span className="grow" />
              <button type="button" className="lastchange" onClick={() => goTo(event.sequence)} title="Show that moment">
                {ago(event.timeMillis, now)} <span className="mono">#{event.sequence}</span>
              </button>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
