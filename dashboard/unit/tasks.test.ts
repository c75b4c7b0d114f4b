import { expect, test } from 'vitest'
import { columnsOf } from '../src/screens/tasks/Board'
import { moveOf, type TaskState } from '../src/screens/tasks/moves'
import { difference } from '../src/store/difference'
import type { Task, World } from '../src/store/model'

const STATES: readonly TaskState[] = ['pending', 'in_progress', 'completed', 'failed', 'cancelled']

function task(status: TaskState, id = 't'): Task {
  return { id, title: 'T', description: '', assigned_agent: null, status, created_at: '2026-01-01T00:00:00.000+00:00', metadata: {} } as unknown as Task
}

test('a person can withdraw what is open and have done again what has ended, nothing else', () => {
  const moves = STATES.map((from) => STATES.map((to) => moveOf(task(from), to).kind))
  expect(moves).toEqual([
    ['none', 'none', 'none', 'none', 'cancel'],
    ['none', 'none', 'none', 'none', 'cancel'],
    ['again', 'none', 'none', 'none', 'none'],
    ['again', 'none', 'none', 'none', 'none'],
    ['again', 'none', 'none', 'none', 'none'],
  ])
})

test('a task that was asked to be cancelled stands where it goes', () => {
  const columns = columnsOf([task('pending', 'a'), task('pending', 'b')], new Set(['a']))
  expect(columns.map(({ status, tasks }) => `${status} ${tasks.map(({ id }) => id).join()}`)).toEqual(['pending b', 'in_progress ', 'completed ', 'failed ', 'cancelled a'])
})

test('the difference of two moments names the members of records that changed', () => {
  const world = (agents: readonly object[]) =>
    ({ agents: new Map(agents.map((agent) => [(agent as { id: string }).id, agent])), tasks: new Map(), commands: new Map(), approvals: new Map() }) as unknown as World
  const before = world([
    { id: 'a', status: 'idle', metrics: { done: 1, failed: 0 }, capabilities: ['x'] },
    { id: 'b', status: 'idle' },
  ])
  const after = world([
    { id: 'a', status: 'idle', metrics: { done: 2, failed: 0 }, capabilities: ['x', 'y'] },
    { id: 'c', status: 'busy' },
  ])
  expect(difference(before, after).map(({ id, change, fields }) => [id, change, ...fields.map(({ field, before: was, after: is }) => `${field}: ${String(was)} → ${String(is)}`)])).toEqual([
    ['a', 'changed', 'metrics.done: 1 → 2', 'capabilities: x → x,y'],
    ['c', 'added', 'id: undefined → c', 'status: undefined → busy'],
    ['b', 'removed'],
  ])
})
