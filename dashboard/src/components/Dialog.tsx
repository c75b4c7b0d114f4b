import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { Button } from './Button'
import { Guard } from './Panel'
import { Toasts } from './toasts'

interface Props {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly foot?: ReactNode
  readonly onSubmit?: () => void
  readonly className?: string
}

/** A modal. The browser's own dialog element keeps the focus inside, gives it back afterwards and closes on Escape. */
export function Dialog({ title, onClose, children, foot, onSubmit, className = '' }: Props) {
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const pressedOutside = useRef(false)
  // Not after the paint: an element that has left the page cannot give the focus back.
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => dialog?.close()
  }, [])
  const content = (
    <>
      <div className="dialog__body">
        <Guard name={title}>{children}</Guard>
      </div>
      {foot && <div className="dialog__foot">{foot}</div>}
    </>
  )
  return (
    <dialog
      ref={element}
      className={`dialog ${className}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        pressedOutside.current = event.target === element.current
      }}
      onClick={(event) => {
        // Who selects text and lets go outside does not want to leave.
        if (event.target === element.current && pressedOutside.current) onClose()
      }}
    >
      <header className="dialog__head">
        <h1 id={heading} className="grow">
          {title}
        </h1>
        <Button look="quiet" icon="close" name="Close" onClick={onClose} />
      </header>
      {onSubmit ? (
        <form
          className="dialog__form"
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          {content}
        </form>
      ) : (
        content
      )}
      <Toasts />
    </dialog>
  )
}

/** Tells whether the component is still there: an answer that comes late must not act in the name of a dialog that was closed. */
export function useIsOpen(): () => boolean {
  const open = useRef(false)
  useEffect(() => {
    open.current = true
    return () => {
      open.current = false
    }
  }, [])
  return () => open.current
}

/** Asks before something that cannot be taken back. */
export function Confirm({
  title,
  text,
  action,
  onConfirm,
  onClose,
}: {
  readonly title: string
  readonly text: ReactNode
  readonly action: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => {
        onClose()
        onConfirm()
      }}
      foot={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button type="submit" look="danger" data-autofocus>
            {action}
          </Button>
        </>
      }
    >
      <div className="stack">{text}</div>
    </Dialog>
  )
}
