import { LogFold } from '@agent-bridge/client'
import { act } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { navigate } from '../src/routing/location'
import { Events } from '../src/screens/events/Events'
import { EventLog, MAX_EVENTS } from '../src/store/eventLog'
import type { EventFrame } from '../src/store/model'
import { FOLDING, store } from '../src/store/store'
import { Timeline } from '../src/store/timeline'
import { render } from './render'

const PAGE = 500
/** The page holds what came after; the server has all. */
const HELD_AFTER = 2_000

let answer: () => void = () => undefined

function event(sequence: number): EventFrame {
  const timestamp = new Date(1_700_000_000_000 + sequence).toISOString()
  const name = sequence % 2 === 0 ? 'even' : 'odd'
  return { id: `${sequence}`, type: 'system:metric', timestamp, payload: { metric_name: name, metric_value: sequence }, sequence }
}

/** A server that tells a page of its history when it is let. */
async function* history({ to }: { to: number }) {
  for (let last = to; last > 0; last -= PAGE) {
    await new Promise<void>((resolve) => (answer = resolve))
    const events = Array.from({ length: Math.min(PAGE, last) }, (_, index) => event(Math.max(0, last - PAGE) + 1 + index))
    yield { events, next: last > PAGE ? last - PAGE : null }
  }
}

vi.mock('../src/store/connection', () => ({ connected: () => ({ history }) }))

beforeEach(() => {
  navigate({ screen: 'events', at: null })
  store.begin(HELD_AFTER, new LogFold())
  happen(10)
})

function happen(amount: number): void {
  const from = store.timeline.newest
  for (let sequence = from + 1; sequence <= from + amount; sequence++) store.take([event(sequence)], false)
}

async function told(): Promise<void> {
  await act(async () => store.setLink({ state: 'live', isCaughtUp: true }))
}

async function press(box: HTMLElement, name: string): Promise<void> {
  const button = [...box.querySelectorAll('button')].find((one) => one.textContent === name)
  if (!button) throw new Error(`there is no button ${name}`)
  await act(async () => button.click())
}

async function tell(): Promise<void> {
  await act(async () => answer())
}

function amountIn(box: HTMLElement): string | undefined {
  return box.querySelector('.events__count')?.textContent?.replace(/, held$/, '')
}

async function withOlder(): Promise<HTMLElement> {
  const box = await render(<Events />)
  await press(box, 'Hold')
  await press(box, 'Older events')
  await tell()
  expect(amountIn(box)).toBe(`${PAGE + 10} events`)
  return box
}

test('what was read of older events and has come to be at hand since is listed once', async () => {
  const box = await withOlder()
  const older = new Timeline(FOLDING, new EventLog())
  older.begin(HELD_AFTER - 100, new LogFold())
  for (let sequence = HELD_AFTER - 99; sequence <= HELD_AFTER; sequence++) older.append([event(sequence)])
  await act(async () => store.prepend(older))
  expect(amountIn(box)).toBe(`${PAGE + 10} events`)
})

test('older events are listed on without a gap when the page has read back beyond them', async () => {
  const box = await withOlder()
  const older = new Timeline(FOLDING, new EventLog())
  older.begin(HELD_AFTER - 2 * PAGE, new LogFold())
  for (let sequence = HELD_AFTER - 2 * PAGE + 1; sequence <= HELD_AFTER; sequence++) older.append([event(sequence)])
  await act(async () => store.prepend(older))
  expect(amountIn(box)).toBe('1,010 events')
  await press(box, 'Older events')
  await tell()
  expect(amountIn(box)).toBe('1,510 events')
})

test('older events are not listed before others that the page has dropped meanwhile', async () => {
  const box = await withOlder()
  await press(box, 'Follow')
  happen(MAX_EVENTS)
  await told()
  await press(box, 'Hold')
  expect(store.log.first?.sequence).toBeGreaterThan(HELD_AFTER + 1)
  expect(amountIn(box)).toBe(`${store.log.length.toLocaleString('en-US')} events`)
})

test('what was found for a search that is wanted no more is not listed among what is', async () => {
  const box = await render(<Events />)
  await press(box, 'Hold')
  await act(async () => navigate({ query: { q: 'even' } }))
  await press(box, 'Older events')
  await act(async () => navigate({ query: { q: 'odd' } }))
  await tell()
  expect(amountIn(box)).toBe('5 of 10 events')
})

test('the number of events is not read out with each that comes; what a search has found is, once', async () => {
  const box = await render(<Events />)
  const announced = () => [...box.querySelectorAll('[role="status"]')].map(({ textContent }) => textContent)
  await act(async () => navigate({ query: { q: 'even' } }))
  expect(announced()).toEqual(['5 of 10 events'])
  happen(10)
  await told()
  expect(amountIn(box)).toBe('10 of 20 events')
  expect(announced()).toEqual(['5 of 10 events'])
})
