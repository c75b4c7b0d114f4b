import { describe, expect, test } from 'vitest'
import { filterOf, Matching } from '../src/screens/events/filter'
import { countUpTo, EventLog, type LoggedEvent, placeOf } from '../src/store/eventLog'
import type { EventFrame } from '../src/store/model'
import { lastChanges } from '../src/store/provenance'
import { type Folding, Timeline } from '../src/store/timeline'
import { Density } from '../src/timebar/density'

const BEGUN = 1_700_000_000_000

function event(sequence: number, payload: Readonly<Record<string, unknown>> = { metric_name: 'm', metric_value: sequence }): EventFrame {
  return { id: `${sequence}`, type: 'system:metric', timestamp: new Date(BEGUN + sequence * 10).toISOString(), payload, sequence }
}

function logOf(from: number, to: number, log = new EventLog()): EventLog {
  for (let sequence = from; sequence <= to; sequence++) log.append(event(sequence, { agent_id: `a${sequence % 3}`, metric_name: 'm', metric_value: sequence }))
  return log
}

function sequencesOf(events: readonly LoggedEvent[]): number[] {
  return events.map(({ sequence }) => sequence)
}

const LISTING: Folding<number[]> = {
  empty: () => [],
  copy: (state) => [...state],
  apply: (state, frames) => {
    for (const frame of frames) state.push(frame.sequence)
  },
  shown: (_, frame) => frame,
}

describe('a past that is put before', () => {
  test('makes the log that it would have been from the beginning', () => {
    const whole = logOf(1, 300)
    const late = logOf(201, 300)
    late.prepend(logOf(1, 200))
    expect(sequencesOf(late.all())).toEqual(sequencesOf(whole.all()))
    expect(late.all().map(({ busyMillis }) => busyMillis)).toEqual(whole.all().map(({ busyMillis }) => busyMillis))
    expect(sequencesOf(late.ofAgent('a1'))).toEqual(sequencesOf(whole.ofAgent('a1')))
    expect(() => late.prepend(logOf(1, 100))).toThrow(/gap/)
  })

  test('makes states that could not be made before, and leaves the others', () => {
    const older = new Timeline(LISTING, new EventLog())
    older.begin(0, [])
    for (let sequence = 1; sequence <= 3_000; sequence++) older.append([event(sequence)])
    const timeline = new Timeline(LISTING, new EventLog())
    timeline.begin(3_000, older.stateAt(3_000) as number[])
    for (let sequence = 3_001; sequence <= 5_000; sequence++) timeline.append([event(sequence)])
    expect(timeline.stateAt(2_000)).toBeNull()
    timeline.prepend(older)
    expect(timeline.oldest).toBe(0)
    for (const sequence of [0, 1, 2_000, 2_999, 3_000, 3_001, 4_999]) {
      expect(timeline.stateAt(sequence)).toEqual(Array.from({ length: sequence }, (_, index) => index + 1))
    }
    expect(() => timeline.prepend(new Timeline(LISTING, new EventLog()))).not.toThrow()
    expect(() => timeline.prepend(older)).toThrow(/does not lead/)
  })
})

describe('places in a list of events', () => {
  test('are found by sequence', () => {
    const events = logOf(5, 50).all()
    expect(countUpTo(events, 4)).toBe(0)
    expect(countUpTo(events, 17)).toBe(13)
    expect(countUpTo(events, 99)).toBe(46)
    expect(placeOf(events, 17)).toBe(12)
    expect(placeOf(events, 51)).toBe(-1)
  })
})

