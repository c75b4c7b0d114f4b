import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { Panel } from '../../components/Panel'
import { useKeys } from '../../keys/registry'
import { Link } from '../../routing/Link'
import { openOverlay } from '../../shell/overlay'
import { useBlocked, useStore } from '../../store/hooks'
import { agentsInOrder, openApprovals } from '../../store/selectors'
import { ApprovalCard } from '../approvals/ApprovalCard'
import { EventTail } from '../events/EventTail'
import { AgentCard } from './AgentCard'
import { Figures } from './Figures'

const MAX_WAITING_SHOWN = 3

/** Everything at a glance: totals, who works on what, what waits for the reader, what happens right now. */
export function Overview() {
  const agents = useStore(({ moment }) => agentsInOrder(moment.world, moment.revision))
  const waiting = useStore(({ moment }) => openApprovals(moment.world, moment.revision))
  const blocked = useBlocked()
  const open = agents.filter((agent) => agent.status !== 'stopped')
  const stopped = agents.length - open.length

  useKeys([
    { keys: 'ArrowRight', label: 'Next agent', group: 'Overview', steps: true, run: () => moveFocus(1, 0) },
    { keys: 'ArrowLeft', label: 'Agent before', group: 'Overview', steps: true, run: () => moveFocus(-1, 0) },
    { keys: 'ArrowDown', label: 'Agent below', group: 'Overview', steps: true, run: () => moveFocus(0, 1) },
    { keys: 'ArrowUp', label: 'Agent above', group: 'Overview', steps: true, run: () => moveFocus(0, -1) },
  ])

  return (
    <div className="overview">
      <Figures />
      <div className="overview__main">
        <Panel
          title="Agents"
          count={open.length}
          className="overview__agents"
          actions={
            <Button icon="plus" look="quiet" reason={blocked} onClick={() => openOverlay('create-agent')}>
              New agent <kbd>N</kbd>
            </Button>
          }
        >
          {open.length === 0 ? (
            <Empty title="No agent is running." text="Create one, give it a prompt, and watch it work here.">
              <Button look="primary" icon="plus" reason={blocked} onClick={() => openOverlay('create-agent')}>
                Create an agent
              </Button>
            </Empty>
          ) : (
            <div className="cards">
              {open.map((agent) => (
                <AgentCard key={agent.id} agent={agent} />
              ))}
            </div>
          )}
          {stopped > 0 && (
            <p className="overview__stopped">
              <Link to={{ screen: 'agents' }} className="muted">
                and {stopped} stopped
              </Link>
            </p>
          )}
        </Panel>
        <div className="overview__side">
          {waiting.length > 0 && (
            <Panel
              title="Waiting for you"
              count={waiting.length}
              className="overview__waiting"
              actions={
                <Link to={{ screen: 'approvals' }} className="button button--quiet">
                  All approvals
                </Link>
              }
            >
              {waiting.slice(0, MAX_WAITING_SHOWN).map((approval) => (
                <ApprovalCard key={approval.id} approval={approval} compact />
              ))}
            </Panel>
          )}
          <Panel
            title="Events"
            className="overview__tail"
            still
            actions={
              <Link to={{ screen: 'events' }} className="button button--quiet">
                All events
              </Link>
            }
          >
            <EventTail />
          </Panel>
        </div>
      </div>
    </div>
  )
}

/** Moves the focus over the grid as it is laid out. */
function moveFocus(columns: number, rows: number): void {
  const cards = [...document.querySelectorAll<HTMLElement>('.card')]
  const current = cards.indexOf(document.activeElement as HTMLElement)
  if (current < 0) {
    cards[0]?.focus()
    return
  }
  const top = cards[0]?.offsetTop
  const perRow = Math.max(1, cards.findIndex((card) => card.offsetTop !== top))
  cards[current + columns + rows * (perRow < 1 ? 1 : perRow)]?.focus()
}
