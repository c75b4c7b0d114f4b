import type { Agent, Approval, Task, World } from './model'

const memo = new WeakMap<World, Map<string, unknown>>()

/** A value of a world that is computed once for each revision of it. */
function once<T>(world: World, revision: number, name: string, compute: () => T): T {
  let values = memo.get(world)
  if (!values) memo.set(world, (values = new Map()))
  const known = values.get(name) as { revision: number; value: T } | undefined
  if (known?.revision === revision) return known.value
  const value = compute()
  values.set(name, { revision, value })
  return value
}

/** Those that live first, each group as it was created: an order that no update disturbs. */
export function agentsInOrder(world: World, revision: number): readonly Agent[] {
  return once(world, revision, 'agents', () =>
    [...world.agents.values()].sort(
      (a, b) => Number(a.status === 'stopped') - Number(b.status === 'stopped') || compare(a.created_at, b.created_at) || compare(a.id, b.id),
    ),
  )
}

export function tasksInOrder(world: World, revision: number): readonly Task[] {
  return once(world, revision, 'tasks', () =>
    [...world.tasks.values()].sort(
      (a, b) => (b.priority ?? 0) - (a.priority ?? 0) || compare(b.created_at ?? '', a.created_at ?? '') || compare(a.id, b.id),
    ),
  )
}

export function isOpen(approval: Approval): boolean {
  return approval.outcome === null || approval.outcome === undefined || approval.outcome === 'pending'
}

/** Those that wait, oldest first. */
export function openApprovals(world: World, revision: number): readonly Approval[] {
  return once(world, revision, 'approvals', () =>
    [...world.approvals.values()].filter(isOpen).sort((a, b) => compare(a.requested_at, b.requested_at) || compare(a.id, b.id)),
  )
}

export function resolvedApprovals(world: World, revision: number): readonly Approval[] {
  return once(world, revision, 'resolved', () =>
    [...world.approvals.values()].filter((approval) => !isOpen(approval)).sort((a, b) => compare(b.requested_at, a.requested_at)),
  )
}

export interface Totals {
  readonly agents: number
  readonly working: number
  readonly failing: number
  readonly waiting: number
  readonly openTasks: number
  readonly tokens: number
  readonly dollars: number
}

export function totals(world: World, revision: number): Totals {
  return once(world, revision, 'totals', () => {
    let agents = 0
    let working = 0
    let failing = 0
    let tokens = 0
    let dollars = 0
    for (const agent of world.agents.values()) {
      if (agent.status !== 'stopped') agents++
      if (shownStatus(world, agent) === 'busy') working++
      if (agent.status === 'error') failing++
      tokens += (agent.usage?.input_tokens ?? 0) + (agent.usage?.output_tokens ?? 0)
      dollars += agent.usage?.cost_usd ?? 0
    }
    let openTasks = 0
    for (const task of world.tasks.values()) if (task.status === 'pending' || task.status === 'in_progress') openTasks++
    return { agents, working, failing, waiting: openApprovals(world, revision).length, openTasks, tokens, dollars }
  })
}

/** The state of an agent as a person sees it: whoever waits for an answer is not at work. */
export function shownStatus(world: World, agent: Agent): string {
  const current = (agent as Agent & { readonly current_command?: string | null }).current_command
  return current && world.commands.get(current)?.status === 'waiting_approval' ? 'waiting_approval' : agent.status
}

export function nameOf(agent: Agent | undefined, id: string | null | undefined): string {
  return agent?.name || id || 'nobody'
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
