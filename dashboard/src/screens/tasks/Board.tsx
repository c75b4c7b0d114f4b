import { type DragEvent, useState } from 'react'
import { ago } from '../../components/format'
import { look, Status } from '../../components/Status'
import { Link } from '../../routing/Link'
import { useStore, useTimeShown } from '../../store/hooks'
import type { Task } from '../../store/model'
import { nameOf } from '../../store/selectors'
import { moveOf, type TaskState } from './moves'

const STATES = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const
/** Ended tasks pile up; a column shows the newest of them. */
const MAX_SHOWN = 60
const MAX_REASON_CHARACTERS = 140
const NOBODY: ReadonlySet<string> = new Set()

export interface Column {
  readonly status: TaskState
  readonly tasks: readonly Task[]
  readonly total: number
}

/**
 * The tasks by state, in the order of a task's life.
 *
 * @param leaving those that were asked to be cancelled: they stand where they are going
 */
export function columnsOf(tasks: readonly Task[], leaving: ReadonlySet<string> = NOBODY): readonly Column[] {
  return STATES.map((status) => {
    const inState = tasks.filter((task) => (leaving.has(task.id) ? 'cancelled' : task.status) === status)
    return { status, tasks: inState.slice(0, MAX_SHOWN), total: inState.length }
  })
}

interface Props {
  readonly tasks: readonly Task[]
  readonly leaving: ReadonlySet<string>
  readonly selected: string | null
  /** Why nothing can be moved. */
  readonly blocked: string | null
  readonly onMove: (task: Task, to: TaskState) => void
}

export function Board({ tasks, leaving, selected, blocked, onMove }: Props) {
  const [dragged, setDragged] = useState<Task | null>(null)
  return (
    <div className="board">
      {columnsOf(tasks, leaving).map((column) => (
        <section
          key={column.status}
          className={`board__column ${dragged ? placeFor(dragged, column.status) : ''}`}
          aria-label={`${look(column.status).word}, ${column.total}`}
          data-column={column.status}
          onDragOver={(event) => {
            if (dragged) event.preventDefault()
          }}
          onDrop={(event) => {
            event.preventDefault()
            if (dragged && dragged.status !== column.status) onMove(dragged, column.status)
          }}
        >
          <h3 className="board__head">
            <Status status={column.status} /> <span className="panel__count">{column.total}</span>
          </h3>
          <ul className="board__tasks">
            {column.tasks.map((task) => (
              <li key={task.id}>
                <TaskCard
                  task={task}
                  isSelected={task.id === selected}
                  isLeaving={leaving.has(task.id)}
                  isMovable={blocked === null && !leaving.has(task.id)}
                  onDrag={setDragged}
                />
              </li>
            ))}
          </ul>
          {column.total > column.tasks.length && <p className="hint board__more">and {column.total - column.tasks.length} older</p>}
        </section>
      ))}
    </div>
  )
}

/** How a column shows whether what is dragged may be dropped there. */
function placeFor(task: Task, to: TaskState): string {
  if (task.status === to) return ''
  return moveOf(task, to).kind === 'none' ? 'board__column--closed' : 'board__column--open'
}

interface CardProps {
  readonly task: Task
  readonly isSelected: boolean
  readonly isLeaving: boolean
  readonly isMovable: boolean
  readonly onDrag: (task: Task | null) => void
}

function TaskCard({ task, isSelected, isLeaving, isMovable, onDrag }: CardProps) {
  const agent = useStore(({ moment }) => (task.assigned_agent ? moment.world.agents.get(task.assigned_agent) : undefined))
  const now = useTimeShown(10_000)
  const reason = shortened(task.error ?? task.blocked_reason ?? null)
  const since = task.completed_at ?? task.started_at ?? task.created_at
  return (
    <Link
      to={{ id: task.id }}
      className={`taskcard tone-${look(isLeaving ? 'cancelling' : task.status).tone}${isLeaving ? ' taskcard--leaving' : ''}`}
      data-task={task.id}
      aria-current={isSelected ? 'true' : undefined}
      draggable={isMovable}
      onDragStart={(event: DragEvent) => {
        event.dataTransfer.setData('text/plain', task.title)
        event.dataTransfer.effectAllowed = 'move'
        onDrag(task)
      }}
      onDragEnd={() => onDrag(null)}
    >
      <bdi className="taskcard__title">{task.title}</bdi>
      <span className={`taskcard__line${reason === null ? '' : ' taskcard__line--reason'}`}>
        <bdi>{reason ?? task.description}</bdi>
      </span>
      <span className="taskcard__foot">
        <bdi className="truncate grow">{task.assigned_agent ? nameOf(agent, task.assigned_agent) : 'anybody'}</bdi>
        {(task.priority ?? 0) !== 0 && <span title="Priority">P{task.priority}</span>}
        {(task.attempts ?? 0) > 1 && <span title="Attempts">{task.attempts} tries</span>}
        {isLeaving ? <Status status="cancelling" /> : <span>{ago(Date.parse(since), now)}</span>}
      </span>
    </Link>
  )
}

function shortened(text: string | null): string | null {
  return text !== null && text.length > MAX_REASON_CHARACTERS ? `${text.slice(0, MAX_REASON_CHARACTERS)}…` : text
}
