import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Json } from '../src/content/Json'
import { hasUnseen, literal } from '../src/content/literal'
import { ToolInput } from '../src/content/ToolInput'
import { ApprovalCard } from '../src/screens/approvals/ApprovalCard'
import { summaryOf } from '../src/screens/events/summary'
import { lastLineOf } from '../src/screens/overview/lastLine'
import { EventLog, type LoggedEvent } from '../src/store/eventLog'
import type { Agent, Approval } from '../src/store/model'
import { store } from '../src/store/store'
import { render } from './render'

/** The text that a person sees. */
function seen(content: ReactNode): string {
  const box = document.createElement('div')
  box.innerHTML = renderToStaticMarkup(content)
  return box.textContent ?? ''
}

function logOf(type: string, payload: Readonly<Record<string, unknown>>): EventLog {
  const log = new EventLog()
  log.append({ id: '1', type, timestamp: new Date(0).toISOString(), payload: { agent_id: 'a', ...payload }, sequence: 1 })
  return log
}

function lastLine(log: EventLog): string {
  const shown = { moment: { ...store.moment, sequence: 1, log } } as typeof store
  return lastLineOf(shown, { id: 'a' } as Agent).text
}

function approvalOf(input: Readonly<Record<string, unknown>>, tool = 'Bash'): Approval {
  return { id: 'p', agent_id: 'a', tool_name: tool, input, requested_at: new Date(0).toISOString(), outcome: null } as unknown as Approval
}

const DISGUISED = 'rm -rf ~/work #\rgit status'

describe('a text of which nothing is hidden', () => {
  test.each([
    [DISGUISED, 'rm -rf ~/work #⟨CR⟩git status'],
    ['rm -rf ~ #\u001b[2K\u001b[1Ggit status', 'rm -rf ~ #⟨ESC⟩[2K⟨ESC⟩[1Ggit status'],
    ['ls \u001b]0;; rm -rf ~\u0007', 'ls ⟨ESC⟩]0;; rm -rf ~⟨BEL⟩'],
    ['abc\b\b\bxyz\u0000\u007f\u009b', 'abc⟨BS⟩⟨BS⟩⟨BS⟩xyz⟨NUL⟩⟨DEL⟩⟨U+009B⟩'],
    ['a\u202etxt.exe\u202c', 'a⟨U+202E⟩txt.exe⟨U+202C⟩'],
    ['\u2066a\u2069\u200e\u200f\u061c', '⟨U+2066⟩a⟨U+2069⟩⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩'],
    ['r\u200bm\u200c\u200d\u2060\ufeff', 'r⟨U+200B⟩m⟨U+200C⟩⟨U+200D⟩⟨U+2060⟩⟨U+FEFF⟩'],
    ['a\u00adb\u2028c\u{e0041}', 'a⟨U+00AD⟩b⟨U+2028⟩c⟨U+E0041⟩'],
  ])('marks what would not show: %j', (text, marked) => {
    expect(literal(text)).toBe(marked)
    expect(hasUnseen({ deep: [{ command: text }] })).toBe(true)
    expect(hasUnseen({ [text]: 1 })).toBe(true)
  })

  test.each(['make all\n\tand more', 'größer → 完了 ✔️', 'שלום', ''])('leaves the rest: %j', (text) => {
    expect(literal(text)).toBe(text)
    expect(hasUnseen({ command: text })).toBe(false)
  })
})

describe('what a tool is given is shown as it is', () => {
  test.each([
    [{ command: DISGUISED }, 'rm -rf ~/work #⟨CR⟩git status'],
    [{ command: '\u001b[8mrm -rf ~\u001b[0m' }, '⟨ESC⟩[8mrm -rf ~⟨ESC⟩[0m'],
    [{ file_path: 'a\u202e.ts', content: 'one' }, 'a⟨U+202E⟩.ts'],
    [{ file_path: 'a.ts', old_string: 'safe\u200b()', new_string: 'eval\r()' }, 'eval⟨CR⟩()'],
    [{ address: 'https://\u202eexample.org' }, 'https://⟨U+202E⟩example.org'],
  ])('in whole: %j', (input, expected) => expect(seen(<ToolInput input={input} />)).toContain(expected))

  test('also as JSON, in names and in what is too long for colours', () => {
    expect(seen(<Json value={{ 'a\u202e': '\u009b' }} />)).toContain('"a⟨U+202E⟩": "⟨U+009B⟩"')
    expect(seen(<Json value={`${'x'.repeat(70_000)}\u202e`} />)).toContain('x⟨U+202E⟩')
  })

  test('a mark looks like one', () => {
    expect(renderToStaticMarkup(<ToolInput input={{ command: 'a\rb' }} />)).toContain('a<span class="literal__mark">⟨CR⟩</span>b')
  })

  test('in a line of the events and of the overview, without what Markdown and terminals would drop', () => {
    for (const log of [
      logOf('command:progress', { kind: 'tool_use', content: { name: 'Bash', input: { command: DISGUISED } } }),
      logOf('approval:requested', { approval: { tool_name: 'Bash', description: DISGUISED } }),
    ]) {
      expect(summaryOf(log.first as LoggedEvent)).toContain('rm -rf ~/work #⟨CR⟩git status')
      expect(lastLine(log)).toContain('rm -rf ~/work #⟨CR⟩git status')
    }
    const markdown = logOf('command:progress', { kind: 'tool_use', content: { name: 'Bash', input: { command: 'echo `rm -rf __x__`' } } })
    expect(lastLine(markdown)).toBe('Bash echo `rm -rf __x__`')
  })

  test('what an agent prints is still shown as a terminal shows it', () => {
    const log = logOf('command:progress', { kind: 'text', content: '10 %\r100 % \u001b[32mdone\u001b[0m' })
    expect(summaryOf(log.first as LoggedEvent)).toBe('100 % done')
  })
})

describe('an approval', () => {
  const WARNING = 'Contains characters that do not show; they are marked.'

  async function shown(approval: Approval): Promise<string> {
    return (await render(<ApprovalCard approval={approval} />)).textContent ?? ''
  }

  test('warns of what would not show, in the input and in the name of the tool', async () => {
    expect(await shown(approvalOf({ command: DISGUISED }))).toContain(WARNING)
    const named = await shown(approvalOf({ command: 'ls' }, 'Ba\u202esh'))
    expect(named).toContain(WARNING)
    expect(named).toContain('Ba⟨U+202E⟩sh')
  })

  test('does not warn of what shows', async () => {
    expect(await shown(approvalOf({ command: 'make all\n\tmake check' }))).not.toContain(WARNING)
  })
})
