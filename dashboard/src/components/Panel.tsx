import { Component, type ReactNode } from 'react'
import { Button } from './Button'
import { copyText } from './clipboard'

interface Props {
  readonly title: string
  /** Beside the title, quieter. */
  readonly count?: ReactNode
  readonly actions?: ReactNode
  readonly className?: string
  readonly children: ReactNode
  /** Keeps the body from scrolling where the content does it itself. */
  readonly still?: boolean
}

/** A part of a screen. If its content fails, the other parts live on. */
export function Panel({ title, count, actions, className = '', children, still = false }: Props) {
  return (
    <section className={`panel ${className}`} aria-label={title}>
      <header className="panel__head">
        <h2>
          {title} {count !== undefined && <span className="panel__count">{count}</span>}
        </h2>
        <span className="grow" />
        {actions}
      </header>
      <Guard name={title}>{still ? children : <div className="panel__body">{children}</div>}</Guard>
    </section>
  )
}

export class Guard extends Component<{ readonly name: string; readonly children: ReactNode }, { readonly failure: Error | null }> {
  override state: { readonly failure: Error | null } = { failure: null }

  static getDerivedStateFromError(failure: unknown) {
    return { failure: failure instanceof Error ? failure : new Error(String(failure)) }
  }

  override render() {
    const { failure } = this.state
    if (!failure) return this.props.children
    return (
      <div className="broken" role="alert">
        <strong className="toned tone-bad">{this.props.name} could not be shown.</strong>
        <code>{failure.message}</code>
        <p className="muted">The rest of the dashboard works on. Try again, or reload the page.</p>
        <div className="row">
          <Button icon="retry" onClick={() => this.setState({ failure: null })}>
            Try again
          </Button>
          <Button onClick={() => void copyText(`${failure.message}\n${failure.stack ?? ''}`, 'The error was copied.')}>Copy the error</Button>
        </div>
      </div>
    )
  }
}
