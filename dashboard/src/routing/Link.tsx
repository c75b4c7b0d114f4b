import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react'
import { href, navigate, type Target, useLocation } from './location'

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  readonly to: Target
  readonly children: ReactNode
}

/** An anchor that changes the view without loading the page; with a modifier the browser opens it as any other. */
export function Link({ to, onClick, children, ...rest }: Props) {
  const from = useLocation()
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(to)
  }
  return (
    <a {...rest} href={href(to, from)} onClick={follow}>
      {children}
    </a>
  )
}
