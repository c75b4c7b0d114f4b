import { Json } from './Json'
import { Literal, LiteralBlock } from './Literal'
import { Replacement } from './Patch'

interface Props {
  readonly name: string
  readonly input: unknown
  readonly compact?: boolean
}

/** What a tool is given: a command as a command, a replacement as a diff, anything else as JSON. */
export function ToolInput({ input, compact = false }: Props) {
  if (typeof input !== 'object' || input === null) return <Json value={input} label="Input" />
  const { command, file_path: path, old_string: before, new_string: after, content, edits, ...rest } = input as Record<string, unknown>
  const where = typeof path === 'string' && (
    <p className="mono small toolpath">
      <Literal text={path} />
    </p>
  )
  if (typeof before === 'string' && typeof after === 'string') {
    return (
      <>
        {where}
        <Replacement before={before} after={after} />
      </>
    )
  }
  if (Array.isArray(edits)) {
    return (
      <>
        {where}
        {edits.map((edit: unknown, index) => {
          const { old_string: old = '', new_string: now = '' } = (edit ?? {}) as Record<string, unknown>
          return <Replacement key={index} before={String(old)} after={String(now)} />
        })}
      </>
    )
  }
  if (typeof path === 'string' && typeof content === 'string') {
    return (
      <>
        {where}
        <Replacement before="" after={content} />
      </>
    )
  }
  if (typeof command === 'string') {
    const others = Object.entries(rest).filter(([name]) => name !== 'description')
    return (
      <>
        <LiteralBlock text={command} label="Command" />
        {!compact && others.length > 0 && <Json value={Object.fromEntries(others)} label="Other input" />}
      </>
    )
  }
  return <Json value={input} label="Input" />
}
