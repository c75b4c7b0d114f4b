import { lazy, memo, Suspense, useState } from 'react'
import { bytes } from '../components/format'
import { Ansi } from './Ansi'
import { hasAnsi } from './ansi'

const Markdown = lazy(() => import('./Markdown'))

const MAX_MARKDOWN_CHARACTERS = 120_000
const PLAIN_STEP_CHARACTERS = 60_000

/** What an agent said: Markdown, or terminal output if it has colours; what is very long in steps, so that no megabyte stops the page. */
export const Output = memo(function Output({ text }: { readonly text: string }) {
  if (text.length > MAX_MARKDOWN_CHARACTERS) return <Plain text={text} />
  if (hasAnsi(text) && !text.includes('```')) return <Plain text={text} />
  return (
    <Suspense fallback={<Plain text={text} />}>
      <Markdown text={text} />
    </Suspense>
  )
})

/** Text as it is, with terminal colours. */
export function Plain({ text, label = 'Output' }: { readonly text: string; readonly label?: string }) {
  const [shown, setShown] = useState(PLAIN_STEP_CHARACTERS)
  const rest = text.length - shown
  return (
    <>
      <pre className="code" tabIndex={0} aria-label={label}>
        <Ansi text={rest > 0 ? text.slice(0, shown) : text} />
      </pre>
      {rest > 0 && (
        <button type="button" className="button" onClick={() => setShown(shown + 4 * PLAIN_STEP_CHARACTERS)}>
          Show more ({bytes(rest)} left)
        </button>
      )}
    </>
  )
}
