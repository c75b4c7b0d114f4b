import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { onTestFinished } from 'vitest'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

/** Presses a key where no field has the focus. */
export async function press(key: string, repeat = false): Promise<void> {
  await act(async () => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, cancelable: true }))
  })
}

/** Shows something in the page until the test has finished. */
export async function render(content: ReactNode): Promise<HTMLElement> {
  const box = document.body.appendChild(document.createElement('div'))
  const root = createRoot(box)
  await act(async () => root.render(content))
  onTestFinished(async () => {
    await act(async () => root.unmount())
    box.remove()
  })
  return box
}
