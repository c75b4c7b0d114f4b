import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Banner } from '../src/shell/Banner'
import { retryNow } from '../src/store/connection'
import { store } from '../src/store/store'
import { render } from './render'

vi.mock('../src/store/connection', () => ({ retryNow: vi.fn() }))

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

async function pass(millis: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(millis)
  })
}

test('what is announced of a lost connection does not change while the seconds are counted down', async () => {
  const banner = await render(<Banner />)
  await act(async () => store.setLink({ state: 'lost', sinceMillis: Date.now(), retryAtMillis: Date.now() + 20_000, attempt: 1, reason: 'gone' }))
  await pass(2_000)
  const announced = () => [...banner.querySelectorAll('[role="status"]')].map(({ textContent }) => textContent)
  const first = announced()
  expect(first).toEqual([expect.stringContaining('The server cannot be reached.')])
  expect(banner.textContent).toContain('Next attempt in 18 s.')
  await pass(3_000)
  expect(banner.textContent).toContain('Next attempt in 15 s.')
  expect(announced()).toEqual(first)
})

test('it says that everything is here when it is, and then goes', async () => {
  const banner = await render(<Banner />)
  await act(async () => store.setLink({ state: 'lost', sinceMillis: Date.now(), retryAtMillis: null, attempt: 1, reason: 'gone' }))
  await pass(2_000)
  await act(async () => store.setLink({ state: 'live', isCaughtUp: false }))
  await pass(10_000)
  expect(banner.textContent).toContain('being read')
  expect(banner.textContent).not.toContain('everything')
  await act(async () => store.setLink({ state: 'live', isCaughtUp: true }))
  expect(banner.textContent).toContain('everything that happened meanwhile is here')
  await pass(2_000)
  expect(banner.textContent).toBe('')
})

test('a connection that is not tried any more says why, and is made again when one wants it', async () => {
  const banner = await render(<Banner />)
  await act(async () => store.setLink({ state: 'ended', reason: 'The filter is wrong.' }))
  expect(banner.querySelector('[role="status"]')?.textContent).toContain('The filter is wrong.')
  await act(async () => banner.querySelector('button')?.click())
  expect(retryNow).toHaveBeenCalledOnce()
})
