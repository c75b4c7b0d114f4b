import { useMemo } from 'react'
import { ago, brief, clockOf, count, duration, money } from '../../components/format'
import { Guard } from '../../components/Panel'
import { Status } from '../../components/Status'
import { Link } from '../../routing/Link'
import { useMoment, useStore, useTimeShown } from '../../store/hooks'
import type { LoggedEvent } from '../../store/eventLog'
import type { Agent } from '../../store/model'
import { type LastChange, lastChanges } from '../../store/provenance'
import { tasksInOrder } from '../../store/selectors'
import { goTo } from '../../timebar/TimeBar'

const FIELDS: readonly (readonly [keyof Agent, string])[] = [
  ['status', 'State'],
  ['current_task', 'Task'],
  ['queue_length', 'Queued'],
  ['model', 'Model'],
  ['backend', 'Backend'],
  ['capabilities', 'Capabilities'],
  ['workspace', 'Workspace'],
  ['session_id', 'Session'],
  ['pid', 'Process'],
  ['error', 'Error'],
]

const FIELD_NAMES = FIELDS.map(([field]) => field)

/** An agent's state, field by field, and for each the event that made it so. */
export function Inspector({ agent, shown }: { readonly agent: Agent; readonly shown: boolean }) {
  return (
    <aside className={`panel inspector${shown ? ' inspector--shown' : ''}`} aria-label="Details">
      <div className="panel__body">
        <Guard name="Details">
          <Facts agent={agent} />
          <Figures agent={agent} />
          <AgentTasks agentId={agent.id} />
        </Guard>
      </div>
    </aside>
  )
}

function Facts({ agent }: { readonly agent: Agent }) {
  const { sequence, log } = useMoment()
  const events = log.ofAgent(agent.id)
  const newest = events[events.length - 1]?.sequence ?? 0
  const changes = useMemo(
    () => lastChanges(
        events,
        sequence,
        FIELD_NAMES,
        (event) => imageOf(event, agent.id),
        ({ type }) => type === 'agent:created',
      ),
    [agent.id, log, newest, Math.min(sequence, newest)],
  )
  return (
    <section className="inspector__part">
      <h2>State</h2>
      <dl className="facts">
        <dt>Id</dt>
        <dd className="mono">{agent.id}</dd>
        <dt>Created</dt>
        <dd>{clockOf(Date.parse(agent.created_at)).slice(0, 8)}</dd>
        {FIELDS.filter(([field]) => !isNothing(agent[field])).map(([field, label]) => (
          <Fact key={field} label={label} value={agent[field]} isStatus={field === 'status'} change={changes.get(field)} />
        ))}
      </dl>
    </section>
  )
}

function Fact({
  label,
  value,
  isStatus,
  change,
}: {
  readonly label: string
  readonly value: unknown
  readonly isStatus: boolean
  readonly change: LastChange | undefined
}) {
  const now = useTimeShown(10_000)
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {isStatus ? <Status status={String(value)} /> : <bdi className={typeof value === 'string' ? '' : 'mono'}>{textOf(value)}</bdi>}
        {change && (
          <button
            type="button"
            className="lastchange"
            onClick={() => goTo(change.sequence)}
            title={`Changed by event ${change.sequence} (${change.type})${change.principal ? ` of ${change.principal}` : ''}; before: ${textOf(change.before)}. Show that moment.`}
          >
            {ago(change.timeMillis, now)}
            {change.principal ? ` by ${change.principal}` : ''} <span className="mono">#{change.sequence}</span>
          </button>
        )}
      </dd>
    </>
  )
}

function Figures({ agent }: { readonly agent: Agent }) {
  const { usage, metrics } = agent
  return (
    <section className="inspector__part">
      <h2>So far</h2>
      <dl className="facts">
        <dt>Succeeded</dt>
        <dd>{((metrics.success_rate ?? 1) * 100).toFixed(0)} % of the prompts</dd>
        <dt>Mean answer</dt>
        <dd>{(metrics.avg_response_time ?? 0) > 0 ? duration((metrics.avg_response_time ?? 0) * 1_000) : '–'}</dd>
        <dt>Tasks</dt>
        <dd>
          {count(metrics.tasks_completed ?? 0)} completed, {count(metrics.tasks_failed ?? 0)} failed
        </dd>
        <dt>Tokens</dt>
        <dd>
          {brief(usage?.input_tokens ?? 0)} in, {brief(usage?.output_tokens ?? 0)} out
          {(usage?.cache_read_tokens ?? 0) > 0 && `, ${brief(usage?.cache_read_tokens ?? 0)} from cache`}
        </dd>
        <dt>Cost</dt>
        <dd>{money(usage?.cost_usd ?? 0)}</dd>
      </dl>
    </section>
  )
}

function AgentTasks({ agentId }: { readonly agentId: string }) {
  const tasks = useStore(({ moment }) => tasksInOrder(moment.world, moment.revision).filter((task) => task.assigned_agent === agentId))
  if (tasks.length === 0) return null
  return (
    <section className="inspector__part">
      <h2>
        Tasks <span className="panel__count">{tasks.length}</span>
      </h2>
      <ul className="inspector__tasks">
        {tasks.slice(0, 20).map((task) => (
          <li key={task.id}>
            <Link to={{ screen: 'tasks', id: task.id }} className="row">
              <Status status={task.status} bare />
              <bdi className="truncate grow">{task.title}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function imageOf(event: LoggedEvent, agentId: string): Readonly<Record<string, unknown>> | null {
  for (const frame of event.frames) {
    const agent = frame.payload.agent as { id?: unknown } | undefined
    if (agent?.id === agentId) return agent as Record<string, unknown>
  }
  return null
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (Array.isArray(value)) return value.join(', ') || 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
