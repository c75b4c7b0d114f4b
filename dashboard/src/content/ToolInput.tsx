import type { ReactNode } from 'react'
import { Json } from './Json'
import { Literal, LiteralBlock } from './Literal'
import { Replacement } from './Patch'

type Members = Readonly<Record<string, unknown>>

/** A look at some members of an input. */
interface View {
  readonly content: ReactNode
  readonly shown: readonly string[]
}

/** What a tool is given, all of it: a command as a command, a replacement as a diff, anything else as JSON. */
export function ToolInput({ input }: { readonly input: unknown }) {
  const view = isRecord(input) ? viewOf(input) : null
  if (!isRecord(input) || !view) return <Json value={input} label="Input" />
  const others = Object.entries(input).filter(([name]) => !view.shown.includes(name))
  return (
    <>
      {view.content}
      {others.length > 0 && <Json value={Object.fromEntries(others)} label="Other input" />}
    </>
  )
}

function viewOf(input: Members): View | null {
  const { command, content, edits } = input
  if (isReplacement(input)) return withPath(input, <Replacement before={input.old_string} after={input.new_string} />, 'old_string', 'new_string')
  if (Array.isArray(edits) && edits.length > 0) return withPath(input, edits.map((edit: unknown, index) => <ToolInput key={index} input={edit} />), 'edits')
  if (typeof input.file_path === 'string' && typeof content === 'string') return withPath(input, <Replacement before="" after={content} />, 'content')
  if (typeof command === 'string') return { content: <LiteralBlock text={command} label="Command" />, shown: ['command'] }
  return null
}

/** With the file that it is about, if that is told. */
function withPath({ file_path: path }: Members, content: ReactNode, ...shown: readonly string[]): View {
  if (typeof path !== 'string') return { content, shown }
  const where = (
    <p className="mono small toolpath">
      <Literal text={path} />
    </p>
  )
  return {
    content: (
      <>
        {where}
        {content}
      </>
    ),
    shown: ['file_path', ...shown],
  }
}

function isReplacement(input: Members): input is Members & { readonly old_string: string; readonly new_string: string } {
  return typeof input.old_string === 'string' && typeof input.new_string === 'string'
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
