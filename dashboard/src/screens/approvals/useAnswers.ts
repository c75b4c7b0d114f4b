import { useState } from 'react'
import { type Decision, decide } from '../../store/actions'

/** What a person is about to answer to an approval. */
interface Answer {
  /** Why not, as far as it is written. */
  readonly reason: string
  /** What is on its way to the server. */
  readonly sent: Decision | null
}

/** The answers that are being given, by approval: buttons and keys share them, so that none is given twice. */
export interface Answers {
  of(approvalId: string): Answer
  write(approvalId: string, reason: string): void
  give(approvalId: string, decision: Decision): Promise<void>
}

const NOTHING: Answer = { reason: '', sent: null }

export function useAnswers(): Answers {
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer>>(new Map())

  function of(approvalId: string): Answer {
    return answers.get(approvalId) ?? NOTHING
  }
  function change(approvalId: string, change: Partial<Answer>): void {
    setAnswers((before) => new Map(before).set(approvalId, { ...NOTHING, ...before.get(approvalId), ...change }))
  }
  async function give(approvalId: string, decision: Decision): Promise<void> {
    const { reason, sent } = of(approvalId)
    if (sent !== null) return
    change(approvalId, { sent: decision })
    const taken = await decide(approvalId, decision, decision === 'deny' ? reason.trim() || undefined : undefined)
    if (!taken) change(approvalId, { sent: null })
  }
  return { of, write: (approvalId, reason) => change(approvalId, { reason }), give }
}

/** Why an approval that was answered cannot be answered once more. */
export function pendingReason(sent: Decision | null): string | null {
  return sent === null ? null : 'The answer is on its way.'
}
