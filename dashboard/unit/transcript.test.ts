import { describe, expect, test } from 'vitest'
import { EventLog } from '../src/store/eventLog'
import type { EventFrame } from '../src/store/model'
import { type ToolCall, transcriptOf, type Turn } from '../src/store/transcript'

const BEGUN = 1_700_000_000_000

/** What a command said, an event each, a second apart. */
function turnOf(...said: readonly (readonly [type: string, payload: Readonly<Record<string, unknown>>])[]): Turn {
  const log = new EventLog()
  said.forEach(([type, payload], index) => {
    const sequence = index + 1
    const frame: EventFrame = {
      id: `${sequence}`,
      type,
      timestamp: new Date(BEGUN + index * 1_000).toISOString(),
      payload: { command_id: 'c', agent_id: 'a', ...payload },
      sequence,
    }
    log.append(frame)
  })
  const turns = transcriptOf(log.all(), said.length, new Map())
  expect(turns).toHaveLength(1)
  return turns[0] as Turn
}

const BEGIN = ['command:progress', { command: 'go', status: 'executing' }] as const
const use = (id: string) => ['command:progress', { kind: 'tool_use', content: { id, name: 'Bash', input: { command: id } } }] as const
const came = (id: string, failed = false) => ['command:progress', { kind: 'tool_result', content: { tool_use_id: id, content: 'out', is_error: failed } }] as const

function toolsOf(turn: Turn): ToolCall[] {
  return turn.entries.filter((entry) => entry.kind === 'tool')
}

describe('the conversation of an agent', () => {
  test('gives each tool call its own result and time, also where several run at once', () => {
    const [first, second] = toolsOf(turnOf(BEGIN, use('one'), use('two'), came('one'), came('two', true)))
    expect([first?.id, first?.failed, (first?.endedMillis ?? 0) - (first?.startedMillis ?? 0)]).toEqual(['one', false, 2_000])
    expect([second?.id, second?.failed, (second?.endedMillis ?? 0) - (second?.startedMillis ?? 0)]).toEqual(['two', true, 2_000])
  })

  test('a tool is at work until its result comes, or until everything was cut short', () => {
    expect(toolsOf(turnOf(BEGIN, use('one')))[0]?.endedMillis).toBeNull()
    const cut = turnOf(BEGIN, use('one'), ['command:error', { status: 'cancelled', error_message: 'Cancelled by somebody.' }])
    expect(toolsOf(cut)[0]).toMatchObject({ failed: true, endedMillis: BEGUN + 2_000 })
    expect([cut.status, cut.error]).toEqual(['cancelled', 'Cancelled by somebody.'])
  })

  test('shows an answer once, although it comes as progress and as the result', () => {
    const turn = turnOf(BEGIN, ['command:progress', { kind: 'text', content: 'Done.' }], ['command:result', { command: 'go', result: 'Done.', status: 'completed' }])
    expect(turn.entries.map(({ kind }) => kind)).toEqual(['text'])
    expect(turn.result).toBeNull()
  })
})
