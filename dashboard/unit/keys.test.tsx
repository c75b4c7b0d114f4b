import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Keys } from '../src/keys/Keys'
import { listenForKeys, useKeys } from '../src/keys/registry'
import { render } from './render'

const run = vi.fn<(keys: string) => void>()
const BOUND = ['[', '{', 'j', 'J', '1']
let stopListening: () => void

function Bound() {
  useKeys(BOUND.map((keys) => ({ keys, label: keys, group: 'Test', run: () => run(keys) })))
  return null
}

beforeEach(async () => {
  run.mockClear()
  stopListening = listenForKeys(() => undefined)
  await render(<Bound />)
})
afterEach(() => {
  stopListening()
  vi.unstubAllGlobals()
})

function on(platform: string): void {
  vi.stubGlobal('navigator', { platform })
}

function pressWith(key: string, modifiers: KeyboardEventInit): void {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...modifiers })
  // The document of these tests takes Alt for Alt Gr.
  Object.assign(event, { getModifierState: (name: string) => name === 'AltGraph' && modifiers.modifierAltGraph === true })
  window.dispatchEvent(event)
}

describe('a key that is typed with Alt', () => {
  test.each([
    ['[', { altKey: true }],
    ['{', { altKey: true, shiftKey: true }],
  ])('%s works on a Mac whose keyboard has it there', (key, modifiers) => {
    on('MacIntel')
    pressWith(key, modifiers)
    expect(run).toHaveBeenCalledExactlyOnceWith(key)
  })

  test('works with Alt Gr, which some systems tell as Ctrl and Alt', () => {
    on('Win32')
    pressWith('{', { altKey: true, ctrlKey: true, modifierAltGraph: true })
    expect(run).toHaveBeenCalledExactlyOnceWith('{')
  })

  test('is the system’s elsewhere', () => {
    on('Linux x86_64')
    pressWith('1', { altKey: true })
    pressWith('j', { altKey: true })
    expect(run).not.toHaveBeenCalled()
  })
})

test('keys that differ only by Shift are shown apart', async () => {
  const small = await render(<Keys keys="j" />)
  const large = await render(<Keys keys="J" />)
  expect([...small.querySelectorAll('kbd')].map(({ textContent }) => textContent)).toEqual(['J'])
  expect([...large.querySelectorAll('kbd')].map(({ textContent }) => textContent)).toEqual(['Shift', 'J'])
})
