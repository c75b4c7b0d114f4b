import type { ReactNode } from 'react'

/** What is shown where there is nothing yet: one sentence, and the next step. */
export function Empty({ title, text, children }: { readonly title: string; readonly text?: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty__title">{title}</p>
      {text && <p>{text}</p>}
      {children && <div className="row wrap">{children}</div>}
    </div>
  )
}
