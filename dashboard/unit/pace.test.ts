import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Store } from '../src/store/store'

/** When readers of the store are told that something has changed. */
let store: Store
let steady: number[]
let calm: number[]

beforeEach(() => {
  vi.useFakeTimers()
  store = new Store()
  steady = []
  calm = []
  store.subscribe('steady', () => steady.push(performance.now()))
  store.subscribe('calm', () => calm.push(performance.now()))
})
afterEach(() => vi.useRealTimers())

test('while much happens, those who read figures hear half as often as those who read what runs by, and always together with them', () => {
  for (let millis = 0; millis < 2_000; millis += 5) {
    store.changed()
    vi.advanceTimersByTime(5)
  }
  expect(steady.length).toBeGreaterThanOrEqual(19)
  expect(steady.length).toBeLessThanOrEqual(21)
  expect(calm.length).toBe(Math.ceil(steady.length / 2))
  for (const time of calm) expect(steady).toContain(time)
})

test('what happens after a quiet time is told at once, and the last of what happened is told in the end', () => {
  store.changed()
  vi.advanceTimersByTime(20)
  expect([steady.length, calm.length]).toEqual([1, 1])
  store.changed()
  vi.advanceTimersByTime(1_000)
  expect([steady.length, calm.length]).toEqual([2, 2])
})

test('nobody is told while nothing happens', () => {
  vi.advanceTimersByTime(10_000)
  expect([steady.length, calm.length]).toEqual([0, 0])
})
