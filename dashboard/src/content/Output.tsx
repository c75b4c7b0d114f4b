import { memo } from 'react'
import { Ansi } from './Ansi'
import { hasAnsi, lookAfter } from './ansi'
import { LongCode } from './LongCode'
import { Markdown } from './Markdown'

const MAX_MARKDOWN_CHARACTERS = 120_000

/** What an agent said: Markdown, or terminal output if it has colours; what is very long in steps, so that no megabyte stops the page. */
export const Output = memo(function Output({ text }: { readonly text: string }) {
  if (text.length > MAX_MARKDOWN_CHARACTERS) return <Plain text={text} />
  if (hasAnsi(text) && !text.includes('```')) return <Plain text={text} />
  return <Markdown text={text} />
})

/** Text as it is, with terminal colours. */
export function Plain({ text, label = 'Output' }: { readonly text: string; readonly label?: string }) {
  return (
    <LongCode text={text} label={label} carry={lookAfter}>
      {(piece) => <Ansi text={piece} />}
    </LongCode>
  )
}
