import { LogFold } from '@agent-bridge/client'
import { act } from 'react'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { listenForKeys } from '../src/keys/registry'
import { AgentPage } from '../src/screens/agents/AgentPage'
import { Transcript } from '../src/screens/agents/Transcript'
import { cancelCommand } from '../src/store/actions'
import type { Agent } from '../src/store/model'
import { store } from '../src/store/store'
import { press, render } from './render'

vi.mock('../src/store/actions', () => ({ cancelCommand: vi.fn() }))

const AGENT = {
  id: 'a',
  name: 'ada',
  status: 'idle',
  created_at: '2026-01-01T00:00:00.000+00:00',
  usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
  metrics: {},
} as unknown as Agent

function conversation(loadEarlier: (() => Promise<void>) | null) {
  return <Transcript agent={AGENT} turns={[]} following={false} folded onLeaveEnd={() => undefined} onReachEnd={() => undefined} loadEarlier={loadEarlier} />
}

function button(box: HTMLElement, name: string): HTMLButtonElement | undefined {
  return [...box.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name)
}

describe('a conversation of which nothing is at hand', () => {
  test('says so only when there is nothing before it, either', async () => {
    const box = await render(conversation(null))
    expect(box.textContent).toContain('Nothing was asked yet.')
    expect(button(box, 'Show earlier')).toBeUndefined()
  })

  test('can be read from before', async () => {
    const load = vi.fn(async () => undefined)
    const box = await render(conversation(load))
    expect(box.textContent).not.toContain('Nothing was asked yet.')
    await act(async () => button(box, 'Show earlier')?.click())
    expect(load).toHaveBeenCalledOnce()
  })
})

test('a long run stays what it is while more of it happens than is shown, and for as long as it has been running', async () => {
  vi.setSystemTime(1_700_000_000_000)
  onTestFinished(() => void vi.useRealTimers())
  store.begin(0, new LogFold())
  let sequence = 0
  const say = (amount: number) => {
    for (let index = 0; index < amount; index++) {
      sequence++
      const happens = sequence === 1 ? { status: 'executing', command: 'sweep' } : { status: 'executing', kind: 'status', content: `said ${sequence}` }
      const payload = { command_id: 'c', agent_id: 'a', ...happens }
      store.take([{ id: `${sequence}`, type: 'command:progress', timestamp: new Date(1_700_000_000_000 + sequence * 1_000).toISOString(), payload, sequence }], true)
    }
    store.setLink({ state: 'live', isCaughtUp: true })
  }
  say(3_100)
  vi.setSystemTime(1_700_000_000_000 + 3_600_000)
  const box = await render(<AgentPage agent={AGENT} />)
  const lines = () => [...box.querySelectorAll('.turn__answer p.small')]
  const before = lines().find(({ textContent }) => textContent === 'said 3100')
  await act(async () => say(700))
  expect(lines().at(-1)?.textContent).toBe('said 3800')
  expect(lines().find(({ textContent }) => textContent === 'said 3100')).toBe(before)
  expect(box.querySelector('.turn__head')?.textContent).toMatch(/59 min 59 s|1 h 0 min/)
})

describe('what was asked can be taken back', () => {
  let sequence = 0

  beforeEach(() => {
    vi.clearAllMocks()
    sequence = 0
    store.begin(0, new LogFold())
  })

  async function happen(type: string, command: string, status: string): Promise<void> {
    sequence++
    const payload = { command_id: `id of ${command}`, agent_id: 'a', command, status, progress: 0, ...(status === 'completed' && { result: 'done' }) }
    await act(async () => {
      store.take([{ id: `${sequence}`, type, timestamp: new Date().toISOString(), payload, sequence }], true)
      store.setLink({ state: 'live', isCaughtUp: true })
    })
  }

  async function click(box: HTMLElement, name: string): Promise<void> {
    await act(async () => button(box, name)?.click())
  }

  test('at once while it waits', async () => {
    await happen('command:progress', 'sweep', 'executing')
    await happen('command:progress', 'dust', 'queued')
    const box = await render(<AgentPage agent={AGENT} />)
    await click(box, 'Cancel: dust')
    expect(cancelCommand).toHaveBeenCalledExactlyOnceWith('id of dust')
  })

  test.each(['its button', 'the button of the page', 'the key'])('after a question when it runs: by %s', async (way) => {
    const stopListening = listenForKeys(() => undefined)
    await happen('command:progress', 'sweep', 'executing')
    const box = await render(<AgentPage agent={AGENT} />)
    if (way === 'the key') await press('c')
    else await click(box, way === 'its button' ? 'Cancel: sweep' : 'Cancel')
    stopListening()
    expect(cancelCommand).not.toHaveBeenCalled()
    await click(box, 'Cancel the run')
    expect(cancelCommand).toHaveBeenCalledExactlyOnceWith('id of sweep')
  })

  test('not when it has ended, even if that was asked before', async () => {
    await happen('command:progress', 'sweep', 'executing')
    const box = await render(<AgentPage agent={AGENT} />)
    await click(box, 'Cancel')
    await happen('command:result', 'sweep', 'completed')
    expect(button(box, 'Cancel the run')).toBeUndefined()
    expect(button(box, 'Cancel: sweep')).toBeUndefined()
  })
})
