import { ago, duration } from '../../components/format'
import { Status } from '../../components/Status'
import { Link } from '../../routing/Link'
import { useStore, useTimeShown } from '../../store/hooks'
import type { Task } from '../../store/model'
import { nameOf } from '../../store/selectors'

const MAX_SHOWN = 500

export function TaskList({ tasks, selected }: { readonly tasks: readonly Task[]; readonly selected: string | null }) {
  return (
    <>
      <table className="table tasks__table">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Title</th>
            <th scope="col">Agent</th>
            <th scope="col" className="number">
              Priority
            </th>
            <th scope="col" className="number">
              Attempts
            </th>
            <th scope="col" className="number">
              Took
            </th>
            <th scope="col">Created</th>
          </tr>
        </thead>
        <tbody>
          {tasks.slice(0, MAX_SHOWN).map((task) => (
            <Row key={task.id} task={task} isSelected={task.id === selected} />
          ))}
        </tbody>
      </table>
      {tasks.length > MAX_SHOWN && <p className="hint board__more">and {tasks.length - MAX_SHOWN} more; search for them.</p>}
    </>
  )
}

function Row({ task, isSelected }: { readonly task: Task; readonly isSelected: boolean }) {
  const agent = useStore(({ moment }) => (task.assigned_agent ? moment.world.agents.get(task.assigned_agent) : undefined))
  const now = useTimeShown(10_000)
  const took = task.started_at && task.completed_at ? Date.parse(task.completed_at) - Date.parse(task.started_at) : null
  return (
    <tr data-task={task.id} className={isSelected ? 'is-selected' : ''}>
      <td>
        <Status status={task.status} />
      </td>
      <td className="tasks__title">
        <Link to={{ id: task.id }} aria-current={isSelected ? 'true' : undefined}>
          <bdi>{task.title}</bdi>
        </Link>
      </td>
      <td>
        <bdi>{task.assigned_agent ? nameOf(agent, task.assigned_agent) : <span className="muted">anybody</span>}</bdi>
      </td>
      <td className="number">{task.priority ?? 0}</td>
      <td className="number">{task.attempts ?? 0}</td>
      <td className="number">{took === null ? '–' : duration(took)}</td>
      <td className="muted">{ago(Date.parse(task.created_at), now)}</td>
    </tr>
  )
}
