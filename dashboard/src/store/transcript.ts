import type { LoggedEvent } from './eventLog'
import type { Approval, Command, Usage } from './model'

/** A tool that was called, with its result once there is one. */
export interface ToolCall {
  readonly kind: 'tool'
  readonly sequence: number
  readonly id: string
  readonly name: string
  readonly input: unknown
  readonly result: unknown
  readonly failed: boolean
  readonly startedMillis: number
  readonly endedMillis: number | null
}

export interface Said {
  readonly kind: 'text' | 'thinking' | 'status'
  readonly sequence: number
  readonly text: string
}

export interface Asked {
  readonly kind: 'approval'
  readonly sequence: number
  readonly approvalId: string
  readonly approval: Approval
}

export type Entry = ToolCall | Said | Asked

/** One prompt and everything that came of it. */
export interface Turn {
  readonly commandId: string
  readonly sequence: number
  readonly prompt: string
  readonly promptIsPreview: boolean
  readonly origin: 'client' | 'task' | 'message'
  readonly originId: string | null
  readonly principal: string | null
  readonly status: string
  readonly queuedMillis: number
  readonly startedMillis: number | null
  readonly endedMillis: number | null
  readonly entries: readonly Entry[]
  readonly result: string | null
  readonly error: string | null
  readonly usage: Usage | null
}

type Draft = { -readonly [Key in keyof Omit<Turn, 'entries'>]: Turn[Key] } & { entries: Entry[] }

/** What an agent was asked and did, in order, as its events tell it up to a position. */
export function transcriptOf(events: readonly LoggedEvent[], upTo: number, commands: ReadonlyMap<string, Command>): readonly Turn[] {
  const turns = new Map<string, Draft>()
  for (const event of events) {
    if (event.sequence > upTo) break
    if (!event.commandId || event.taskId !== null && event.type.startsWith('task:')) continue
    if (event.type.startsWith('agent:')) continue
    const turn = turnOf(turns, event, commands)
    add(turn, event)
  }
  return [...turns.values()].map(finished)
}

function turnOf(turns: Map<string, Draft>, event: LoggedEvent, commands: ReadonlyMap<string, Command>): Draft {
  const id = event.commandId as string
  const known = turns.get(id)
  if (known) return known
  const command = commands.get(id)
  const queuedMillis = command?.queued_at ? Date.parse(command.queued_at) : event.timeMillis
  const turn: Draft = {
    commandId: id,
    sequence: event.sequence,
    prompt: command?.command ?? '',
    promptIsPreview: false,
    origin: 'client',
    originId: null,
    principal: event.frame.cause?.principal ?? null,
    status: 'queued',
    queuedMillis,
    // Where its beginning is not at hand, when it was queued and started is known all the same.
    startedMillis: command?.started_at ? Date.parse(command.started_at) : null,
    endedMillis: null,
    entries: [],
    result: null,
    error: null,
    usage: null,
  }
  turns.set(id, turn)
  return turn
}

function add(turn: Draft, event: LoggedEvent): void {
  const { payload } = event.frame
  switch (event.type) {
    case 'command:progress':
      if (typeof payload.kind === 'string') progressed(turn, event, payload.kind, payload.content)
      else changed(turn, event)
      break
    case 'command:result':
    case 'command:error':
      changed(turn, event)
      turn.endedMillis = event.timeMillis
      turn.status = text(payload.status) ?? (event.type === 'command:result' ? 'completed' : 'failed')
      turn.result = text(payload.result)
      turn.error = event.type === 'command:error' ? (text(payload.error_message) ?? 'The command failed.') : null
      turn.usage = (payload.usage as Usage | undefined) ?? null
      break
    case 'approval:requested':
    case 'approval:resolved': {
      const approval = payload.approval as Approval
      const index = turn.entries.findIndex((entry) => entry.kind === 'approval' && entry.approvalId === approval.id)
      const entry: Asked = { kind: 'approval', sequence: event.sequence, approvalId: approval.id, approval }
      if (index < 0) turn.entries.push(entry)
      else turn.entries[index] = entry
      break
    }
  }
}

