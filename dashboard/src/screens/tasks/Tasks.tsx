import { useState } from 'react'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { Panel } from '../../components/Panel'
import { useKeys } from '../../keys/registry'
import { navigate, useLocation } from '../../routing/location'
import { openOverlay } from '../../shell/overlay'
import { useBlocked, useStore } from '../../store/hooks'
import { tasksInOrder } from '../../store/selectors'
import { Board, columnsOf } from './Board'
import { TaskDetails } from './TaskDetails'
import { TaskList } from './TaskList'

/** The work: as a board by state, or as a list. */
export default function Tasks() {
  const { id, query } = useLocation()
  const tasks = useStore(({ moment }) => tasksInOrder(moment.world, moment.revision))
  const blocked = useBlocked()
  const [text, setText] = useState('')
  const asList = query.get('view') === 'list'
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = words.length === 0 ? tasks : tasks.filter((task) => includesAll(`${task.title} ${task.id} ${task.assigned_agent ?? ''} ${task.status}`, words))
  const selected = tasks.find((task) => task.id === id) ?? null
  const order = asList ? found : columnsOf(found).flatMap(({ tasks: inColumn }) => inColumn)

  function move(by: number) {
    const index = order.findIndex((task) => task.id === id)
    const next = order[Math.min(order.length - 1, Math.max(0, index + by))]
    if (!next) return
    navigate({ id: next.id })
    document.querySelector(`[data-task="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  function show(view: 'list' | 'board') {
    navigate({ query: { view: view === 'list' ? 'list' : null } })
  }
  useKeys([
    { keys: 'c', label: 'New task', group: 'Tasks', blocked: blocked ?? undefined, run: () => openOverlay('create-task') },
    { keys: 'v', label: asList ? 'Show the board' : 'Show the list', group: 'Tasks', run: () => show(asList ? 'board' : 'list') },
    { keys: 'j', label: 'Next task', group: 'Tasks', run: () => move(1) },
    { keys: 'k', label: 'Task before', group: 'Tasks', run: () => move(-1) },
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
          <Board tasks={found} selected={id} />
        )}
      </Panel>
      {id && <TaskDetails id={id} task={selected} />}
    </div>
  )
}

function includesAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return words.every((word) => lower.includes(word))
}
