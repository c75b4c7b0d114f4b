import { useMemo } from 'react'
import { Button } from '../../components/Button'
import { ago, duration } from '../../components/format'
import { Keys } from '../../keys/Keys'
import { Status } from '../../components/Status'
import { Literal } from '../../content/Literal'
import { hasUnseen, literal } from '../../content/literal'
import { ToolInput } from '../../content/ToolInput'
import { Link } from '../../routing/Link'
import { useBlocked, useStore, useTimeShown } from '../../store/hooks'
import type { Approval } from '../../store/model'
import { isOpen, nameOf } from '../../store/selectors'
import { type Answers, pendingReason, useAnswers } from './useAnswers'

interface Props {
  readonly approval: Approval
  readonly compact?: boolean
  readonly selected?: boolean
  readonly onSelect?: () => void
  /** Those of the screen, if it has other ways to answer. */
  readonly answers?: Answers
}

/** What an agent asks to be allowed, whole, and the three answers. */
export function ApprovalCard({ approval, compact = false, selected = false, onSelect, answers }: Props) {
  const agent = useStore(({ moment }) => moment.world.agents.get(approval.agent_id))
  const blocked = useBlocked()
  const now = useTimeShown()
  const own = useAnswers()
  const { of, write, give } = answers ?? own
  const { reason, sent } = of(approval.id)
  const cannot = blocked ?? pendingReason(sent)
  const open = isOpen(approval)
  const unseen = useMemo(() => hasUnseen([approval.tool_name, approval.description, approval.input]), [approval])
  const past = useStore(({ moment }) => moment.past)
  const expires = approval.expires_at && !past ? Date.parse(approval.expires_at) - now : null

  return (
    <article
      className={`approval${selected ? ' approval--selected' : ''}`}
      data-approval={approval.id}
      aria-label={`${literal(approval.tool_name)}, asked by ${nameOf(agent, approval.agent_id)}`}
      aria-current={selected || undefined}
      onClick={onSelect}
      onFocusCapture={onSelect}
    >
      <header className="approval__head">
        <strong className="mono">
          <bdi>
            <Literal text={approval.tool_name} />
          </bdi>
        </strong>
        <span className="muted truncate">
          asked by{' '}
          <Link to={{ screen: 'agents', id: approval.agent_id }} className="approval__agent">
            <bdi>{nameOf(agent, approval.agent_id)}</bdi>
          </Link>{' '}
          {ago(Date.parse(approval.requested_at), now)}
        </span>
        <span className="grow" />
        {open ? (
          expires !== null && <span className={`small ${expires < 60_000 ? 'toned tone-bad' : 'muted'}`}>{expires > 0 ? `expires in ${duration(expires)}` : 'expiring'}</span>
        ) : (
          <Status status={approval.outcome ?? 'pending'} />
        )}
      </header>
      {approval.description && (
        <p className="approval__description">
          <Literal text={approval.description} />
        </p>
      )}
      {!compact && agent?.workspace && (
        <p className="small muted">
          in <bdi className="mono">{agent.workspace}</bdi>
        </p>
      )}
      {unseen && <p className="notice tone-warn">Contains characters that do not show; they are marked.</p>}
      <ToolInput input={approval.input} />
      {open ? (
        <footer className="approval__foot">
          <Button look="primary" reason={cannot} onClick={() => void give(approval.id, 'allow')}>
            Allow once {selected && <Keys keys="1" />}
          </Button>
          <Button reason={cannot} onClick={() => void give(approval.id, 'allow_session')}>
            Allow for this session {selected && <Keys keys="2" />}
          </Button>
          <Button look="danger" reason={cannot} onClick={() => void give(approval.id, 'deny')}>
            Deny {selected && <Keys keys="3" />}
          </Button>
          {!compact && (
            <input
              className="input approval__reason"
              aria-label="Reason for denying"
              placeholder="Why not? The agent is told."
              value={reason}
              onChange={(event) => write(approval.id, event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && reason.trim() !== '' && !cannot) void give(approval.id, 'deny')
              }}
            />
          )}
        </footer>
      ) : (
        approval.resolved_by && <p className="muted small">Answered by {approval.resolved_by}.</p>
      )}
    </article>
  )
}
