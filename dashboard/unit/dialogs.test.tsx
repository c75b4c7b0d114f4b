import { act } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { App } from '../src/App'
import { toast } from '../src/components/toasts'
import { location, navigate } from '../src/routing/location'
import { openOverlay } from '../src/shell/overlay'
import { createAgent } from '../src/store/actions'
import { LogFold } from '@agent-bridge/client'
import { store } from '../src/store/store'
import { render } from './render'

vi.mock('../src/store/actions', () => ({ createAgent: vi.fn() }))
vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })

beforeEach(() => {
  navigate({ screen: 'overview', at: null })
  store.begin(0, new LogFold())
})
afterEach(async () => {
  await act(async () => openOverlay(null))
})

function titles(box: HTMLElement): (string | null)[] {
  return [...box.querySelectorAll('dialog[open] h1')].map(({ textContent }) => textContent)
}

async function open(overlay: Parameters<typeof openOverlay>[0]): Promise<void> {
  await act(async () => openOverlay(overlay))
}

test('the palette does not take the place of a dialog, and of what is written there', async () => {
  const box = await render(<App />)
  await open('create-agent')
  const field = box.querySelector<HTMLInputElement>('dialog input')
  await act(async () => field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true })))
  expect(titles(box)).toEqual(['New agent'])
  await open(null)
  await act(async () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true })))
  expect(titles(box)).toEqual(['Search and commands'])
})

describe('an answer that comes when its dialog was closed', () => {
  test.each(['made', null])('leaves the dialog that is open now, and the screen: %s', async (id) => {
    let answer: (id: string | null) => void = () => undefined
    vi.mocked(createAgent).mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    const box = await render(<App />)
    await open('create-agent')
    await act(async () => box.querySelector<HTMLFormElement>('dialog form')?.requestSubmit())
    expect(createAgent).toHaveBeenCalled()
    await open('create-task')
    await act(async () => answer(id))
    expect(titles(box)).toEqual(['New task'])
    expect(location().screen).toBe('overview')
  })
})

test('what is told while a dialog is open is told in it, once', async () => {
  const box = await render(<App />)
  await open('create-agent')
  await act(async () => toast({ tone: 'bad', text: 'It did not work.' }))
  const shown = [...box.querySelectorAll('.toast')]
  expect(shown.map((one) => one.closest('dialog')?.querySelector('h1')?.textContent)).toEqual(['New agent'])
  expect(shown[0]?.closest('[role="status"]')).not.toBeNull()
  await open(null)
  expect([...box.querySelectorAll('.toast')].map((one) => one.closest('dialog'))).toEqual([null])
})

test.each(['dialog', 'time bar'])('what fails in the %s leaves the screen', async (where) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const box = await render(<App />)
  const failing = vi.spyOn(store.log, 'find').mockImplementation(() => {
    throw new Error('no event can be found')
  })
  if (where === 'dialog') await open('difference')
  else await act(async () => store.setLink({ state: 'live', isCaughtUp: true }))
  failing.mockRestore()
  expect(box.querySelector('.overview')).not.toBeNull()
  expect(box.querySelector('.broken')?.textContent).toContain('no event can be found')
})
