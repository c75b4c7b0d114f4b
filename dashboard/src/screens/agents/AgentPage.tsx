import { useEffect, useState } from 'react'
import { Button } from '../../components/Button'
import { copyText } from '../../components/clipboard'
import { Confirm } from '../../components/Dialog'
import { Guard } from '../../components/Panel'
import { Status } from '../../components/Status'
import { useKeys } from '../../keys/registry'
import { Link } from '../../routing/Link'
import { stopAgent } from '../../store/actions'
import { useBlocked, useStore } from '../../store/hooks'
import type { Agent } from '../../store/model'
import { shownStatus } from '../../store/selectors'
import { markdownOf } from '../../store/transcript'
import { ConfirmCancel } from './CancelTurn'
import { Inspector } from './Inspector'
import { PromptBox } from './PromptBox'
import { Transcript } from './Transcript'
import { useTranscript } from './useTranscript'

/** One agent: its conversation, what it may be told, and its state. */
export function AgentPage({ agent }: { readonly agent: Agent }) {
  const { turns, loadEarlier } = useTranscript(agent.id)
  const blocked = useBlocked()
  const status = useStore(({ moment }) => shownStatus(moment.world, agent))
  const [following, setFollowing] = useState(true)
  const [folded, setFolded] = useState(true)
  const [stopping, setStopping] = useState<'graceful' | 'kill' | null>(null)
  const [cancelling, setCancelling] = useState<string | null>(null)
  const [showsFacts, setShowsFacts] = useState(false)
  const running = turns.findLast((turn) => turn.endedMillis === null && turn.status !== 'queued')
  const gone = agent.status === 'stopped'
  const stopReason = blocked ?? (gone ? 'The agent has stopped already.' : null)
  const cancelReason = blocked ?? (running ? null : 'Nothing is running.')

  function copy(): Promise<void> {
    return copyText(markdownOf(turns), 'The conversation was copied as Markdown.')
  }

  function askToCancel(): void {
    if (running) setCancelling(running.commandId)
  }

  useEffect(() => setFollowing(true), [agent.id])
  useKeys([
    { keys: 'f', label: following ? 'Stop following the end' : 'Follow the end', group: 'Agent', run: () => setFollowing(!following) },
    { keys: 'o', label: folded ? 'Unfold all tool calls' : 'Fold all tool calls', group: 'Agent', run: () => setFolded(!folded) },
    { keys: 'i', label: 'Write a prompt', group: 'Agent', run: () => document.getElementById('prompt')?.focus() },
    { keys: 'c', label: 'Cancel what runs', group: 'Agent', blocked: cancelReason ?? undefined, run: askToCancel },
    { keys: 's', label: 'Stop the agent', group: 'Agent', blocked: stopReason ?? undefined, run: () => setStopping('graceful') },
    { keys: 'y', label: 'Copy the conversation', group: 'Agent', run: () => void copy() },
  ])

  return (
    <>
      <section className="panel agents__page" aria-label={`Agent ${agent.name || agent.id}`}>
        <header className="panel__head agent__head">
          <Link to={{ screen: 'agents', id: null }} className="button button--quiet button--icon agent__back" aria-label="All agents">
            ←
          </Link>
          <h2 className="truncate agent__name">
            <bdi>{agent.name || agent.id}</bdi>
          </h2>
          <Status status={status} />
          <span className="muted small truncate agent__kind">
            {agent.type} · {agent.backend} {agent.model}
          </span>
          <span className="grow" />
          <Button look="quiet" className="agent__facts-toggle" aria-expanded={showsFacts} onClick={() => setShowsFacts(!showsFacts)}>
            Details
          </Button>
          <Button look="quiet" icon="copy" name="Copy the conversation as Markdown" onClick={() => void copy()} />
          <Button look="quiet" aria-pressed={following} onClick={() => setFollowing(!following)} className={following ? 'is-on' : ''}>
            Follow
          </Button>
          {running && (
            <Button reason={cancelReason} onClick={askToCancel}>
              Cancel
            </Button>
          )}
          <Button look="danger" icon="stop" reason={stopReason} onClick={() => setStopping(agent.status === 'stopping' ? 'kill' : 'graceful')}>
            {agent.status === 'stopping' ? 'Kill' : 'Stop'}
          </Button>
        </header>
        {agent.status === 'error' && agent.error && (
          <p className="notice tone-bad" role="status">
            <strong>The agent failed.</strong> <bdi>{agent.error}</bdi>
          </p>
        )}
        <Guard name="Conversation">
          <Transcript
            agent={agent}
            turns={turns}
            following={following}
            folded={folded}
            onLeaveEnd={() => setFollowing(false)}
            onReachEnd={() => setFollowing(true)}
            loadEarlier={loadEarlier}
          />
        </Guard>
        <PromptBox agent={agent} onSent={() => setFollowing(true)} />
      </section>
      <Inspector agent={agent} shown={showsFacts} />
      {running && running.commandId === cancelling && <ConfirmCancel turn={running} onClose={() => setCancelling(null)} />}
      {stopping && (
        <Confirm
          title={stopping === 'kill' ? 'Kill this agent?' : 'Stop this agent?'}
          text={
            <>
              <p>
                <strong>
                  <bdi>{agent.name || agent.id}</bdi>
                </strong>{' '}
                ends for good, and what it works on is cancelled. {(agent.queue_length ?? 0) > 0 && `${agent.queue_length} waiting prompts are cancelled too.`}
              </p>
              <p className="muted">
                {stopping === 'kill' ? 'Its process is ended at once.' : 'Its process is asked to end; if it does not, it is killed.'} What it did stays in the log.
              </p>
            </>
          }
          action={stopping === 'kill' ? 'Kill the agent' : 'Stop the agent'}
          onConfirm={() => stopAgent(agent.id, stopping)}
          onClose={() => setStopping(null)}
        />
      )}
    </>
  )
}
