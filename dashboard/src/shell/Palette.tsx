import { useId, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Dialog } from '../components/Dialog'
import { Status } from '../components/Status'
import { Keys } from '../keys/Keys'
import { useAllKeys } from '../keys/registry'
import { navigate } from '../routing/location'
import { agentsInOrder, tasksInOrder } from '../store/selectors'
import { store } from '../store/store'
import { goTo } from '../timebar/TimeBar'
import { toast } from '../components/toasts'

interface Item {
  readonly id: string
  readonly label: string
  readonly detail?: string | undefined
  readonly status?: string
  readonly keys?: string
  readonly group: string
  readonly run: () => void
}

const MAX_SHOWN = 60

/** Everything that can be done or gone to, found by typing. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const keys = useAllKeys()
  // Not deferred: who types fast and presses Enter means what stands there, not what was found before.
  const typed = query

  const items = useMemo((): Item[] => {
    const { world, revision } = store.moment
    const commands = keys
      .filter((binding) => binding.keys !== 'Ctrl+k')
      .map((binding): Item => ({
        id: `key ${binding.keys}`,
        label: binding.group === 'Go to' ? `Go to ${binding.label}` : binding.label,
        detail: binding.blocked,
        keys: binding.keys,
        group: 'Commands',
        run: () => (binding.blocked ? toast({ tone: 'warn', text: binding.blocked }) : binding.run()),
      }))
    const agents = agentsInOrder(world, revision).map((agent): Item => ({
      id: `agent ${agent.id}`,
      label: agent.name || agent.id,
      detail: agent.name ? agent.id : undefined,
      status: agent.status,
      group: 'Agents',
      run: () => navigate({ screen: 'agents', id: agent.id }),
    }))
    const tasks = tasksInOrder(world, revision).map((task): Item => ({
      id: `task ${task.id}`,
      label: task.title,
      detail: task.id,
      status: task.status,
      group: 'Tasks',
      run: () => navigate({ screen: 'tasks', id: task.id }),
    }))
    return [...commands, ...agents, ...tasks]
  }, [keys])

  const found = useMemo(() => {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
    const matches = items.filter((item) => {
      const text = `${item.label} ${item.detail ?? ''} ${item.group}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    const sequence = /^#?(\d+)$/.exec(typed.trim())?.[1]
    const jump: Item[] = sequence
      ? [{ id: 'jump', label: `Show the state after event ${sequence}`, group: 'Time', run: () => goTo(Number(sequence)) }]
      : []
    const first = words[0] ?? ''
    const ranked = first === '' ? matches : matches.toSorted((a, b) => rankOf(a.label, first) - rankOf(b.label, first))
    return [...jump, ...ranked].slice(0, MAX_SHOWN)
  }, [items, typed])

  const current = Math.min(chosen, found.length - 1)

  function choose(item: Item | undefined) {
    if (!item) return
    // Nothing behind the dialog takes the focus before it is gone.
    flushSync(onClose)
    item.run()
  }

  function move(by: number) {
    const next = (current + by + found.length) % Math.max(1, found.length)
    setChosen(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <Dialog title="Search and commands" onClose={onClose} className="dialog--top palette">
      <input
        className="input palette__input"
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found[current] ? `${id}-${current}` : undefined}
        aria-label="Search agents, tasks and commands"
        placeholder="An agent, a task, a command, or the number of an event"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setChosen(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1)
          else if (event.key === 'ArrowUp') move(-1)
          else if (event.key === 'Enter') choose(found[current])
          else return
          event.preventDefault()
        }}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Results" className="palette__list" tabIndex={-1}>
        {found.map((item, index) => (
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            className="palette__item"
            onPointerMove={() => setChosen(index)}
            onClick={() => choose(item)}
          >
            <span className="palette__group">{item.group}</span>
            <span className="palette__label truncate">{item.label}</span>
            {item.status && <Status status={item.status} />}
            <span className="grow truncate muted mono small">{item.detail}</span>
            {item.keys && <Keys keys={item.keys} />}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="muted">Nothing is called that.</p>}
    </Dialog>
  )
}

/** What begins with what was typed comes first, then what has a word that does. */
function rankOf(label: string, typed: string): number {
  const lower = label.toLowerCase()
  if (lower.startsWith(typed)) return 0
  return lower.includes(` ${typed}`) ? 1 : 2
}
