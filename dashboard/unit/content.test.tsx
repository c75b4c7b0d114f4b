import { describe, expect, onTestFinished, test } from 'vitest'
import { ansiSpans, lookAfter } from '../src/content/ansi'
import { safeAddress } from '../src/content/links'
import { atMost, type Carry, type Piece, showMore, textOf } from '../src/content/pieces'
import { plainWords } from '../src/content/words'
import { timeOf } from '../src/timebar/Seek'
import { href, parse } from '../src/routing/location'

describe('addresses in hostile text', () => {
  test.each(['https://example.org/a?b=c', 'http://localhost:3000/', 'mailto:somebody@example.org'])('%s may be followed', (address) => {
    expect(safeAddress(address)).not.toBeNull()
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'java\u200bscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    'https://user:password@example.org/',
    '//example.org/',
    '/relative',
    '',
  ])('%j may not', (address) => {
    expect(safeAddress(address)).toBeNull()
  })
})

describe('a text in one line', () => {
  test.each([
    ['## Review of `a.ts`\n\nIt **loses** money.', 'Review of a.ts It loses money.'],
    ['- one\n- two\n1. three', 'one two three'],
    ['see [the page](https://example.org)', 'see the page'],
    ['```ts\nconst a = 1\n```\nafter', 'const a = 1 after'],
    ['\u001b[32m✓\u001b[39m refunds once', '✓ refunds once'],
    ['One fails: *keeps the cents*.', 'One fails: keeps the cents.'],
    ['2 * 3 - 1 is snake_case', '2 * 3 - 1 is snake_case'],
  ])('%j reads %j', (text, words) => expect(plainWords(text)).toBe(words))
})

describe('the address of a view', () => {
  test('keeps the time when the screen changes, and leaves the selection behind', () => {
    const from = parse('/agents/worker-1', '?at=12&q=x')
    expect(from).toMatchObject({ screen: 'agents', id: 'worker-1', at: 12 })
    expect(href({ screen: 'tasks' }, from)).toBe('/tasks?at=12')
    expect(href({ at: null }, from)).toBe('/agents/worker-1?q=x')
    expect(href({ id: null }, from)).toBe('/agents?at=12&q=x')
  })

  test('is what it was parsed from, whatever the id', () => {
    for (const id of ['a/b', 'ü?&#', '100%']) {
      const path = href({ screen: 'tasks', id }, parse('/', ''))
      expect(parse(path, '').id).toBe(id)
    }
    expect(parse('/nowhere', '?at=-3')).toMatchObject({ screen: 'overview', at: null })
  })
})

test('times are read as people write them', () => {
  const now = new Date(2026, 10, 24, 15, 0, 0).getTime()
  expect(timeOf('5 min ago', now)).toBe(now - 300_000)
  expect(timeOf('14:03:07.250', now)).toBe(new Date(2026, 10, 24, 14, 3, 7, 250).getTime())
  expect(timeOf('2026-11-24T15:00:00Z', now)).toBe(Date.parse('2026-11-24T15:00:00Z'))
  expect(timeOf('soon', now)).toBeNull()
})

test('a time without a zone is the reader’s', () => {
  const zone = process.env.TZ
  onTestFinished(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })
  process.env.TZ = 'America/New_York'
  expect(timeOf('2026-11-24', 0)).toBe(Date.parse('2026-11-24T05:00:00Z'))
  expect(timeOf('2026-11-24 15:00', 0)).toBe(Date.parse('2026-11-24T20:00:00Z'))
  expect(timeOf('2026-11-24t15:00', 0)).toBe(Date.parse('2026-11-24T20:00:00Z'))
})

describe('a long text that is shown step by step', () => {
  const lines = Array.from({ length: 9_000 }, (_, number) => `line ${number} of what an agent printed\n`).join('')

  const endsOf = (pieces: readonly Piece[]) => pieces.map(({ end }) => end)

  function grow(text: string, until: number, carry?: Carry): (readonly Piece[])[] {
    const steps: (readonly Piece[])[] = [[{ end: atMost(text, 20_000), carried: '' }]]
    while ((steps.at(-1)?.at(-1)?.end ?? 0) < atMost(text, until)) steps.push(showMore(text, steps.at(-1) ?? [], atMost(text, until), carry))
    return steps
  }

  test('grows by pieces of whole lines, of which only the first is ever drawn anew', () => {
    const steps = grow(lines, 200_010).map(endsOf)
    expect(steps.length).toBeGreaterThan(8)
    const last = steps.at(-1) ?? []
    expect(last.at(-1)).toBe(200_010)
    for (const end of last.slice(0, -1)) expect(lines[end - 1]).toBe('\n')
    for (const step of steps.slice(1, -1)) expect(last.slice(0, step.length)).toEqual(step)
    last.forEach((end, index) => expect(end - (last[index - 1] ?? 0)).toBeLessThan(41_000))
  })

  test('goes on within the line where it ended when still more is wanted', () => {
    const ends = endsOf(showMore(lines, grow(lines, 200_010).at(-1) ?? [], 800_000))
    expect(ends).not.toContain(200_010)
    expect(lines[(ends.at(-1) ?? 0) - 1]).toBe('\n')
  })

  test('breaks a line only where it is longer than a piece', () => {
    const text = `${lines.slice(0, 50_000)}${'x'.repeat(300_000)}\n${lines}`
    const pieces = grow(text, text.length).at(-1) ?? []
    expect(pieces.map((_, index) => textOf(text, pieces, index)).join('')).toBe(text)
    endsOf(pieces).forEach((end, index, ends) => expect(end - (ends[index - 1] ?? 0)).toBeLessThanOrEqual(41_000))
    const broken = endsOf(pieces).filter((end) => end < text.length && text[end - 1] !== '\n')
    expect(broken.length).toBeGreaterThan(5)
    for (const end of broken) expect(text.slice(end - 1, end + 1)).toBe('xx')
  })

  test('breaks a line neither in a character nor in an escape sequence', () => {
    for (const unit of ['\u{1f600}', '\u001b[38;5;201mx', 'a\u{1f600}']) {
      const text = unit.repeat(400_000 / unit.length)
      const pieces = grow(text, text.length).at(-1) ?? []
      expect(pieces.length).toBeGreaterThan(10)
      for (const end of endsOf(pieces)) expect(end % unit.length, unit).toBeLessThan(unit === 'a\u{1f600}' ? 2 : 1)
    }
  })

  test('has the colours that the whole would have', () => {
    const looks = ['\u001b[31m', '\u001b[1;4m', '\u001b[0m', '', '\u001b[38;5;42;2m', '\u001b[44m', '\u001b[22;39m', '\u001b[3;97m', '\u001b[49;23;24m']
    const text = Array.from({ length: 20_000 }, (_, number) => `${number % 100 ? '' : looks[(number / 100) % looks.length]}line ${number}\r\n`).join('')
    const pieces = grow(text, text.length, lookAfter).at(-1) ?? []
    expect(new Set(pieces.map(({ carried }) => carried)).size).toBeGreaterThan(2)
    const characters = (output: string) => ansiSpans(output).flatMap(({ text, className }) => Array.from(text, (character) => character + className))
    expect(pieces.flatMap((_, index) => characters(textOf(text, pieces, index)))).toEqual(characters(text))
  })
})
