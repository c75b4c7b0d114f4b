import { useMemo, useState } from 'react'
import { Button } from '../../components/Button'
import { Confirm } from '../../components/Dialog'
import { Empty } from '../../components/Empty'
import { Panel } from '../../components/Panel'
import { toast } from '../../components/toasts'
import { useKeys } from '../../keys/registry'
import { navigate, useLocation } from '../../routing/location'
import { openOverlay } from '../../shell/overlay'
import { cancelTask } from '../../store/actions'
import { useBlocked, useStore } from '../../store/hooks'
import type { Task } from '../../store/model'
import { tasksInOrder } from '../../store/selectors'
import { Board, columnsOf } from './Board'
import { CreateTask } from './CreateTask'
import { moveOf, type TaskState } from './moves'
import { TaskDetails } from './TaskDetails'
import { TaskList } from './TaskList'

const NONE: ReadonlySet<string> = new Set()

/** The work: as a board by state, or as a list. */
export function Tasks() {
  const { id, query } = useLocation()
  const tasks = useStore(({ moment }) => tasksInOrder(moment.world, moment.revision))
  const blocked = useBlocked()
  const [text, setText] = useState('')
  const [cancelling, setCancelling] = useState<Task | null>(null)
  const [repeating, setRepeating] = useState<Task | null>(null)
  const [asked, setAsked] = useState<ReadonlySet<string>>(NONE)
  const asList = query.get('view') === 'list'
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = words.length === 0 ? tasks : tasks.filter((task) => includesAll(`${task.title} ${task.id} ${task.assigned_agent ?? ''} ${task.status}`, words))
  const selected = tasks.find((task) => task.id === id) ?? null
  // In the past nobody has asked for anything yet.
  const leaving = useMemo(() => (blocked === null ? new Set(tasks.filter((task) => asked.has(task.id) && isOpen(task)).map((task) => task.id)) : NONE), [tasks, asked, blocked])
  const order = asList ? found : columnsOf(found, leaving).flatMap(({ tasks: inColumn }) => inColumn)

  function step(by: number) {
    const index = order.findIndex((task) => task.id === id)
    const next = order[Math.min(order.length - 1, Math.max(0, index + by))]
    if (!next) return
    navigate({ id: next.id })
    document.querySelector(`[data-task="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  function show(view: 'list' | 'board') {
    navigate({ query: { view: view === 'list' ? 'list' : null } })
  }
  /** Asks for what brings a task there; where nothing does, it stays and the reason is told. */
  function move(task: Task, to: TaskState) {
    const way = moveOf(task, to)
    if (blocked !== null) toast({ tone: 'warn', text: blocked })
    else if (way.kind === 'cancel') setCancelling(task)
    else if (way.kind === 'again') setRepeating(task)
    else toast({ tone: 'warn', text: way.reason })
  }
  /** It stands where it goes until it is seen to be there, or until the server says that it cannot be: an answer may come before what it is about is shown. */
  async function cancel(task: Task) {
    setAsked((before) => new Set(before).add(task.id))
    const isTaken = await cancelTask(task.id)
    if (!isTaken) setAsked((before) => new Set([...before].filter((other) => other !== task.id)))
  }
  function blockedFrom(to: TaskState): string | undefined {
    if (blocked !== null) return blocked
    if (selected === null) return 'Choose a task first.'
    const way = moveOf(selected, to)
    return way.kind === 'none' ? way.reason : undefined
  }
  useKeys([
    { keys: 'x', label: 'Cancel the task', group: 'Tasks', blocked: blockedFrom('cancelled'), run: () => selected && move(selected, 'cancelled') },
    { keys: 'p', label: 'Do the task again', group: 'Tasks', blocked: blockedFrom('pending'), run: () => selected && move(selected, 'pending') },
    { keys: 'c', label: 'New task', group: 'Tasks', blocked: blocked ?? undefined, run: () => openOverlay('create-task') },
    { keys: 'v', label: asList ? 'Show the board' : 'Show the list', group: 'Tasks', run: () => show(asList ? 'board' : 'list') },
    { keys: 'j', label: 'Next task', group: 'Tasks', steps: true, run: () => step(1) },
    { keys: 'k', label: 'Task before', group: 'Tasks', steps: true, run: () => step(-1) },
    { keys: '/', label: 'Find a task', group: 'Tasks', run: () => document.getElementById('task-filter')?.focus() },
    { keys: 'Escape', label: 'Close the task', group: 'Tasks', run: () => id && navigate({ id: null }) },
  ])

  return (
    <div className={`tasks${id ? ' tasks--open' : ''}`}>
      <Panel
        title="Tasks"
        count={tasks.length}
        className="tasks__all"
        actions={
          <>
            <input
              id="task-filter"
              type="search"
              className="input tasks__filter"
              placeholder="Find a task"
              aria-label="Find a task"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Button look="quiet" icon="board" name="As a board" aria-pressed={!asList} className={asList ? '' : 'is-on'} onClick={() => show('board')} />
            <Button look="quiet" icon="list" name="As a list" aria-pressed={asList} className={asList ? 'is-on' : ''} onClick={() => show('list')} />
            <Button icon="plus" reason={blocked} onClick={() => openOverlay('create-task')}>
              New task <kbd>C</kbd>
            </Button>
          </>
        }
      >
        {tasks.length === 0 ? (
          <Empty title="There are no tasks." text="A task waits until an agent can take it, and is tried again if you want so.">
            <Button look="primary" icon="plus" reason={blocked} onClick={() => openOverlay('create-task')}>
              Create a task
            </Button>
          </Empty>
        ) : asList ? (
          <TaskList tasks={found} selected={id} />
        ) : (
          <Board tasks={found} leaving={leaving} selected={id} blocked={blocked} onMove={move} />
        )}
      </Panel>
      {id && <TaskDetails id={id} task={selected} onMove={move} />}
      {cancelling && (
        <Confirm
          title="Cancel this task?"
          text={
            <p>
              <strong>
                <bdi>{cancelling.title}</bdi>
              </strong>{' '}
              is withdrawn{cancelling.status === 'in_progress' ? ', and what its agent does for it is cut short' : ''}.
            </p>
          }
          action="Cancel the task"
          onConfirm={() => void cancel(cancelling)}
          onClose={() => setCancelling(null)}
        />
      )}
      {repeating && <CreateTask again={repeating} onClose={() => setRepeating(null)} />}
    </div>
  )
}

function isOpen({ status }: Task): boolean {
  return status === 'pending' || status === 'in_progress'
}

function includesAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return words.every((word) => lower.includes(word))
}