function changed(turn: Draft, event: LoggedEvent): void {
  const { payload } = event.frame
  const prompt = text(payload.command)
  if (prompt !== null && prompt.length >= turn.prompt.length) {
    turn.prompt = prompt
    turn.promptIsPreview = Array.isArray(payload.truncated) && payload.truncated.includes('command')
  }
  turn.status = text(payload.status) ?? turn.status
  if (payload.origin === 'task' || payload.origin === 'message') turn.origin = payload.origin
  turn.originId = text(payload.task_id) ?? text(payload.from_agent) ?? turn.originId
  if (turn.status === 'executing') turn.startedMillis ??= event.timeMillis
}

function progressed(turn: Draft, event: LoggedEvent, kind: string, content: unknown): void {
  turn.startedMillis ??= event.timeMillis
  if (kind === 'tool_use') {
    const call = record(content)
    turn.entries.push({
      kind: 'tool',
      sequence: event.sequence,
      id: text(call.id) ?? '',
      name: text(call.name) ?? 'Tool',
      input: call.input ?? null,
      result: null,
      failed: false,
      startedMillis: event.timeMillis,
      endedMillis: null,
    })
  } else if (kind === 'tool_result') {
    const answer = record(content)
    const id = text(answer.tool_use_id) ?? ''
    const index = turn.entries.findLastIndex((entry) => entry.kind === 'tool' && entry.endedMillis === null && (id === '' || entry.id === id))
    const call = turn.entries[index]
    if (call?.kind === 'tool') {
      turn.entries[index] = { ...call, result: answer.content ?? content, failed: answer.is_error === true, endedMillis: event.timeMillis }
    }
  } else {
    const said = typeof content === 'string' ? content : JSON.stringify(content)
    turn.entries.push({ kind: kind === 'thinking' || kind === 'status' ? kind : 'text', sequence: event.sequence, text: said })
  }
}

/**
 * The last text of an answer is usually said twice: as progress and as the result. It is shown once. A tool without a result when everything
 * ended was cut short with it.
 */
function finished(turn: Draft): Turn {
  const last = turn.entries.findLast((entry) => entry.kind === 'text')
  const said = last?.kind === 'text' ? last.text.trim() : null
  const result = turn.result !== null && said === turn.result.trim() ? null : turn.result
  return { ...turn, result, entries: turn.endedMillis === null ? turn.entries : turn.entries.map((entry) => cutShort(entry, turn.endedMillis)) }
}

function cutShort(entry: Entry, endedMillis: number | null): Entry {
  return entry.kind === 'tool' && entry.endedMillis === null ? { ...entry, failed: true, endedMillis } : entry
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** The text of a tool's result, which may be a string or a list of blocks. */
export function resultText(result: unknown): string {
  if (typeof result === 'string') return result
  if (Array.isArray(result)) {
    return result
      .map((block) => {
        const part = record(block)
        return text(part.text) ?? (part.type === 'image' ? '[an image]' : JSON.stringify(block))
      })
      .join('\n')
  }
  return result === null || result === undefined ? '' : JSON.stringify(result, null, 2)
}

/** The whole as Markdown, for the clipboard. */
export function markdownOf(turns: readonly Turn[]): string {
  return turns
    .map((turn) => {
      const parts = [`## ${new Date(turn.queuedMillis).toISOString()} prompt`, turn.prompt]
      for (const entry of turn.entries) {
        if (entry.kind === 'tool') parts.push(`**${entry.name}**\n\n\`\`\`json\n${JSON.stringify(entry.input, null, 2)}\n\`\`\``)
        else if (entry.kind === 'text') parts.push(entry.text)
      }
      if (turn.result !== null) parts.push(turn.result)
      if (turn.error !== null) parts.push(`> Failed: ${turn.error}`)
      return parts.join('\n\n')
    })
    .join('\n\n')
}