describe('a filter over a log', () => {
  const filter = filterOf(new URLSearchParams('agent=a1'))

  test('finds what is new at once and what is old a slice at a time, in order', () => {
    const log = logOf(1, 5_000)
    const matching = new Matching(log, filter)
    let looks = 0
    while (!matching.look(0)) looks++
    expect(looks).toBeGreaterThan(10)
    logOf(5_001, 5_010, log)
    matching.look(0)
    const expected = log.all().filter(({ agentId }) => agentId === 'a1')
    expect(sequencesOf(matching.upTo(Number.POSITIVE_INFINITY))).toEqual(sequencesOf(expected))
    expect(sequencesOf(matching.upTo(100))).toEqual(sequencesOf(expected.filter(({ sequence }) => sequence <= 100)))
  })

  test('forgets what the log has dropped, sees what was put before it, and begins anew with it', () => {
    const log = logOf(2_001, 3_000, new EventLog({ maxEvents: 4_000, maxCharacters: Number.MAX_SAFE_INTEGER }))
    const matching = new Matching(log, filter)
    const found = () => {
      while (!matching.look(1)) continue
      return sequencesOf(matching.upTo(Number.POSITIVE_INFINITY))
    }
    const expected = () => sequencesOf(log.all().filter(({ agentId }) => agentId === 'a1'))
    expect(found()).toEqual(expected())
    log.prepend(logOf(1, 2_000))
    expect(found()).toEqual(expected())
    logOf(3_001, 9_000, log)
    expect(log.first?.sequence).toBeGreaterThan(1)
    expect(found()).toEqual(expected())
    log.clear()
    logOf(1, 10, log)
    expect(found()).toEqual([1, 4, 7, 10])
  })
})

describe('the density of a log', () => {
  test('counts every event once, where it was in time', () => {
    const log = logOf(1, 1_000)
    const density = new Density(log, 50)
    expect(density.counts.reduce((sum, amount) => sum + amount, 0)).toBe(1_000)
    expect(density.binOf(log.first?.busyMillis ?? -1)).toBe(0)
    expect(density.binOf(log.last?.busyMillis ?? -1)).toBe(49)
    expect(density.most).toBe(Math.max(...density.counts))
  })

  test('tells errors and approvals apart, also where both were, and after old ones were dropped', () => {
    const log = new EventLog({ maxEvents: 5_000, maxCharacters: Number.POSITIVE_INFINITY })
    const types: Readonly<Record<number, string>> = { 3: 'agent:error', 5_500: 'approval:requested', 5_501: 'task:failed', 6_000: 'command:error' }
    for (let sequence = 1; sequence <= 6_000; sequence++) log.append({ ...event(sequence), type: types[sequence] ?? 'system:metric' })
    const density = new Density(log, 100)
    const marked = (marks: Uint8Array) => [...marks].flatMap((mark, bin) => (mark ? [bin] : []))
    const binOf = (sequence: number) => density.binOf(log.find(sequence)?.busyMillis ?? -1)
    expect(log.find(3)).toBeUndefined()
    expect(marked(density.errors)).toEqual([binOf(5_501), binOf(6_000)])
    expect(marked(density.approvals)).toEqual([binOf(5_500)])
    expect(density.counts.reduce((sum, amount) => sum + amount, 0)).toBe(log.length)
  })

  test('does not call an error what somebody cancelled', () => {
    const log = new EventLog()
    for (const [index, status] of ['failed', 'cancelled'].entries()) log.append({ ...event(index + 1, { status }), type: 'command:error' })
    expect(log.all().map(({ mark }) => mark)).toEqual(['error', 'plain'])
  })
})

describe('who changed a field last', () => {
  test('is the newest event up to a moment that gave it another value', () => {
    const log = new EventLog()
    const images = [
      { id: 'a', status: 'idle', capabilities: ['x'], metrics: 1 },
      { id: 'a', status: 'busy', capabilities: ['x'], metrics: 2 },
      { id: 'a', status: 'idle', capabilities: ['x'], metrics: 3 },
      { id: 'a', status: 'idle', capabilities: ['x', 'y'], metrics: 4 },
    ]
    images.forEach((agent, index) => log.append({ ...event(index + 1, { agent }), cause: { principal: `user:${index}` } as never }))
    const imageOf = ({ frame }: LoggedEvent) => frame.payload.agent as Record<string, unknown>
    const changed = (upTo: number, beginning = 1) =>
      Object.fromEntries([...lastChanges(log.all(), upTo, ['status', 'capabilities'], imageOf, ({ sequence }) => sequence === beginning)].map(([field, { sequence, principal }]) => [field, `${sequence} ${principal}`]))
    expect(changed(4)).toEqual({ status: '3 user:2', capabilities: '4 user:3' })
    expect(changed(2)).toEqual({ status: '2 user:1', capabilities: '1 user:0' })
    expect(changed(2, -1), 'what was so before the first event that is known').toEqual({ status: '2 user:1' })
  })
})
