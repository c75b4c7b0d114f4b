import { ago } from '../../components/format'
import { look, Status } from '../../components/Status'
import { Link } from '../../routing/Link'
import { useNow, useStore } from '../../store/hooks'
import type { Task } from '../../store/model'
import { nameOf } from '../../store/selectors'

const STATES = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const
/** Ended tasks pile up; a column shows the newest of them. */
const MAX_SHOWN = 60

export interface Column {
  readonly status: Task['status']
  readonly tasks: readonly Task[]
  readonly total: number
}

/** The tasks by state, in the order of a task's life. */
export function columnsOf(tasks: readonly Task[]): readonly Column[] {
  return STATES.map((status) => {
    const inState = tasks.filter((task) => task.status === status)
    return { status, tasks: inState.slice(0, MAX_SHOWN), total: inState.length }
  })
}

export function Board({ tasks, selected }: { readonly tasks: readonly Task[]; readonly selected: string | null }) {
  return (
    <div className="board">
      {columnsOf(tasks).map((column) => (
        <section key={column.status} className="board__column" aria-label={`${look(column.status).word}, ${column.total}`} data-column={column.status}>
          <h3 className="board__head">
            <Status status={column.status} /> <span className="panel__count">{column.total}</span>
          </h3>
          <ul className="board__tasks">
            {column.tasks.map((task) => (
              <li key={task.id}>
                <TaskCard task={task} isSelected={task.id === selected} />
              </li>
            ))}
          </ul>
          {column.total > column.tasks.length && <p className="hint board__more">and {column.total - column.tasks.length} older</p>}
        </section>
      ))}
    </div>
  )
}

function TaskCard({ task, isSelected }: { readonly task: Task; readonly isSelected: boolean }) {
  const agent = useStore(({ moment }) => (task.assigned_agent ? moment.world.agents.get(task.assigned_agent) : undefined))
  const now = useNow(10_000)
  const since = task.completed_at ?? task.started_at ?? task.created_at
  return (
    <Link
      to={{ id: task.id }}
      className={`taskcard tone-${look(task.status).tone}`}
      data-task={task.id}
      aria-current={isSelected ? 'true' : undefined}
    >
      <bdi className="taskcard__title">{task.title}</bdi>
      <span className="taskcard__line">{task.error ?? task.blocked_reason ?? task.description}</span>
      <span className="taskcard__foot">
        <bdi className="truncate grow">{task.assigned_agent ? nameOf(agent, task.assigned_agent) : 'anybody'}</bdi>
        {(task.priority ?? 0) !== 0 && <span title="Priority">P{task.priority}</span>}
        {(task.attempts ?? 0) > 1 && <span title="Attempts">{task.attempts} tries</span>}
        <span>{ago(Date.parse(since), now)}</span>
      </span>
    </Link>
  )
}
