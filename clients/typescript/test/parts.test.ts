import { describe, expect, test } from 'vitest'
import { LogFold, type Command, type ServerFrame } from '@agent-bridge/client'
import { fullJitter } from '../src/backoff.js'
import { Emitter } from '../src/emitter.js'
import { Stream } from '../src/stream.js'
import { range } from './support/clients.js'

describe('the pause before another attempt', () => {
  const backoff = { baseMillis: 500, maxMillis: 30_000 }

  test('is anything up to a bound that doubles, and then stays', () => {
    const bounds = range(0, 40).map((attempt) => fullJitter(attempt, backoff, () => 1))
    expect(bounds.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    expect(Math.max(...bounds)).toBe(30_000)
    expect(fullJitter(5, backoff, () => 0)).toBe(0)
    expect(fullJitter(2, backoff, () => 0.25)).toBe(500)
  })
})

describe('a listener', () => {
  test('hears nothing any more once it was ended, be it by another who hears the same', () => {
    const emitter = new Emitter<{ said: string }>()
    const heard: string[] = []
    const endFirst = emitter.on('said', (said) => {
      heard.push(`first ${said}`)
      endFirst()
      endSecond()
    })
    const endSecond = emitter.on('said', (said) => void heard.push(`second ${said}`))
    emitter.on('said', (said) => void heard.push(`third ${said}`))
    emitter.emit('said', 'a')
    emitter.emit('said', 'b')
    expect(heard).toEqual(['first a', 'third a', 'third b'])
  })
})

describe('a stream', () => {
  test('gives what was pushed, in order, and its end', async () => {
    const stream = new Stream<number>(10)
    stream.push(1)
    stream.push(2)
    stream.end()
    const read: number[] = []
    for await (const item of stream) read.push(item)
    expect(read).toEqual([1, 2])
  })

  test('merges what can be merged while nobody reads', async () => {
    const stream = new Stream<string>(2, (earlier, later) => earlier + later)
    for (const piece of ['a', 'b', 'c']) stream.push(piece)
    stream.end()
    expect(await stream[Symbol.asyncIterator]().next()).toEqual({ done: false, value: 'abc' })
  })

  test('gives what is unread before its error', async () => {
    const stream = new Stream<number>(2)
    stream.push(1)
    stream.fail(new Error('why'))
    const reader = stream[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ done: false, value: 1 })
    await expect(reader.next()).rejects.toThrow('why')
  })

  test('that is left takes nothing more', async () => {
    const stream = new Stream<number>(1)
    stream.push(1)
    for await (const _ of stream) break
    for (const item of range(1, 10)) stream.push(item)
    expect(await stream[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined })
  })
})

