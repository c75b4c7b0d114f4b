import { act } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { Transcript } from '../src/screens/agents/Transcript'
import type { Agent } from '../src/store/model'
import { render } from './render'

const AGENT = { id: 'a', name: 'ada', status: 'idle' } as unknown as Agent

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
