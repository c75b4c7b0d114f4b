import type { Task } from '../../store/model'

export type TaskState = Task['status']

/** What it takes to bring a task to another column, or why that cannot be. */
export type Move = { readonly kind: 'cancel' } | { readonly kind: 'again' } | { readonly kind: 'none'; readonly reason: string }

/**
 * States are the engine's to decide, by what the task's agent does. A person can withdraw a task, and have one that has ended done once
 * more, as a task of its own.
 */
export function moveOf({ status }: Task, to: TaskState): Move {
  const hasEnded = status !== 'pending' && status !== 'in_progress'
  if (to === status) return { kind: 'none', reason: 'It is there already.' }
  if (to === 'cancelled') return hasEnded ? { kind: 'none', reason: 'The task has ended already.' } : { kind: 'cancel' }
  if (to === 'pending') return hasEnded ? { kind: 'again' } : { kind: 'none', reason: 'An agent is at work on it. Cancel it first, then have it done again.' }
  return { kind: 'none', reason: 'A task gets there by its agent’s work alone.' }
}
