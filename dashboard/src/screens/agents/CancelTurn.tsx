import { useState } from 'react'
import { Button } from '../../components/Button'
import { Confirm } from '../../components/Dialog'
import { cancelCommand } from '../../store/actions'
import { useBlocked } from '../../store/hooks'
import type { Turn } from '../../store/transcript'

const SHOWN_CHARACTERS = 60

/** Takes a prompt back: at once while it waits, and after a question when something of it has been done. */
export function CancelTurn({ turn }: { readonly turn: Turn }) {
  const blocked = useBlocked()
  const [asks, setAsks] = useState(false)
  const reason = blocked ?? (turn.status === 'cancelling' ? 'It is being cancelled.' : null)
  return (
    <>
      <Button
        look="quiet"
        name={`Cancel: ${beginningOf(turn.prompt)}`}
        reason={reason}
        onClick={() => (turn.status === 'queued' ? cancelCommand(turn.commandId) : setAsks(true))}
      >
        Cancel
      </Button>
      {asks && <ConfirmCancel turn={turn} onClose={() => setAsks(false)} />}
    </>
  )
}

/** Asks before what runs is cancelled: it may have run for hours. */
export function ConfirmCancel({ turn, onClose }: { readonly turn: Turn; readonly onClose: () => void }) {
  return (
    <Confirm
      title="Cancel this run?"
      text={
        <>
          <p>
            <bdi>{beginningOf(turn.prompt)}</bdi>
          </p>
          <p className="muted">The agent stops working on it, and its answer is lost. What it did so far stays.</p>
        </>
      }
      action="Cancel the run"
      onConfirm={() => cancelCommand(turn.commandId)}
      onClose={onClose}
    />
  )
}

function beginningOf(prompt: string): string {
  const line = prompt.slice(0, 4 * SHOWN_CHARACTERS).replace(/\s+/g, ' ').trim()
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line
}
