import type { World } from './model'
import { same } from './provenance'

export interface FieldChange {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

export interface ObjectChange {
  readonly kind: 'agent' | 'task' | 'command' | 'approval'
  readonly id: string
  readonly title: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly fields: readonly FieldChange[]
}

const KINDS = [
  ['agent', 'agents'],
  ['approval', 'approvals'],
  ['task', 'tasks'],
  ['command', 'commands'],
] as const

/** What is different between two positions. */
export function difference(before: World, after: World): ObjectChange[] {
  const changes: ObjectChange[] = []
  for (const [kind, collection] of KINDS) {
    const old = before[collection] as ReadonlyMap<string, object>
    const now = after[collection] as ReadonlyMap<string, object>
    for (const [id, object] of now) {
      const was = old.get(id)
      if (was === object) continue
      const fields = fieldChanges(was, object)
      if (fields.length > 0) changes.push({ kind, id, title: titleOf(object, id), change: was ? 'changed' : 'added', fields })
    }
    for (const [id, object] of old) {
      if (!now.has(id)) changes.push({ kind, id, title: titleOf(object, id), change: 'removed', fields: [] })
    }
  }
  return changes
}

function fieldChanges(before: object | undefined, after: object): FieldChange[] {
  const old = (before ?? {}) as Record<string, unknown>
  const now = after as Record<string, unknown>
  const fields = new Set([...Object.keys(old), ...Object.keys(now)])
  return [...fields].flatMap((field) => fieldChange(field, old[field], now[field]))
}

/** Of what is itself a record, only the members that changed. */
function fieldChange(field: string, before: unknown, after: unknown): FieldChange[] {
  if (same(before ?? null, after ?? null)) return []
  if (!isRecord(before) || !isRecord(after)) return [{ field, before, after }]
  return fieldChanges(before, after).map((change) => ({ ...change, field: `${field}.${change.field}` }))
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function titleOf(object: object, id: string): string {
  const { name, title, tool_name: tool, command } = object as Record<string, unknown>
  const text = [name, title, tool, command].find((value) => typeof value === 'string' && value !== '')
  return typeof text === 'string' ? text.slice(0, 120) : id
}
