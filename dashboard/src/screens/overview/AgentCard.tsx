import { memo } from 'react'
import { ago, brief, money } from '../../components/format'
import { look, Status } from '../../components/Status'
import { Link } from '../../routing/Link'
import { useStore, useTimeShown } from '../../store/hooks'
import type { Agent } from '../../store/model'
import { shownStatus } from '../../store/selectors'
import { lastLineOf } from './lastLine'

/** One agent in a fixed space, so that nothing jumps while it works. */
export const AgentCard = memo(function AgentCard({ agent }: { readonly agent: Agent }) {
  const line = useStore((from) => lastLineOf(from, agent))
  const status = useStore(({ moment }) => shownStatus(moment.world, agent))
  const now = useTimeShown(5_000)
  const tokens = (agent.usage?.input_tokens ?? 0) + (agent.usage?.output_tokens ?? 0)
  return (
    <Link to={{ screen: 'agents', id: agent.id }} className="card" data-agent={agent.id}>
      {/* By itself: a tone of the whole card would style everything in it anew with each change of state. */}
      <span className={`card__stripe tone-${look(status).tone}`} />
      <span className="card__head">
        <bdi className="card__name truncate">{agent.name || agent.id}</bdi>
        <Status status={status} />
      </span>
      <span className="card__kind">
        <span className="truncate grow">
          {agent.type} · {agent.backend ?? ''} {agent.model}
        </span>
        <span>{ago(Date.parse(agent.last_activity), now)}</span>
      </span>
      <span className={`card__line${line.live ? ' card__line--live' : ''}`}>
        <bdi>{line.text}</bdi>
      </span>
      <span className="card__foot">
        <span title="Prompts that wait">{agent.queue_length ?? 0} queued</span>
        <span title="Tasks completed and failed">
          {agent.metrics.tasks_completed ?? 0} done{(agent.metrics.tasks_failed ?? 0) > 0 && <span className="toned tone-bad"> {agent.metrics.tasks_failed} failed</span>}
        </span>
        {tokens > 0 && <span title="Tokens in and out">{brief(tokens)} tok</span>}
        {(agent.usage?.cost_usd ?? 0) > 0 && <span>{money(agent.usage?.cost_usd ?? 0)}</span>}
      </span>
    </Link>
  )
})