describe('the fold', () => {
  const frame = (sequence: number | undefined, type: string, payload: object, rest: object = {}): ServerFrame =>
    ({ id: 'x', type, timestamp: '2026-03-01T12:00:00.000+00:00', payload, ...(sequence === undefined ? {} : { sequence }), ...rest }) as ServerFrame
  const progress = (sequence: number | undefined, more: object): ServerFrame =>
    frame(sequence, 'command:progress', { agent_id: 'a', command_id: 'c', command: '', status: 'executing', ...more })
  const result = (sequence: number, id: string): ServerFrame =>
    frame(sequence, 'command:result', { agent_id: 'a', command_id: id, command: 'x', result: 'done', execution_time: 1 })

  test('never alters what it gave away', () => {
    const fold = new LogFold()
    fold.apply(progress(1, { command: 'x' }))
    const [before, said] = [fold.commands.get('c') as Command, fold.transcripts.get('c')]
    fold.apply(progress(2, { kind: 'text', content: 'one' }))
    fold.apply(result(3, 'c'))
    expect(before.status).toBe('executing')
    expect(said?.pieces).toEqual([])
    expect(fold.commands.get('c')?.status).toBe('completed')
    expect(fold.transcripts.get('c')?.pieces).toEqual([{ sequence: 2, kind: 'text', content: 'one' }])
  })

  test('of a copy goes its own way', () => {
    const fold = new LogFold()
    fold.apply(progress(1, {}))
    const copy = fold.copy()
    for (const [one, text] of [[fold, 'left'], [copy, 'right']] as const) one.apply(progress(2, { kind: 'text', content: text }))
    expect(fold.transcripts.get('c')?.pieces.map(({ content }) => content)).toEqual(['left'])
    expect(copy.transcripts.get('c')?.pieces.map(({ content }) => content)).toEqual(['right'])
  })

  test('shows what is being written until the complete piece is there', () => {
    const fold = new LogFold()
    fold.apply(progress(1, {}))
    for (const delta of ['he', 'llo']) fold.apply(progress(undefined, { kind: 'text', delta }))
    expect(fold.transcripts.get('c')?.live).toEqual({ kind: 'text', text: 'hello' })
    fold.apply(progress(2, { kind: 'text', content: 'hello' }))
    expect(fold.transcripts.get('c')?.live).toBeUndefined()
  })

  test('takes each event once', () => {
    const fold = new LogFold()
    expect(fold.apply(progress(1, {}))).toEqual([{ kind: 'command', id: 'c' }])
    expect(fold.apply(progress(1, {}))).toEqual([])
  })

  test('takes an answer that comes early without forgetting what comes before it', () => {
    const fold = new LogFold()
    fold.apply(result(1, 'first'))
    fold.apply(frame(9, 'command:result', { agent_id: 'a', command_id: 'ninth', command: 'x', result: 'done' }, { correlation_id: 'mine' }))
    fold.apply(result(5, 'fifth'))
    expect([...fold.commands.keys()].sort()).toEqual(['fifth', 'first', 'ninth'])
    expect(fold.sequence).toBe(5)
  })

  test('forgets the oldest that have ended, and their words', () => {
    const fold = new LogFold({ maxEnded: 100, maxPieces: 10, maxLiveChars: 100 })
    for (const number of range(1, 500)) {
      fold.apply(progress(3 * number - 2, { command_id: `c${number}` }))
      fold.apply(progress(3 * number - 1, { command_id: `c${number}`, kind: 'text', content: 'word' }))
      fold.apply(result(3 * number, `c${number}`))
    }
    expect(fold.commands.size).toBeLessThanOrEqual(100)
    expect(fold.transcripts.size).toBeLessThanOrEqual(100)
    expect(fold.commands.has('c500')).toBe(true)
    expect(fold.commands.has('c1')).toBe(false)
    fold.apply(progress(2_000, { command_id: 'long' }))
    for (const number of range(1, 100)) fold.apply(progress(2_000 + number, { command_id: 'long', kind: 'text', content: number }))
    const transcript = fold.transcripts.get('long')
    expect(transcript?.length).toBeLessThanOrEqual(20)
    expect(transcript?.pieces.at(-1)?.content).toBe(100)
    expect(transcript?.isComplete).toBe(false)
    fold.apply(progress(undefined, { command_id: 'long', kind: 'text', delta: 'x'.repeat(1_000) }))
    expect(fold.transcripts.get('long')?.live?.text.length).toBeLessThanOrEqual(200)
  })

  test('is replaced by a snapshot as a whole, when its last part is there', () => {
    const fold = new LogFold()
    fold.apply(progress(1, {}))
    const part = (part: number, last: boolean): ServerFrame => frame(undefined, 'connection:snapshot', { sequence: 50, part, last, agents: [], tasks: [], commands: [], approvals: [] })
    expect(fold.apply(part(0, false))).toEqual([])
    expect(fold.commands.size).toBe(1)
    expect(fold.apply(part(1, true))).toEqual([{ kind: 'all' }])
    expect(fold.commands.size).toBe(0)
    expect(fold.sequence).toBe(50)
  })
})
