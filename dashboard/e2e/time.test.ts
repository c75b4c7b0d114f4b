import type { AgentBridgeClient } from '@agent-bridge/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { live, type Opened, openBrowser, openPage } from './fixture/browser'
import { connectClient, newestSequence } from './fixture/client'
import { echo } from './fixture/echo'
import { Gateway } from './fixture/gateway'

/** What the page shows of a moment is what the server says that moment was. */
let gateway: Gateway
let browser: Browser
let client: AgentBridgeClient
let opened: Opened

beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([Gateway.start('--durability', 'os'), openBrowser()])
  client = await connectClient(gateway)
  await makeHistory()
})
afterAll(async () => {
  client?.close()
  await browser?.close()
  await gateway?.stop()
})
afterEach(async () => {
  expect(opened.problems).toEqual([])
  await opened.context.close()
})

async function makeHistory(): Promise<void> {
  const agents = await Promise.all(['ada', 'ben', 'cleo'].map((name) => client.createAgent({ name, backend: 'echo', capabilities: [name] })))
  const [ada, ben, cleo] = agents.map(({ id }) => id) as [string, string, string]
  await client.execute(ada, echo({ text: 'one two three', chunks: 3, delay_ms: 30 })).result
  await client.execute(ben, echo({ fail: 'it broke' })).result.catch(() => undefined)
  const asked = client.execute(cleo, echo({ ask: { tool_name: 'Bash', input: { command: 'ls' } } }))
  const approvalId = await new Promise<string>((resolve) => {
    client.on('approval:requested', (frame) => resolve(frame.payload.approval.id))
  })
  const task = client.assignTask({ title: 'Sort the papers', required_capabilities: ['ada'] })
  await task.result
  const never = client.assignTask({ title: 'Wait for somebody', required_capabilities: ['nobody'] })
  never.result.catch(() => undefined)
  await never.accepted
  await client.respondApproval(approvalId, 'deny', { message: 'no' })
  await asked.result.catch(() => undefined)
  await never.cancel()
  await client.stopAgent(ben, { mode: 'graceful' })
  await client.execute(ada, 'Say hello').result
}

interface Seen {
  readonly agents: Readonly<Record<string, string>>
  readonly tasks: Readonly<Record<string, string>>
  readonly approvals: readonly string[]
}

async function serverSaw(at: number): Promise<Seen> {
  const state = await client.stateAt(at)
  const commands = new Map(state.commands.map((command) => [command.id, command.status]))
  const statusOf = (agent: (typeof state.agents)[number]) => {
    const current = (agent as { current_command?: string | null }).current_command
    return current && commands.get(current) === 'waiting_approval' ? 'waiting_approval' : agent.status
  }
  return {
    agents: Object.fromEntries(state.agents.filter(({ status }) => status !== 'stopped').map((agent) => [agent.id, statusOf(agent)])),
    tasks: Object.fromEntries(state.tasks.map(({ id, status }) => [id, status])),
    approvals: state.approvals.filter(({ outcome }) => outcome == null || outcome === 'pending').map(({ id }) => id),
  }
}

/** Goes over the screens without leaving the moment. */
async function pageSees(page: Page): Promise<Seen> {
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.locator('.overview').waitFor()
  const agents = await page.locator('[data-agent]').evaluateAll((cards) =>
    Object.fromEntries(cards.map((card) => [card.getAttribute('data-agent'), card.querySelector('[data-status]')?.getAttribute('data-status')])),
  )
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await page.locator('.tasks').waitFor()
  const tasks = await page.locator('[data-task]').evaluateAll((cards) =>
    Object.fromEntries(cards.map((card) => [card.getAttribute('data-task'), card.closest('[data-column]')?.getAttribute('data-column')])),
  )
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.locator('.approvals').waitFor()
  const approvals = await page.locator('[data-approval]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-approval')))
  return { agents, tasks, approvals } as Seen
}

async function showsMoment(page: Page, at: number): Promise<void> {
  await page.locator('.past .mono', { hasText: at.toLocaleString('en-US') }).first().waitFor()
  await page.locator('.waiting').waitFor({ state: 'detached' })
}

test('at every event the page shows the state that the server had then', async () => {
  const newest = await newestSequence(client)
  expect(newest).toBeGreaterThan(30)
  opened = await openPage(browser, `${gateway.url}/?at=${newest - 1}`)
  const { page } = opened
  await showsMoment(page, newest - 1)
  for (let at = newest - 1; at > 0; at--) {
    expect(await pageSees(page), `event ${at}`).toEqual(await serverSaw(at))
    await page.keyboard.press('[')
  }
}, 120_000)

test('the address bears the moment; nothing can be done there; 0 leads back', async () => {
  const at = Math.floor((await newestSequence(client)) / 2)
  opened = await openPage(browser, `${gateway.url}/?at=${at}`)
  const { page } = opened
  await showsMoment(page, at)
  await page.keyboard.press(']')
  await expect.poll(() => new URL(page.url()).searchParams.get('at')).toBe(String(at + 1))
  // It says that it cannot be used, and why, to whoever presses it all the same.
  await page.getByRole('button', { name: /New agent/ }).first().click({ force: true })
  await page.locator('.toast', { hasText: 'You are looking at the past. Press 0 for live.' }).waitFor()
  expect(await page.locator('dialog[open]').count()).toBe(0)
  await page.locator('.card', { hasText: 'ada' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('at')).toBe(String(at + 1))
  expect(await page.locator('#prompt').isDisabled()).toBe(true)
  await page.keyboard.press('0')
  await page.locator('.past').waitFor({ state: 'detached' })
  await expect.poll(() => new URL(page.url()).searchParams.has('at')).toBe(false)
  expect(await page.locator('#prompt').isDisabled()).toBe(false)
})

test('the time bar is scrubbed with the pointer and with keys, and two moments are compared', async () => {
  opened = await openPage(browser, gateway.url)
  const { page } = opened
  await live(page)
  const lane = page.getByRole('slider', { name: 'Position in the log' })
  const box = await lane.boundingBox()
  if (!box) throw new Error('the time bar has no lane')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await page.locator('.past').waitFor()
  const before = Number(await lane.getAttribute('aria-valuenow'))
  await lane.focus()
  await page.keyboard.press('ArrowLeft')
  await page.waitForFunction((value) => document.querySelector('.timebar__lane')?.getAttribute('aria-valuenow') === String(value), before - 1)
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog', { name: 'What changed between two moments' })
  await dialog.getByText(/objects? changed/).waitFor()
  expect(await dialog.locator('.difference__object').count()).toBeGreaterThan(0)
})

test('a moment from before what the page holds is asked of the server', async () => {
  const at = (await newestSequence(client)) - 3
  for (let round = 0; round < 11; round++) {
    await Promise.all(Array.from({ length: 2_000 }, (_, index) => client.metric({ metric_name: 'load', metric_value: index })))
  }
  expect(await newestSequence(client)).toBeGreaterThan(20_000)
  opened = await openPage(browser, gateway.url)
  const { page } = opened
  await live(page)
  await page.keyboard.press(':')
  await page.getByRole('dialog', { name: 'Go to a moment' }).waitFor()
  await page.keyboard.type(String(at))
  await page.keyboard.press('Enter')
  await showsMoment(page, at)
  expect(await pageSees(page)).toEqual(await serverSaw(at))
}, 90_000)
