import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { toast } from './toasts'
import { Icon, type IconName } from './Icon'

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly children?: ReactNode
  readonly icon?: IconName
  readonly look?: 'primary' | 'danger' | 'quiet' | 'plain'
  /** The name of a button that shows only its icon. */
  readonly name?: string
  /** Why it cannot be pressed now. It stays in the tab order and says so, instead of being dead. */
  readonly reason?: string | null | undefined
}

export function Button({ children, icon, look = 'plain', name, reason, className = '', onClick, type = 'button', ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      className={`button button--${look}${children === undefined ? ' button--icon' : ''} ${className}`}
      aria-label={name}
      title={reason ?? rest.title ?? name}
      aria-disabled={reason ? true : undefined}
      onClick={(event) => {
        if (reason) {
          event.preventDefault()
          toast({ tone: 'warn', text: reason })
        } else onClick?.(event)
      }}
    >
      {icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  )
}
