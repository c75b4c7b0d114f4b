import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { ToolInput } from '../src/content/ToolInput'
import { ApprovalCard } from '../src/screens/approvals/ApprovalCard'
import type { Approval } from '../src/store/model'
import { render } from './render'

function shown(input: unknown): HTMLElement {
  const box = document.createElement('div')
  box.innerHTML = renderToStaticMarkup(<ToolInput input={input} />)
  return box
}

function others(input: unknown): unknown[] {
  return [...shown(input).querySelectorAll('[aria-label="Other input"]')].map((json) => JSON.parse(json.textContent ?? ''))
}

describe('nothing that a tool is given is left out', () => {
  const change = { file_path: 'a.ts', old_string: 'a', new_string: 'b' }

  test.each([
    ['a command', { command: 'ls', run_in_background: true, dangerouslyDisableSandbox: true }, { run_in_background: true, dangerouslyDisableSandbox: true }],
    ['what a command is said to do', { command: 'ls', description: 'Lists' }, { description: 'Lists' }],
    ['a replacement', { ...change, replace_all: true }, { replace_all: true }],
    ['a replacement with a command', { ...change, command: 'rm -rf ~' }, { command: 'rm -rf ~' }],
    ['a file', { file_path: 'a.sh', content: 'ls', mode: 0o755 }, { mode: 0o755 }],
    ['a command for a file', { command: 'sh', file_path: 'a.sh' }, { file_path: 'a.sh' }],
    ['a file that is none', { ...change, file_path: ['a', 'b'] }, { file_path: ['a', 'b'] }],
    ['edits', { file_path: 'a.ts', edits: [change], command: 'ls' }, { command: 'ls' }],
  ])('of %s', (_, input, rest) => expect(others(input)).toEqual([rest]))

  test('of each edit', () => {
    const { file_path, ...edit } = change
    expect(others({ file_path, edits: [{ ...edit, replace_all: true }, edit] })).toEqual([{ replace_all: true }])
    expect(shown({ edits: [{ old_string: 1, new_string: 'b' }, 'c'] }).textContent).toMatch(/"old_string": 1.*"c"/s)
  })

  test('and nothing is said twice', () => {
    for (const input of [{ command: 'ls' }, change, { file_path: 'a', content: 'b' }, { file_path: 'a', edits: [change] }]) expect(others(input)).toEqual([])
  })

  test('also where there is little room', async () => {
    const approval = { id: 'p', agent_id: 'a', tool_name: 'Bash', input: { command: 'ls', run_in_background: true }, requested_at: '2026-01-01T00:00:00.000+00:00' } as unknown as Approval
    const card = await render(<ApprovalCard approval={approval} compact />)
    expect(card.textContent).toContain('"run_in_background": true')
  })
})
