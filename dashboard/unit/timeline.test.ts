import { describe, expect, test } from 'vitest'
import { EventLog } from '../src/store/eventLog'
import type { EventFrame } from '../src/store/model'
import { type Folding, Timeline } from '../src/store/timeline'

/** A state that is the list of what was applied: any gap, repetition or wrong order shows. */
const LISTING: Folding<number[]> = {
  empty: () => [],
  copy: (state) => [...state],
  apply: (state, frames) => {
    for (const frame of frames) state.push(frame.sequence)
  },
  shown: (_, frame) => frame,
}

function event(sequence: number): EventFrame {
  const timestamp = new Date(1_700_000_000_000 + sequence * 10).toISOString()
  return { id: `${sequence}`, type: 'system:metric', timestamp, payload: { metric_name: 'm', metric_value: sequence }, sequence }
}

function upTo(sequence: number, from = 1): number[] {
  return Array.from({ length: sequence - from + 1 }, (_, index) => from + index)
}

describe('the timeline', () => {
  test('gives the state after any event, in any order of asking', () => {
    const timeline = new Timeline(LISTING, new EventLog())
    timeline.begin(0, [])
    for (let sequence = 1; sequence <= 6_000; sequence++) timeline.append([event(sequence)])
    for (const sequence of [6_000, 1, 2, 3, 1_024, 1_025, 4_999, 5_000, 17, 0]) {
      expect(timeline.stateAt(sequence)).toEqual(upTo(sequence))
    }
  })

  test('a state that was handed out is not changed by later looks', () => {
    const timeline = new Timeline(LISTING, new EventLog())
    timeline.begin(0, [])
    for (let sequence = 1; sequence <= 100; sequence++) timeline.append([event(sequence)])
    const early = timeline.stateAt(10)
    timeline.stateAt(50)
    expect(early).toEqual(upTo(10))
  })

  test('what the log has dropped cannot be made here any more, the rest can', () => {
    const timeline = new Timeline(LISTING, new EventLog({ maxEvents: 10_000, maxCharacters: Number.MAX_SAFE_INTEGER }))
    timeline.begin(0, [])
    for (let sequence = 1; sequence <= 30_000; sequence++) timeline.append([event(sequence)])
    expect(timeline.oldest).toBeGreaterThan(0)
    expect(timeline.stateAt(timeline.oldest - 1)).toBeNull()
    expect(timeline.stateAt(timeline.oldest)).toEqual(upTo(timeline.oldest))
    expect(timeline.stateAt(29_999)).toEqual(upTo(29_999))
  })
})

describe('the log', () => {
  test('finds an event by its sequence and refuses a gap', () => {
    const log = new EventLog()
    for (let sequence = 5; sequence <= 50; sequence++) log.append(event(sequence))
    expect(log.find(17)?.sequence).toBe(17)
    expect(log.find(4)).toBeUndefined()
    expect(() => log.append(event(52))).toThrow(/gap/)
  })

  test('is bounded in characters too', () => {
    const log = new EventLog({ maxEvents: 1_000_000, maxCharacters: 100_000 })
    for (let sequence = 1; sequence <= 500; sequence++) {
      log.append({ ...event(sequence), payload: { agent_id: 'a', text: 'x'.repeat(5_000) } })
    }
    expect(log.length).toBeLessThan(25)
    expect(log.last?.sequence).toBe(500)
    expect(log.ofAgent('a').length).toBe(log.length)
  })
})
