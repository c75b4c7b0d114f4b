import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AgentBridgeClient } from '@agent-bridge/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { live, openBrowser, openPage } from './fixture/browser'
import { connectClient, newestSequence } from './fixture/client'
import { echo } from './fixture/echo'
import { Gateway } from './fixture/gateway'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let gateway: Gateway
let browser: Browser
let client: AgentBridgeClient
let views: readonly string[]

beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([Gateway.start(), openBrowser()])
  client = await connectClient(gateway)
  views = await makeViews()
})
afterAll(async () => {
  client?.close()
  await browser?.close()
  await gateway?.stop()
})

const ANSWER = `# Done\n\nSee [the page](https://example.org/), \`code\` and:\n\n\`\`\`diff\n- before\n+ after\n\`\`\`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n`
const COLOURS = Array.from({ length: 8 }, (_, index) => `\u001b[3${index}mcolour ${index}\u001b[0m`).join('\n')

async function makeViews(): Promise<string[]> {
  const agent = await client.createAgent({ name: 'ada', backend: 'echo', capabilities: ['coding'] })
  const other = await client.createAgent({ name: 'ben', backend: 'echo' })
  await client.execute(agent.id, echo({ text: ANSWER, progress: ['A step.'] })).result
  await client.execute(agent.id, echo({ text: COLOURS })).result
  await client.execute(agent.id, echo({ fail: 'it broke' })).result.catch(() => undefined)
  const task = client.assignTask({ title: 'A task', description: 'What to do', required_capabilities: ['coding'] })
  await task.result
  const waiting = client.assignTask({ title: 'Another', required_capabilities: ['nobody'], depends_on: [task.id], priority: 2 })
  waiting.result.catch(() => undefined)
  await waiting.accepted
  for (const input of [{ command: 'make all' }, { file_path: 'a.ts', old_string: 'a', new_string: 'b' }]) {
    client.execute(other.id, echo({ ask: { tool_name: 'Tool', input, description: 'Does it' } })).result.catch(() => undefined)
  }
  await new Promise<void>((resolve) => client.on('approval:requested', () => resolve()))
  const newest = await newestSequence(client)
  return [
    '/',
    '/agents',
    `/agents/${agent.id}`,
    `/agents/${other.id}`,
    '/tasks',
    `/tasks/${task.id}`,
    '/tasks?view=list',
    '/approvals',
    '/events',
    `/events/${newest}`,
    '/events?q=nothing+is+called+that',
    '/system',
    `/?at=${Math.floor(newest / 2)}`,
    `/agents/${agent.id}?at=${Math.floor(newest / 2)}`,
  ]
}

/** In both themes: the page changes with what the reader's system prefers. */
async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE)
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    expect.soft(await violations(page), `${where}, ${colorScheme}`).toEqual([])
  }
}

async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async (rules) => {
    const axe = (window as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string; any: { message: string }[] }[] }[] }> } }).axe
    const found = await axe.run(document, { runOnly: rules })
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`))
  }, RULES)
}

test('axe finds nothing on any screen, in either theme', async () => {
  const { page, context } = await openPage(browser, gateway.url)
  for (const view of views) {
    await page.goto(gateway.url + view)
    await live(page)
    await page.waitForTimeout(150)
    await expectAccessible(page, view)
  }
  await context.close()
}, 120_000)

test('axe finds nothing in any dialog, in either theme', async () => {
  const { page, context } = await openPage(browser, gateway.url)
  await live(page)
  for (const [keys, name] of [
    ['n', 'New agent'],
    ['?', 'Keys'],
    ['Control+k', 'Search and commands'],
    [':', 'Go to a moment'],
    ['d', 'What changed between two moments'],
  ] as const) {
    await page.keyboard.press(keys)
    const dialog = page.getByRole('dialog', { name })
    await dialog.waitFor()
    await expectAccessible(page, name)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await context.close()
}, 90_000)

test('on a telephone nothing is wider than the screen, and what one has to do can be done', async () => {
  const { page, context } = await openPage(browser, gateway.url, { width: 390, height: 844 })
  for (const view of views) {
    await page.goto(gateway.url + view)
    await live(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(390)
  }
  await page.goto(`${gateway.url}/approvals`)
  await live(page)
  await page.getByRole('button', { name: /Allow once/ }).first().waitFor()
  await context.close()
}, 60_000)

test('the keys that the help shows are those that work, and the palette finds everything', async () => {
  const { page, context, problems } = await openPage(browser, gateway.url)
  await live(page)
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keys' })
  await help.getByText('One event back').waitFor()
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('ada')
  await page.getByRole('option', { name: /ada/ }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'ada', level: 2 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('write a prompt')
  await page.getByRole('option', { name: /Write a prompt/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('prompt')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('#5')
  await page.keyboard.press('Enter')
  await page.locator('.past').waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('at')).toBe('5')
  await page.keyboard.press('0')
  await page.keyboard.press('t')
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light')
  await page.reload()
  await live(page)
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light')
  // Every key reaches something: nothing is shown that cannot be reached with Tab.
  const seen = new Set<string>()
  for (let index = 0; index < 60; index++) {
    await page.keyboard.press('Tab')
    seen.add(await page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 20) || document.activeElement?.getAttribute('aria-label') || ''))
  }
  for (const name of ['Overview', 'System', 'Position in the log', 'Follow']) expect([...seen].some((text) => text.includes(name)), name).toBe(true)
  expect(problems).toEqual([])
  await context.close()
})
