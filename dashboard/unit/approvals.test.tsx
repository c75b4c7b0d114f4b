import { LogFold } from '@agent-bridge/client'
import { act } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { listenForKeys, useKeys } from '../src/keys/registry'
import { Approvals } from '../src/screens/approvals/Approvals'
import { decide } from '../src/store/actions'
import type { EventFrame } from '../src/store/model'
import { store } from '../src/store/store'
import { press, render } from './render'

vi.mock('../src/store/actions', () => ({ decide: vi.fn(async () => true) }))

const refused = vi.fn()
listenForKeys(refused)

let sequence = 0

beforeEach(() => {
  vi.clearAllMocks()
  sequence = 0
  store.begin(0, new LogFold())
})

async function happen(type: string, id: string, outcome: string): Promise<void> {
  sequence++
  const approval = { id, agent_id: 'a', tool_name: id, input: { command: id }, requested_at: `2026-01-01T00:00:0${id.length}.000+00:00`, outcome }
  const frame: EventFrame = { id: `${sequence}`, type, timestamp: approval.requested_at, payload: { agent_id: 'a', approval }, sequence }
  await act(async () => {
    store.take([frame], true)
    store.setLink({ state: 'live', isCaughtUp: true })
  })
}

/** An approval that is the younger the longer its id. */
const ask = (id: string) => happen('approval:requested', id, 'pending')
const resolve = (id: string) => happen('approval:resolved', id, 'allowed')

function card(screen: HTMLElement, id: string): HTMLElement {
  return screen.querySelector(`[data-approval="${id}"]`) as HTMLElement
}

function selected(screen: HTMLElement): string | null {
  const cards = [...screen.querySelectorAll('[aria-current="true"]')]
  expect(cards.length).toBeLessThanOrEqual(1)
  return cards[0]?.getAttribute('data-approval') ?? null
}

async function write(field: HTMLInputElement, text: string): Promise<void> {
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

describe('a key answers the approval that is selected', () => {
  test('which at first is the oldest', async () => {
    await ask('p')
    await ask('pp')
    const screen = await render(<Approvals />)
    expect(selected(screen)).toBe('p')
    await press('1')
    expect(decide).toHaveBeenCalledExactlyOnceWith('p', 'allow', undefined)
  })

  test('and none when that has gone, however it went, until another is selected', async () => {
    await ask('p')
    await ask('pp')
    await ask('ppp')
    const screen = await render(<Approvals />)
    await resolve('p')
    expect(selected(screen)).toBeNull()
    await press('1')
    expect(decide).not.toHaveBeenCalled()
    expect(refused).toHaveBeenCalledExactlyOnceWith('No approval is selected. Press J, or click one.')
    await press('j')
    expect(selected(screen)).toBe('pp')
    await press('j')
    await press('2')
    expect(decide).toHaveBeenCalledExactlyOnceWith('ppp', 'allow_session', undefined)
  })

  test('not the next one that comes after the only one has gone', async () => {
    await ask('p')
    const screen = await render(<Approvals />)
    await resolve('p')
    await ask('pp')
    expect(selected(screen)).toBeNull()
  })

  test('which a click or the focus selects, too', async () => {
    await ask('p')
    await ask('pp')
    await ask('ppp')
    const screen = await render(<Approvals />)
    await act(async () => card(screen, 'pp').click())
    expect(selected(screen)).toBe('pp')
    await act(async () => card(screen, 'ppp').querySelector('button')?.focus())
    expect(selected(screen)).toBe('ppp')
  })

  test('once, whether a key or a button was first', async () => {
    vi.mocked(decide).mockReturnValue(new Promise(() => undefined))
    await ask('p')
    await ask('pp')
    const screen = await render(<Approvals />)
    await press('1')
    await press('3')
    await act(async () => card(screen, 'p').querySelector('button')?.click())
    expect(decide).toHaveBeenCalledExactlyOnceWith('p', 'allow', undefined)
    await act(async () => card(screen, 'pp').querySelector('button')?.click())
    await press('3')
    expect(decide).toHaveBeenCalledTimes(2)
  })

  test('again, when the answer was not taken', async () => {
    vi.mocked(decide).mockResolvedValueOnce(false)
    await ask('p')
    await render(<Approvals />)
    await press('1')
    await press('1')
    expect(decide).toHaveBeenCalledTimes(2)
  })

  test('with the reason that is written in it', async () => {
    await ask('p')
    await ask('pp')
    const screen = await render(<Approvals />)
    await write(card(screen, 'p').querySelector('input') as HTMLInputElement, ' not today ')
    await press('j')
    await press('k')
    await press('3')
    expect(decide).toHaveBeenCalledExactlyOnceWith('p', 'deny', 'not today')
  })

  test('not while it is held down', async () => {
    await ask('p')
    await render(<Approvals />)
    await press('1', true)
    expect(decide).not.toHaveBeenCalled()
  })
})

test('a key that is held down steps on, and does nothing else again', async () => {
  const [step, act] = [vi.fn(), vi.fn()]
  function Bound() {
    useKeys([
      { keys: 'j', label: 'Next', group: 'Test', steps: true, run: step },
      { keys: 'x', label: 'Act', group: 'Test', run: act },
      { keys: 'z', label: 'Refuse', group: 'Test', blocked: 'It cannot be.', run: act },
    ])
    return null
  }
  await render(<Bound />)
  for (const key of ['j', 'x', 'z']) for (const repeat of [false, true, true]) await press(key, repeat)
  expect(step).toHaveBeenCalledTimes(3)
  expect(act).toHaveBeenCalledTimes(1)
  expect(refused).toHaveBeenCalledTimes(1)
})
