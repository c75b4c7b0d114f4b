import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { useBlocked } from '../store/hooks'
import { Button } from './Button'
import { Dialog, useIsOpen } from './Dialog'

/** What is being filled in, and how one field of it is changed. */
export function useDraft<Draft extends object>(initial: Draft): readonly [Draft, <Field extends keyof Draft>(field: Field, value: Draft[Field]) => void] {
  const [draft, setDraft] = useState(initial)
  return [draft, (field, value) => setDraft((before) => ({ ...before, [field]: value }))]
}

interface FormProps<Made> {
  readonly title: string
  /** What the button says. */
  readonly action: string
  /** What it says while it is being done. */
  readonly doing: string
  /** Why it cannot be done yet. */
  readonly reason?: string | null
  /** @returns what was made, and the dialog then closes; null if nothing was */
  readonly submit: () => Promise<Made | null>
  /** What follows; nothing does when the reader has closed the dialog before it was made. */
  readonly onMade?: (made: Made) => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog that makes something. */
export function FormDialog<Made>({ title, action, doing, reason = null, submit, onMade, onClose, children }: FormProps<Made>) {
  const blocked = useBlocked()
  const [isBusy, setBusy] = useState(false)
  const isOpen = useIsOpen()
  const why = blocked ?? (isBusy ? doing : reason)

  async function go() {
    if (why) return
    setBusy(true)
    const made = await submit()
    if (!isOpen()) return
    setBusy(false)
    if (made === null) return
    onClose()
    onMade?.(made)
  }

  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => void go()}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" reason={why}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}

interface FieldProps {
  readonly label: string
  readonly hint?: string
}

/** A label, what it names, and what is to be known about it. */
function Field({ label, hint, children }: FieldProps & { readonly children: (id: string, describedBy: string | undefined) => ReactNode }) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id, hintId)}
      {hint && (
        <p id={hintId} className="hint">
          {hint}
        </p>
      )}
    </div>
  )
}

type Edited = { readonly value: string; readonly onEdit: (value: string) => void }

export function TextField({ label, hint, onEdit, className = '', ...input }: FieldProps & Edited & Omit<ComponentProps<'input'>, 'value'>) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(id, describedBy) => (
        <input {...input} id={id} className={`input ${className}`} aria-describedby={describedBy} onChange={(event) => onEdit(event.target.value)} />
      )}
    </Field>
  )
}

export function TextArea({ label, hint, onEdit, ...area }: FieldProps & Edited & Omit<ComponentProps<'textarea'>, 'value'>) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(id, describedBy) => <textarea {...area} id={id} className="textarea" aria-describedby={describedBy} onChange={(event) => onEdit(event.target.value)} />}
    </Field>
  )
}

/** @param options values and the words for them */
export function Choice({ label, value, onEdit, options }: FieldProps & Edited & { readonly options: readonly (readonly [value: string, word: string])[] }) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} className="select" value={value} onChange={(event) => onEdit(event.target.value)}>
          {options.map(([option, word]) => (
            <option key={option} value={option}>
              {word}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** The words of a list with commas. */
export function wordsOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
}
