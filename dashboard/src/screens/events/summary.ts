import { withoutAnsi } from '../../content/ansi'
import { inputSummary } from '../../content/inputSummary'
import { literal } from '../../content/literal'
import type { LoggedEvent } from '../../store/eventLog'
import { nameOf } from '../../store/selectors'
import { store } from '../../store/store'
import { resultText } from '../../store/transcript'

const MAX_CHARACTERS = 240

/** What happened, in one line. */
export function summaryOf(event: LoggedEvent): string {
  const said = describe(event.type, event.frame.payload, event.taskId).slice(0, 4 * MAX_CHARACTERS)
  return oneLine(isOfTool(event) ? literal(said) : withoutAnsi(said))
}

/** Whether it tells what a tool is given. That is not said but done: it is shown as it is, without what a terminal or Markdown would make of it. */
export function isOfTool({ type, frame }: LoggedEvent): boolean {
  return type.startsWith('approval:') || (type === 'command:progress' && frame.payload.kind === 'tool_use')
}

export function oneLine(text: string): string {
  return text.slice(0, MAX_CHARACTERS).replace(/\s+/g, ' ').trim()
}

function describe(type: string, payload: Readonly<Record<string, unknown>>, taskId: string | null): string {
  const agent = record(payload.agent)
  const task = record(payload.task)
  const approval = record(payload.approval)
  switch (type) {
    case 'agent:created':
      return `${text(agent.name) || text(agent.id)} · ${text(agent.backend)} ${text(agent.model)}`
    case 'agent:status':
      return `${text(agent.name) || text(agent.id)} is ${words(agent.status)}${agent.current_task ? `, task ${titleOfTask(agent.current_task)}` : ''}`
    case 'agent:stopped':
      return `${text(agent.name) || text(agent.id)} stopped`
    case 'agent:error':
      return text(payload.error_message)
    case 'command:progress':
      return progress(payload)
    case 'command:result':
      return `${text(payload.result) || 'done'}`
    case 'command:error':
      return text(payload.error_message)
    case 'task:update':
    case 'task:complete':
    case 'task:failed':
      return `${text(task.title) || taskId || ''} · ${words(task.status)}${task.status === 'failed' && task.error ? `: ${text(task.error)}` : ''}`
    case 'approval:requested':
      return `${text(approval.tool_name)} · ${text(approval.description) || JSON.stringify(approval.input ?? null)}`
    case 'approval:resolved':
      return `${text(approval.tool_name)} · ${words(approval.outcome)}${approval.resolved_by ? ` by ${text(approval.resolved_by)}` : ''}`
    case 'system:metric':
      return `${text(payload.metric_name)} = ${JSON.stringify(payload.metric_value)}`
    case 'server:started':
      return `version ${text(payload.version)}`
    case 'agent:message':
    case 'agent:coordination':
    case 'agent:handoff':
      return `${nameOfAgent(payload.from_agent)} → ${nameOfAgent(payload.to_agent)} · ${text(payload.content)}`
    default:
      return JSON.stringify(payload)
  }
}

function progress(payload: Readonly<Record<string, unknown>>): string {
  const content = record(payload.content)
  switch (payload.kind) {
    case 'tool_use':
      return `${text(content.name)} ${inputSummary(content.input)}`
    case 'tool_result':
      return `result${content.is_error ? ', failed' : ''} · ${resultText(content.content)}`
    case 'text':
    case 'thinking':
    case 'status':
      return text(payload.content)
    default:
      return `${words(payload.status)} · ${text(payload.command)}`
  }
}

function nameOfAgent(id: unknown): string {
  return nameOf(store.timeline.now.agents.get(text(id)), text(id))
}

function titleOfTask(id: unknown): string {
  return store.timeline.now.tasks.get(text(id))?.title ?? text(id)
}

function words(value: unknown): string {
  return text(value).replaceAll('_', ' ')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
