import type { Agent, Approval, Cause, Command, LogFold, Task } from '@agent-bridge/client'

export type { Agent, Approval, Cause, Command, Task }
export type { Usage } from '@agent-bridge/client'

/** A frame of an event as everybody sees it: journaled, with its place in the one order. */
export interface EventFrame {
  readonly id: string
  readonly type: string
  readonly timestamp: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly source?: string | null
  readonly correlation_id?: string | null
  readonly sequence: number
  readonly cause?: Cause | null
  readonly more?: boolean
}

/** Everything that is known at one position. The objects are never changed, only replaced. */
export type World = Pick<LogFold, 'agents' | 'tasks' | 'commands' | 'approvals' | 'transcripts' | 'sequence'>
