import { memo } from 'react'
import { ansiSpans } from './ansi'

/** Terminal output with its colours. */
export const Ansi = memo(function Ansi({ text }: { readonly text: string }) {
  return ansiSpans(text).map((span, index) =>
    span.className ? (
      <span key={index} className={span.className}>
        {span.text}
      </span>
    ) : (
      span.text
    ),
  )
})
