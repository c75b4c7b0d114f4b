import { useState } from 'react'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { Glyph, look, Status } from '../../components/Status'
import { useKeys } from '../../keys/registry'
import { Link } from '../../routing/Link'
import { navigate, useLocation } from '../../routing/location'
import { openOverlay } from '../../shell/overlay'
import { useBlocked, useStore } from '../../store/hooks'
import type { Agent } from '../../store/model'
import { agentsInOrder, shownStatus } from '../../store/selectors'
import { AgentPage } from './AgentPage'

/** The agents, and one of them whole. */
export function Agents() {
  const { id } = useLocation()
  const agents = useStore(({ moment }) => agentsInOrder(moment.world, moment.revision))
  const blocked = useBlocked()
  const [filter, setFilter] = useState('')
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const found = agents.filter((agent) => {
    const text = `${agent.name ?? ''} ${agent.id} ${agent.type} ${agent.status} ${agent.backend ?? ''} ${agent.model}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const selected = agents.find((agent) => agent.id === id) ?? null

  function move(by: number) {
    const index = found.findIndex((agent) => agent.id === id)
    const next = found[Math.min(found.length - 1, Math.max(0, index + by))]
    if (next) navigate({ screen: 'agents', id: next.id })
  }
  useKeys([
    { keys: 'J', label: 'Next agent', group: 'Agents', steps: true, run: () => move(1) },
    { keys: 'K', label: 'Agent before', group: 'Agents', steps: true, run: () => move(-1) },
    { keys: '/', label: 'Find an agent', group: 'Agents', run: () => document.getElementById('agent-filter')?.focus() },
  ])

  return (
    <div className={`agents${id ? ' agents--open' : ''}`}>
      <nav className="agents__list panel" aria-label="Agents">
        <div className="panel__head">
          <input
            id="agent-filter"
            type="search"
            className="input"
            placeholder="Find an agent"
            aria-label="Find an agent"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <Button icon="plus" name="New agent" reason={blocked} onClick={() => openOverlay('create-agent')} />
        </div>
        <ul className="panel__body">
          {found.map((agent) => (
            <Item key={agent.id} agent={agent} isSelected={agent.id === id} />
          ))}
          {found.length === 0 && <li className="muted agents__none">{agents.length === 0 ? 'No agents yet.' : 'No agent is called that.'}</li>}
        </ul>
      </nav>
      {selected ? (
        <AgentPage key={selected.id} agent={selected} />
      ) : (
        <section className="panel agents__page" aria-label="Agent">
          {id ? (
            <Empty title="This agent is not known at this moment." text={<code>{id}</code>}>
              <Link to={{ screen: 'agents' }} className="button">
                All agents
              </Link>
            </Empty>
          ) : (
            <Empty
              title={agents.length === 0 ? 'There are no agents yet.' : 'Choose an agent.'}
              text={agents.length === 0 ? 'An agent is a coding assistant that works on prompts and tasks.' : 'Its conversation, its state and its tasks appear here.'}
            >
              {agents.length === 0 ? (
                <Button look="primary" icon="plus" reason={blocked} onClick={() => openOverlay('create-agent')}>
                  Create an agent
                </Button>
              ) : (
                found[0] && (
                  <Link to={{ screen: 'agents', id: found[0].id }} className="button">
                    Open <bdi>{found[0].name || found[0].id}</bdi> <Status status={found[0].status} bare />
                  </Link>
                )
              )}
            </Empty>
          )}
        </section>
      )}
    </div>
  )
}

function Item({ agent, isSelected }: { readonly agent: Agent; readonly isSelected: boolean }) {
  const status = useStore(({ moment }) => shownStatus(moment.world, agent))
  const { word, tone, shape } = look(status)
  return (
    <li>
      <Link to={{ screen: 'agents', id: agent.id }} className={`agents__item tone-${tone}`} aria-current={isSelected ? 'true' : undefined}>
        <span className="toned agents__glyph">
          <Glyph shape={shape} />
        </span>
        <bdi className="truncate grow">{agent.name || agent.id}</bdi>
        <span className="small muted">{word}</span>
      </Link>
    </li>
  )
}
