import { useEffect, useState } from 'react'
import { Empty } from '../../components/Empty'
import { ago } from '../../components/format'
import { Panel } from '../../components/Panel'
import { Status } from '../../components/Status'
import { inputSummary } from '../../content/inputSummary'
import { Literal } from '../../content/Literal'
import { Keys } from '../../keys/Keys'
import { useKeys } from '../../keys/registry'
import { Link } from '../../routing/Link'
import type { Decision } from '../../store/actions'
import { useBlocked, useStore, useTimeShown } from '../../store/hooks'
import type { Approval } from '../../store/model'
import { nameOf, openApprovals, resolvedApprovals } from '../../store/selectors'
import { ApprovalCard } from './ApprovalCard'
import { pendingReason, useAnswers } from './useAnswers'

const MAX_RESOLVED_SHOWN = 100

/** What agents wait for, oldest first, and what was answered. */
export function Approvals() {
  const open = useStore(({ moment }) => openApprovals(moment.world, moment.revision))
  const resolved = useStore(({ moment }) => resolvedApprovals(moment.world, moment.revision).slice(0, MAX_RESOLVED_SHOWN))
  const blocked = useBlocked()
  const answers = useAnswers()
  const [chosen, setChosen] = useState<string | null>(null)
  if (chosen === null && open[0]) setChosen(open[0].id)
  // When it goes, nothing is selected until somebody selects: a key that was meant for it must not answer what came in its place.
  const index = open.findIndex((approval) => approval.id === chosen)
  const selected = open[index]

  function move(by: number) {
    setChosen(open[Math.min(open.length - 1, Math.max(0, index + by))]?.id ?? null)
  }
  function answer(decision: Decision) {
    if (selected) void answers.give(selected.id, decision)
  }
  const nothing = open.length === 0 ? 'Nothing waits for an answer.' : 'No approval is selected. Press J, or click one.'
  const reason = blocked ?? (selected ? pendingReason(answers.of(selected.id).sent) : nothing) ?? undefined
  useKeys([
    { keys: '1', label: 'Allow once', group: 'Approvals', blocked: reason, run: () => answer('allow') },
    { keys: '2', label: 'Allow for this session', group: 'Approvals', blocked: reason, run: () => answer('allow_session') },
    { keys: '3', label: 'Deny', group: 'Approvals', blocked: reason, run: () => answer('deny') },
    { keys: 'j', label: 'Next approval', group: 'Approvals', steps: true, run: () => move(1) },
    { keys: 'k', label: 'Approval before', group: 'Approvals', steps: true, run: () => move(-1) },
  ])
  const selectedId = selected?.id
  useEffect(() => {
    if (selectedId) document.querySelector(`[data-approval="${CSS.escape(selectedId)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [selectedId])

  return (
    <div className="approvals">
      <Panel title="Waiting for you" count={open.length} className="approvals__open">
        {open.length === 0 ? (
          <Empty title="Nothing waits for you." text="When an agent needs a permission, it asks here, and the title of this page says so." />
        ) : (
          <>
            {open.map((approval) => (
              <ApprovalCard
                key={approval.id}
                approval={approval}
                selected={approval === selected}
                onSelect={() => setChosen(approval.id)}
                answers={answers}
              />
            ))}
            {(open.length > 1 || !selected) && (
              <p className="approvals__hint hint row">
                <Keys keys="j" /> <Keys keys="k" /> to choose {selected ? 'another' : 'one'}
              </p>
            )}
          </>
        )}
      </Panel>
      <Panel title="Answered" count={resolved.length} className="approvals__resolved">
        {resolved.length === 0 ? (
          <p className="muted approvals__none">No answers so far.</p>
        ) : (
          <ul>
            {resolved.map((approval) => (
              <Resolved key={approval.id} approval={approval} />
            ))}
          </ul>
        )}
      </Panel>
    </div>
  )
}

function Resolved({ approval }: { readonly approval: Approval }) {
  const agent = useStore(({ moment }) => moment.world.agents.get(approval.agent_id))
  const now = useTimeShown(10_000)
  return (
    <li className="resolved">
      <div className="row">
        <Status status={approval.outcome ?? 'pending'} />
        <strong className="mono truncate">
          <Literal text={approval.tool_name} />
        </strong>
        <span className="grow" />
        <span className="muted small">{ago(Date.parse(approval.requested_at), now)}</span>
      </div>
      <p className="mono small truncate">
        <bdi>
          <Literal text={inputSummary(approval.input)} />
        </bdi>
      </p>
      <p className="small muted truncate">
        <Link to={{ screen: 'agents', id: approval.agent_id }} className="textlink">
          <bdi>{nameOf(agent, approval.agent_id)}</bdi>
        </Link>
        {approval.resolved_by && ` · answered by ${approval.resolved_by}`}
      </p>
    </li>
  )
}
